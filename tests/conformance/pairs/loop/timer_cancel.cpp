#include "conformance/program.hpp"

namespace conformance::loop_timer_cancel {

PROGRAM(loop, timer_cancel) {
    auto& loop = aio::current_loop();
    auto late = loop.call_later(100s, [] { aio::print("never"); });
    auto early = loop.call_later(1s, [] { aio::print("never"); });
    loop.call_later(500ms, [&early] { early.cancel(); });
    loop.call_later(2s, [] { aio::print("two"); });
    aio::print("when: {:.1f}", std::chrono::duration<double>(late.when()).count());
    late.cancel();
    co_await aio::sleep(3);
    aio::print("at {}", now());
}

}  // namespace conformance::loop_timer_cancel
