#include "conformance/program.hpp"

namespace conformance::cancel_taken_back {

aio::Coro<std::string> work() {
    aio::current_task().cancel();
    aio::print("left: {}", aio::current_task().uncancel());
    co_await aio::sleep(0);
    co_return "alive";
}

PROGRAM(cancel, taken_back) {
    const std::string result = co_await aio::create_task(work());
    aio::print("{}", result);
}

}  // namespace conformance::cancel_taken_back
