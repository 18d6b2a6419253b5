#include "conformance/program.hpp"

namespace conformance::loop_timers_by_deadline {

void fired(std::string name) { aio::print("{} {}", name, now()); }

PROGRAM(loop, timers_by_deadline) {
    auto& loop = aio::current_loop();
    loop.call_later(3s, [] { fired("three"); });
    loop.call_later(1s, [] { fired("one"); });
    loop.call_later(2s, [] { fired("two"); });
    loop.call_at(1500ms, [] { fired("one and a half"); });
    co_await aio::sleep(4);
    fired("main");
}

}  // namespace conformance::loop_timers_by_deadline
