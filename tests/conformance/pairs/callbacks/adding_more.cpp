#include "conformance/program.hpp"

namespace conformance::callbacks_adding_more {

void first(aio::AnyFuture future) {
    aio::print("first");
    future.add_done_callback([](const aio::AnyFuture&) { aio::print("added by first"); });
}

PROGRAM(callbacks, adding_more) {
    aio::Future<> future;
    future.add_done_callback(first);
    future.add_done_callback([](const aio::AnyFuture&) { aio::print("second"); });
    future.set_result();
    co_await aio::sleep(0);
    aio::print("one turn");
    co_await aio::sleep(0);
    aio::print("two turns");
}

}  // namespace conformance::callbacks_adding_more
