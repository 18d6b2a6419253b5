// A lesson that prints its seed and then throws, for runner_test.cpp.
#include "kit/lesson.hpp"

#include <stdexcept>

aio::Coro<> program() {
    aio::print("seed {}, delay {}", kit::seed(), kit::knob_seconds("delay", 0.25).count());
    co_await aio::sleep(aio::Duration(1));
    throw std::runtime_error("the bridge is out");
}

int main(int argc, char** argv) { return kit::run_lesson(argc, argv, program); }
