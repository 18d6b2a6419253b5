// StreamEnds: knows when both ends of a connection are in the same loop.
//
// Virtual time waits for I/O that is under way. What comes from far away always counts as
// that. A read from a task of one's own program is not under way until that task has
// written, which it may only do after a sleep: time must move meanwhile. And once it has
// written, time must wait until that has arrived.
//
// For aio's own sources.
// Thread rule: the loop's thread.
#pragma once
#include <cstddef>
#include <string>

namespace aio::detail {

class Outside;

class StreamEnds {
public:
    StreamEnds() noexcept = default;
    ~StreamEnds() { leave(); }
    StreamEnds(const StreamEnds&) = delete;
    StreamEnds& operator=(const StreamEnds&) = delete;

    // REQUIRES: `outside` lives until leave().
    void join(const std::string& here, const std::string& there, Outside& outside);
    void leave() noexcept;
    void sends(std::size_t bytes) noexcept;     // begins to
    void not_sent(std::size_t bytes) noexcept;  // after all
    void received(std::size_t bytes) noexcept;

    enum class For { data, room };
    // While it lives, this end waits for what the other one sends, or for room for what it sends.
    class Waiting {
    public:
        Waiting(StreamEnds& ends, For what) noexcept : ends_(ends), what_(what) { ends_.set_waiting(what_, true); }
        ~Waiting() { ends_.set_waiting(what_, false); }
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;

    private:
        StreamEnds& ends_;
        For what_;
    };

private:
    void set_waiting(For what, bool waiting) noexcept;
    void settle() noexcept;

    Outside* outside_ = nullptr;
    StreamEnds* other_ = nullptr;
    std::string key_;
    std::size_t on_the_way_ = 0;  // sent to this end, and not received yet
    bool near_ = false;           // the other end is, or was, in this loop
    bool reads_ = false;
    bool writes_ = false;
    bool counted_ = false;  // as something that is under way
};

}  // namespace aio::detail
