// A coroutine is a plan. Calling the function makes the plan; awaiting it runs it.
#include "kit/lesson.hpp"

#include <string>

// [coroutine]
aio::Coro<std::string> simple_coroutine(aio::Duration nap) {
    aio::print("Coroutine started");
    co_await aio::sleep(nap);  // here it gives way to the loop
    aio::print("Coroutine finished");
    co_return "Result";
}
// [/coroutine]

aio::Coro<> program() {
    const aio::Duration nap = kit::knob_seconds("nap", 1.0);

    // [call]
    aio::Coro<std::string> coro = simple_coroutine(nap);
    aio::print("Called it");
    aio::checkpoint("called");
    // [/call]

    // [await]
    const std::string result = co_await coro;
    aio::print("Awaited it: {}", result);
    aio::checkpoint("awaited");
    // [/await]

    // [forget]
    {
        aio::Coro<std::string> forgotten = simple_coroutine(nap);
        aio::print("Made another");
    }
    aio::print("Forgot it");
    aio::checkpoint("forgotten");
    // [/forget]
}

int main(int argc, char** argv) {
    return kit::run_lesson(argc, argv, program);
}
