#include "conformance/program.hpp"

namespace conformance::loop_many_cancelled_timers {

PROGRAM(loop, many_cancelled_timers) {
    auto& loop = aio::current_loop();
    std::vector<aio::TimerHandle> handles;
    for (int i = 0; i < 150; ++i) {
        const int delay = 1 + (i * 37) % 150;
        handles.push_back(loop.call_later(delay * 1s, [delay] { aio::print("timer after {}", delay); }));
    }
    for (std::size_t i = 0; i < handles.size(); ++i) {
        if (i % 15 != 0) handles[i].cancel();
    }
    co_await aio::sleep(200);
    aio::print("done at {}", now());
}

}  // namespace conformance::loop_many_cancelled_timers
