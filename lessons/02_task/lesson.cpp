// create_task asks the loop to run a coroutine. It does not run it at that line.
#include "kit/lesson.hpp"

#include <string>

// [work]
aio::Coro<> work(std::string name, aio::Duration delay) {
    aio::print("Task {} started", name);
    co_await aio::sleep(delay);
    aio::print("Task {} finished", name);
}
// [/work]

aio::Coro<> program() {
    const aio::Duration delay_a = kit::knob_seconds("delay_a", 2.0);
    const aio::Duration delay_b = kit::knob_seconds("delay_b", 1.0);

    // [create]
    aio::Task<> a = aio::create_task(work("A", delay_a), "A");
    aio::Task<> b = aio::create_task(work("B", delay_b), "B");
    aio::print("Two tasks created");
    aio::checkpoint("created");
    // [/create]

    // [first]
    co_await a;
    aio::print("Awaited A");
    aio::checkpoint("first");
    // [/first]

    // [second]
    aio::Task<> c = aio::create_task(work("C", delay_b), "C");
    aio::checkpoint("c_ready");
    co_await b;
    aio::print("Awaited B");
    aio::checkpoint("second");
    // [/second]

    // [third]
    aio::Task<> d = aio::create_task(work("D", delay_b), "D");
    aio::checkpoint("d_ready");
    co_await d;
    aio::print("Awaited D");
    aio::checkpoint("third");
    // [/third]

    co_await c;
}

int main(int argc, char** argv) {
    return kit::run_lesson(argc, argv, program);
}
