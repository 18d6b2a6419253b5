#include "conformance/program.hpp"

namespace conformance::shield_result_and_error {

aio::Coro<std::string> work(bool fails) {
    co_await aio::sleep(1);
    if (fails) throw std::runtime_error("failed");
    co_return "result";
}

PROGRAM(shield, result_and_error) {
    const std::string first = co_await aio::shield(work(false));
    aio::print("{}", first);
    try {
        co_await aio::shield(work(true));
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    auto task = aio::create_task(work(false));
    co_await task;
    aio::current_loop().call_soon([] { aio::print("callback"); });
    const std::string second = co_await aio::shield(task);
    aio::print("{}", second);
    co_await aio::sleep(0);
}

}  // namespace conformance::shield_result_and_error
