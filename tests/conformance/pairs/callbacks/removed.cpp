#include "conformance/program.hpp"

namespace conformance::callbacks_removed {

PROGRAM(callbacks, removed) {
    aio::Future<> future;
    const auto removed = future.add_done_callback([](const aio::AnyFuture&) { aio::print("never"); });
    const auto kept = future.add_done_callback([](const aio::AnyFuture&) { aio::print("kept"); });
    aio::print("removed: {:d}", future.remove_done_callback(removed));
    aio::print("again: {:d}", future.remove_done_callback(removed));
    future.set_result();
    aio::print("too late: {:d}", future.remove_done_callback(kept));
    co_await aio::sleep(0);
}

}  // namespace conformance::callbacks_removed
