#include "conformance/program.hpp"

namespace conformance::callbacks_among_awaiters {

aio::Coro<> waiter(std::string name, aio::Future<> future) {
    co_await future;
    aio::print("task {}", name);
}

PROGRAM(callbacks, among_awaiters) {
    aio::Future<> future;
    auto a = aio::create_task(waiter("a", future));
    co_await aio::sleep(0);
    future.add_done_callback([](const aio::AnyFuture&) { aio::print("callback b"); });
    auto c = aio::create_task(waiter("c", future));
    co_await aio::sleep(0);
    future.add_done_callback([](const aio::AnyFuture&) { aio::print("callback d"); });
    future.set_result();
    co_await aio::gather(a, c);
}

}  // namespace conformance::callbacks_among_awaiters
