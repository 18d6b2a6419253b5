#include "conformance/program.hpp"

namespace conformance::future_exception_to_all {

aio::Coro<> waiter(std::string name, aio::Future<> future) {
    try {
        co_await future;
    } catch (const std::runtime_error& error) {
        aio::print("{} met {}", name, error.what());
    }
}

PROGRAM(future, exception_to_all) {
    aio::Future<> future;
    aio::current_loop().call_later(1s, [future]() mutable { future.set_exception(error("bad news")); });
    co_await aio::gather(waiter("a", future), waiter("b", future));
}

}  // namespace conformance::future_exception_to_all
