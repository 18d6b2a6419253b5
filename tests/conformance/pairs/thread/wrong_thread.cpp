#include "conformance/program.hpp"

#include <thread>

namespace conformance::thread_wrong_thread {

void call(aio::EventLoop& loop) {
    try {
        loop.call_soon([] { aio::print("never"); });
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
}

PROGRAM(thread, wrong_thread) {
    std::thread other(call, std::ref(aio::current_loop()));
    other.join();
    co_await aio::sleep(0);
}

}  // namespace conformance::thread_wrong_thread
