#include "conformance/program.hpp"

namespace conformance::scope_end_raises {

struct Door {
    explicit Door(bool of) : opens(of) {}
    aio::Coro<> enter() {
        if (!opens) throw std::runtime_error("does not open");
        co_return;
    }
    aio::Coro<> exit(std::exception_ptr) {
        throw std::runtime_error("does not close");
        co_return;
    }
    bool opens;
};

aio::Coro<> inside() {
    aio::print("inside");
    co_return;
}

PROGRAM(scope, end_raises) {
    for (bool opens : {true, false}) {
        try {
            co_await aio::async_with(Door(opens), inside);
        } catch (const std::runtime_error& error) {
            aio::print("{}", error.what());
        }
    }
}

}  // namespace conformance::scope_end_raises
