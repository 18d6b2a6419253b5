#include "conformance/program.hpp"

namespace conformance::future_set_twice {

PROGRAM(future, set_twice) {
    aio::Future<int> future;
    future.set_result(1);
    try {
        future.set_result(2);
    } catch (const aio::InvalidStateError&) {
        aio::print("set_result: refused");
    }
    try {
        future.set_exception(std::runtime_error("late"));
    } catch (const aio::InvalidStateError&) {
        aio::print("set_exception: refused");
    }
    aio::print("cancel: {}", word(future.cancel()));
    const int result = co_await future;
    aio::print("result: {}", result);
}

}  // namespace conformance::future_set_twice
