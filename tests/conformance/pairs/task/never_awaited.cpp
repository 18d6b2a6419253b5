#include "conformance/program.hpp"

#include <optional>

namespace conformance::task_never_awaited {

aio::Coro<> work() {
    aio::print("never printed");
    co_return;
}

PROGRAM(task, never_awaited) {
    aio::current_loop().set_exception_handler([](const aio::ErrorContext&) { aio::print("reported"); });
    std::optional<aio::Coro<>> coro = work();
    aio::print("made");
    coro.reset();
    aio::print("gone");
    co_return;
}

}  // namespace conformance::task_never_awaited
