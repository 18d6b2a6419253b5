#include "aio/scoped.hpp"

namespace aio::detail {

Inner<std::exception_ptr> unwind(AsyncExitStack& stack, std::exception_ptr error) {
    while (!stack.entries_.empty()) {
        const std::unique_ptr<ExitEntry> entry = std::move(stack.entries_.back());
        stack.entries_.pop_back();
        try {
            const bool handled = co_await entry->exit(error);
            if (handled) error = nullptr;
        } catch (...) {
            error = std::current_exception();
        }
    }
    co_return error;
}

}  // namespace aio::detail
