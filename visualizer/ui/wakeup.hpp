// Wakeup: calls somebody when a descriptor becomes readable, from a thread of its own.
//
// It rings once and then waits to be set again: until what came has been read, the
// descriptor stays readable, and ringing all the while would keep a core busy.
//
// Thread rule: made, set and destroyed by one thread; `ring` is called on another.
#pragma once
#include <atomic>
#include <functional>
#include <thread>

namespace viz {

class Wakeup {
public:
    explicit Wakeup(std::function<void()> ring);
    ~Wakeup();
    Wakeup(const Wakeup&) = delete;
    Wakeup& operator=(const Wakeup&) = delete;

    // Ring when `descriptor` is readable; -1: never.
    void set(int descriptor);

private:
    void run();

    std::function<void()> ring_;
    int note_ = -1;  // an eventfd that wakes the thread itself
    std::atomic<int> watched_{-1};
    std::atomic<bool> armed_{false};
    std::atomic<bool> over_{false};
    std::thread thread_;
};

}  // namespace viz
