// One after the other, the waits add up. Together, the longest one counts.
#include "kit/lesson.hpp"

#include <chrono>
#include <string>

// [fetch]
aio::Coro<std::string> fetch_data(std::string url, aio::Duration delay) {
    aio::print("{} asked", url);
    co_await aio::sleep(delay);  // the network takes its time
    aio::print("{} answered", url);
    co_return "data of " + url;
}
// [/fetch]

double now() {
    return std::chrono::duration<double>(aio::current_loop().time()).count();
}

aio::Coro<> program() {
    const aio::Duration delay_1 = kit::knob_seconds("delay_1", 1.0);
    const aio::Duration delay_2 = kit::knob_seconds("delay_2", 2.0);
    const aio::Duration delay_3 = kit::knob_seconds("delay_3", 3.0);

    // [sequential]
    double start = now();
    co_await fetch_data("url1", delay_1);
    co_await fetch_data("url2", delay_2);
    co_await fetch_data("url3", delay_3);
    aio::print("One after the other: {:.1f} s", now() - start);
    aio::checkpoint("sequential");
    // [/sequential]

    // [concurrent]
    start = now();
    auto [one, two, three] = co_await aio::gather(fetch_data("url1", delay_1),
                                                  fetch_data("url2", delay_2),
                                                  fetch_data("url3", delay_3));
    aio::print("All together: {:.1f} s", now() - start);
    aio::checkpoint("concurrent");
    // [/concurrent]

    // [results]
    aio::print("Results: {}, {}, {}", one, two, three);
    aio::checkpoint("results");
    // [/results]
}

int main(int argc, char** argv) {
    return kit::run_lesson(argc, argv, program);
}
