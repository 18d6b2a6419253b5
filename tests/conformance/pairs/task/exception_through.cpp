#include "conformance/program.hpp"

namespace conformance::task_exception_through {

aio::Coro<> leaf() {
    co_await aio::sleep(1);
    throw std::runtime_error("leaf broke");
}

aio::Coro<> middle() {
    try {
        co_await leaf();
    } catch (const std::runtime_error&) {
        aio::print("middle cleans up");
        throw;
    }
}

PROGRAM(task, exception_through) {
    try {
        co_await middle();
    } catch (const std::runtime_error& error) {
        aio::print("main caught: {}", error.what());
    }
}

}  // namespace conformance::task_exception_through
