#include "conformance/program.hpp"

namespace conformance::cancel_main_itself {

struct Finally {
    ~Finally() { aio::print("main leaves at {}", now()); }
};

aio::Coro<> main() {
    const Finally finally;
    aio::current_loop().call_later(1s, [me = aio::current_task()]() mutable { me.cancel(); });
    co_await aio::sleep(10);
}

PLAIN_PROGRAM(cancel, main_itself) {
    try {
        aio::run(main(), virtual_time());
    } catch (const aio::CancelledError&) {
        aio::print("run() raised CancelledError");
    }
}

}  // namespace conformance::cancel_main_itself
