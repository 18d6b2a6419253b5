// Generators that several tests share.
#pragma once
#include "support.hpp"

#include "aio/generator.hpp"

#include <memory>
#include <optional>

namespace test {

inline aio::AsyncGenerator<int> count(int to) {
    for (int i = 0; i < to; ++i) co_yield i;
}

inline aio::AsyncGenerator<int> count_slowly(int to) {
    for (int i = 0; i < to; ++i) {
        co_await aio::sleep(1s);
        co_yield i;
    }
}

// Says when it goes.
class Guard {
public:
    Guard(std::string name, Lines* log) : name_(std::move(name)), log_(log) {}
    ~Guard() { log_->push_back(name_ + " released"); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

private:
    std::string name_;
    Lines* log_;
};

// Cleans up, and may wait for that.
inline aio::AsyncGenerator<int> careful(std::string name, Lines* log) {
    const Guard guard(name, log);
    bool closed = false;
    try {
        co_yield 1;
        co_yield 2;
    } catch (const aio::GeneratorExit&) {
        closed = true;
    }
    if (!closed) co_return;
    co_await aio::sleep(1s);
    log->push_back(name + " cleaned up");
}

inline aio::AsyncGenerator<std::unique_ptr<int>> boxes() {
    co_yield std::make_unique<int>(1);
    auto two = std::make_unique<int>(2);
    co_yield std::move(two);
}

inline std::string show(const std::optional<int>& value) { return value ? std::to_string(*value) : "end"; }

}  // namespace test
