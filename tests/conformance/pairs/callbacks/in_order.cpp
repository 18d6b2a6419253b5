#include "conformance/program.hpp"

namespace conformance::callbacks_in_order {

PROGRAM(callbacks, in_order) {
    aio::Future<int> future;
    for (char name : std::string("abc")) {
        future.add_done_callback([name, future](const aio::AnyFuture&) { aio::print("{} {}", name, future.result()); });
    }
    future.set_result(1);
    aio::print("set");
    co_await aio::sleep(0);
    aio::print("one turn later");
}

}  // namespace conformance::callbacks_in_order
