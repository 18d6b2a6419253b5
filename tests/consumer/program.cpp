// A program outside of the tree that uses aio as its users would.
#include "aio/aio.hpp"

#include <chrono>

using namespace std::chrono_literals;

namespace {

aio::Coro<int> fetch(int number) {
    co_await aio::sleep(1s);
    co_return number;
}

aio::Coro<> work() {
    aio::Lock lock("results");
    auto guard = co_await lock.guard();
    auto [a, b] = co_await aio::gather(fetch(1), fetch(2));
    aio::print("{} at t={}", a + b, std::chrono::duration<double>(aio::current_loop().time()).count());
}

}  // namespace

int main() { aio::run(work(), {.clock = aio::ClockKind::virtual_time}); }
