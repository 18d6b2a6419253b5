// Pump: the thread that carries events from a Recorder to where they go.
//
// Thread rule: made, started and stopped by the thread that owns the loop; the
// sinks are called on the pump's own thread.
#pragma once
#include "monitor/event.hpp"
#include "monitor/recorder.hpp"

#include <span>
#include <thread>
#include <vector>

namespace loopscope {

// Where events go: a file, a link, a Recording in the same process.
class Sink {
public:
    virtual ~Sink() = default;
    // Whole and partial records, in order. Must not throw; a sink that cannot go on
    // (disk full, peer gone) remembers why and swallows the rest.
    virtual void write(std::span<const Event> slots) = 0;
    // What has been written should be with the reader now.
    virtual void flush() {}
};

class Pump {
public:
    Pump(Recorder& recorder, std::vector<Sink*> sinks);  // starts at once
    ~Pump();                                             // closes the recorder, carries what is left, joins
    Pump(const Pump&) = delete;
    Pump& operator=(const Pump&) = delete;

private:
    void run();
    Recorder& recorder_;
    std::vector<Sink*> sinks_;
    std::thread thread_;
};

}  // namespace loopscope
