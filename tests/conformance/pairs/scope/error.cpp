#include "conformance/program.hpp"

namespace conformance::scope_error {

struct Door {
    explicit Door(bool of) : forgives(of) {}
    aio::Coro<std::string> enter() { co_return "key"; }
    aio::Coro<bool> exit(std::exception_ptr error) {
        co_await aio::sleep(1);
        aio::print("closed, error: {}", text_of(error));
        co_return forgives;
    }
    bool forgives;
};

aio::Coro<> body(std::string& key) {
    aio::print("has the {}", key);
    throw std::runtime_error("body failed");
    co_return;
}

PROGRAM(scope, error) {
    co_await aio::async_with(Door(true), body);
    aio::print("forgiven");
    try {
        co_await aio::async_with(Door(false), body);
    } catch (const std::runtime_error& error) {
        aio::print("caught: {}", error.what());
    }
}

}  // namespace conformance::scope_error
