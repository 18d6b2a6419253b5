#include "conformance/program.hpp"

namespace conformance::callbacks_on_done {

PROGRAM(callbacks, on_done) {
    aio::Future<int> future;
    future.set_result(1);
    future.add_done_callback([](const aio::AnyFuture&) { aio::print("callback"); });
    aio::print("added");
    co_await aio::sleep(0);
    aio::print("one turn later");
}

}  // namespace conformance::callbacks_on_done
