#include "aio/cancel_path.hpp"

#include "aio/loop.hpp"
#include "aio/task_base.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace aio::detail {
namespace {

class CancelPath {
public:
    CancelPath(const std::string& message, const std::source_location& where) : message_(message), where_(where) {}

    bool follow(FutureBase& first) {
        bool taken = ask(first);
        while (!way_.empty()) {
            Stop& here = way_.back();
            if (here.next < here.on->cancel_targets()) {
                FutureBase& inner = *here.on->cancel_target(here.next++);
                const std::size_t depth = way_.size();
                // A deeper stop is asked for its answer when it is left.
                if (ask(inner) && way_.size() == depth) way_.back().taken = true;
                continue;
            }
            taken = leave();
        }
        return taken;
    }

private:
    // Somewhere on the way that waits for several others, or for one.
    struct Stop {
        Ref<FutureBase> future;
        Waitable* on;  // whose targets are asked, one after the other
        std::size_t next = 0;
        bool taken = false;
    };

    // Whether it takes the request over, unless a stop was added: then that tells later.
    bool ask(FutureBase& future) {
        if (future.done()) return false;
        Waitable* on = &future;
        if (TaskBase* task = future.as_task()) {
            on = task->cancel_begins(message_, where_);
            if (on == nullptr) return true;
        } else if (on->cancel_targets() == 0) {
            return on->cancel_wait(message_);
        }
        way_.push_back({Ref<FutureBase>(&future), on});
        return false;
    }

    bool leave() {
        const Stop stop = std::move(way_.back());
        way_.pop_back();
        if (stop.taken) stop.on->note_cancel();
        TaskBase* task = stop.future->as_task();
        if (task != nullptr) task->cancel_ends(stop.taken, message_);
        const bool taken = stop.taken || task != nullptr;
        if (!way_.empty() && taken) way_.back().taken = true;
        return taken;
    }

    const std::string& message_;
    const std::source_location& where_;
    std::vector<Stop> way_;
};

}  // namespace

bool cancel_through(FutureBase& first, const std::string& message, const std::source_location& where) {
    if (first.done()) return false;
    first.require_loop(where);
    return CancelPath(message, where).follow(first);
}

}  // namespace aio::detail
