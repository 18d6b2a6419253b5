#include "conformance/program.hpp"

namespace conformance::wait_first_exception {

aio::Coro<> work(int delay, bool fails) {
    co_await aio::sleep(delay);
    if (fails) throw std::runtime_error("failed");
}

PROGRAM(wait, first_exception) {
    auto quick = aio::create_task(work(1, false));
    auto gone = aio::create_task(work(9, false));
    auto bad = aio::create_task(work(3, true));
    auto slow = aio::create_task(work(5, false));
    aio::current_loop().call_later(2s, [&gone] { gone.cancel(); });
    auto [done, pending] = co_await aio::wait(quick, gone, bad, slow, aio::first_exception);
    aio::print("at {}", now());
    aio::print("[{}, {}, {}, {}] {} {}", word(contains(done, quick)), word(contains(done, gone)),
               word(contains(done, bad)), word(contains(done, slow)), word(contains(pending, slow)),
               text_of(bad.exception()));
}

}  // namespace conformance::wait_first_exception
