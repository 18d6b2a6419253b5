// Recorder: takes a program's events down, and hands them to one reader.
//
// A lock-free ring of 32-byte slots between two threads: the loop's thread
// writes, one other thread (a Pump) reads. When the ring is full the recorder
// either waits for the reader, so that nothing is lost (lessons, files), or
// drops whole events and counts them, so that the program is never held up
// (a service that somebody watches). Dropped events are told to the reader by
// an event of their own, never hidden. Overflow::wait needs a reader: without one
// a full ring holds the program for ever.
//
// Thread rule: one writer thread and one reader thread; each function says whose.
#pragma once
#include "monitor/event.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <source_location>
#include <span>
#include <string_view>

namespace loopscope {

enum class Overflow { wait, drop };

class Recorder {
public:
    // capacity: in slots of 32 bytes, rounded up to a power of two, at least 1024.
    explicit Recorder(std::size_t capacity = 1 << 18, Overflow overflow = Overflow::wait);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    // --- the writer's side ---

    // Writes one event and returns its sequence number. The reader sees it at the next
    // stamp() or flush(): one atomic store a step instead of one an event.
    [[gnu::always_inline]] Sequence record(EventKind kind, std::uint32_t subject, Sequence cause,
                                           std::uint8_t detail = 0, std::uint32_t a = 0, std::uint64_t b = 0) {
        if (written_ >= limit_) [[unlikely]] {
            if (!make_room(1)) return ++sequence_;
        }
        slots_[written_++ & mask_] = Event{now_, subject, cause, kind, 0, detail, a, b};
        return ++sequence_;
    }

    // The same with text behind it; text over kMaxTextBytes is cut and ends in an ellipsis.
    Sequence record_text(EventKind kind, std::uint32_t subject, Sequence cause, std::uint8_t detail, std::uint32_t a,
                         std::uint64_t b, std::string_view text);

    // The number under which a string or a place is known to the reader; tells the
    // reader on first use. 0 for the empty string and for an unknown place.
    StringId string(std::string_view text);
    SiteId site(const std::source_location& where);

    // Reads the real clock for the events that follow. Once a step, because a clock
    // call costs more than everything else a record does (docs/performance.md).
    void stamp();
    std::uint64_t time() const { return now_; }  // ns, as of the last stamp

    // Wakes the reader now, whatever it waits for. For moments when the writer is about to stand still.
    void flush();
    // Tells the reader that nothing more will come.
    void close();

    // --- the reader's side ---

    // Takes up to `out.size()` slots, oldest first, and returns how many.
    std::size_t read(std::span<Event> out);
    // Waits until the writer flushed, closed or has half a ring for the reader, or `limit` has
    // passed. A reader that comes less often disturbs the writer less.
    void wait(std::chrono::milliseconds limit);
    bool closed() const;

    // --- either side ---

    // How many slots the writer has let go of so far: a reader that has taken as many has seen
    // everything up to here.
    std::uint64_t published() const { return published_.load(std::memory_order_acquire); }

private:
    bool make_room(std::size_t slots);
    void publish() { published_.store(written_, std::memory_order_release); }
    bool put(const Event& head, std::string_view text);

    struct Names;
    struct Clock;
    struct Bell;
    Event* slots_ = nullptr;  // storage_, one hop nearer
    std::uint64_t capacity_ = 0;
    std::uint64_t mask_ = 0;
    std::uint64_t written_ = 0;  // the writer's own count of slots
    std::uint64_t limit_ = 0;    // up to here it may write before it looks at the reader's count again
    std::uint64_t now_ = 0;
    Sequence sequence_ = 0;
    std::uint64_t lost_ = 0;  // events dropped and not yet told
    Overflow overflow_;
    std::unique_ptr<Names> names_;
    std::unique_ptr<Event[]> storage_;
    std::unique_ptr<Clock> clock_;
    std::unique_ptr<Bell> bell_;  // wakes the reader
    alignas(64) std::atomic<std::uint64_t> published_{0};
    alignas(64) std::atomic<std::uint64_t> read_{0};
    std::atomic<bool> closed_{false};
};

}  // namespace loopscope
