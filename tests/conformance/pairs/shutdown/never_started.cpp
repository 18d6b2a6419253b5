#include "conformance/program.hpp"

namespace conformance::shutdown_never_started {

aio::Coro<> background() {
    aio::print("background runs");
    co_return;
}

aio::Coro<> main() {
    aio::create_task(background());
    aio::print("main returns");
    co_return;
}

PLAIN_PROGRAM(shutdown, never_started) {
    aio::run(main(), virtual_time());
    aio::print("run() returned");
}

}  // namespace conformance::shutdown_never_started
