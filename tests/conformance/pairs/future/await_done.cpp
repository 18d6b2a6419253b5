#include "conformance/program.hpp"

namespace conformance::future_await_done {

PROGRAM(future, await_done) {
    aio::Future<std::string> good;
    aio::Future<std::string> bad;
    good.set_result("good");
    bad.set_exception(std::runtime_error("bad"));
    aio::current_loop().call_soon([] { aio::print("callback"); });
    const std::string text = co_await good;
    aio::print("{}", text);
    try {
        co_await bad;
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    co_await aio::sleep(0);
}

}  // namespace conformance::future_await_done
