#include "conformance/program.hpp"

namespace conformance::scope_stack {

struct Door {
    explicit Door(char of) : name(of) {}
    aio::Coro<> enter() {
        aio::print("{} opened", name);
        co_return;
    }
    aio::Coro<> exit(std::exception_ptr) {
        co_await aio::sleep(1);
        aio::print("{} closed at {}", name, now());
    }
    char name;
};

PROGRAM(scope, stack) {
    auto body = [](aio::AsyncExitStack& stack) -> aio::Coro<> {
        for (char name : std::string("abc")) co_await stack.enter(Door(name));
        aio::print("inside");
    };
    co_await aio::with_exit_stack(body);
}

}  // namespace conformance::scope_stack
