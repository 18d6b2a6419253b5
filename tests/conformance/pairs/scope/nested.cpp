#include "conformance/program.hpp"

namespace conformance::scope_nested {

struct Door {
    explicit Door(std::string of) : name(std::move(of)) {}
    aio::Coro<> enter() {
        co_await aio::sleep(1);
        aio::print("{} opened at {}", name, now());
    }
    aio::Coro<> exit(std::exception_ptr error) {
        co_await aio::sleep(1);
        aio::print("{} closed at {} error: {}", name, now(), text_of(error));
    }
    std::string name;
};

aio::Coro<> inside() {
    aio::print("inside");
    co_return;
}

PROGRAM(scope, nested) {
    auto body = []() -> aio::Coro<> { co_await aio::async_with(Door("inner"), inside); };
    co_await aio::async_with(Door("outer"), body);
}

}  // namespace conformance::scope_nested
