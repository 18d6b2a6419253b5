// What the aio tests share: a log of what happened in which order, on virtual time.
#pragma once
#include "aio/aio.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace test {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

// Runs on virtual time: seconds of sleep take none.
template <class T>
T run_virtual(aio::Coro<T> main) {
    return aio::run(std::move(main), {.clock = aio::ClockKind::virtual_time});
}

// Seconds since the running loop began.
inline double now() { return std::chrono::duration<double>(aio::current_loop().time()).count(); }

inline aio::Coro<int> value_after(aio::Duration delay, int value) {
    co_await aio::sleep(delay);
    co_return value;
}

inline aio::Coro<> say(std::string line, Lines* log) {
    log->push_back(std::move(line));
    co_return;
}

// Logs t0, t1 ... one a turn, to see in which turn other things happen.
inline aio::Coro<> ticks(int count, Lines* log) {
    for (int i = 0; i < count; ++i) {
        log->push_back("t" + std::to_string(i));
        co_await aio::sleep(0);
    }
}

// Gives way once, then raises.
inline aio::Coro<> fail(std::string why) {
    co_await aio::sleep(0);
    throw std::runtime_error(why);
}

}  // namespace test

namespace doctest {
template <>
struct StringMaker<std::vector<std::string>> {
    static String convert(const std::vector<std::string>& lines) {
        std::string all = "[";
        for (const auto& line : lines) all += (all.size() > 1 ? ", " : "") + line;
        return (all + "]").c_str();
    }
};
}  // namespace doctest
