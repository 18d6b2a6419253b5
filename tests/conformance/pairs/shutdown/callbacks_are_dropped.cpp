#include "conformance/program.hpp"

namespace conformance::shutdown_callbacks_are_dropped {

aio::Coro<> main() {
    auto& loop = aio::current_loop();
    loop.call_later(10s, [] { aio::print("never"); });
    loop.call_soon([] { aio::print("this turn still"); });
    aio::print("main returns");
    co_return;
}

PLAIN_PROGRAM(shutdown, callbacks_are_dropped) {
    aio::run(main(), virtual_time());
    aio::print("run() returned");
}

}  // namespace conformance::shutdown_callbacks_are_dropped
