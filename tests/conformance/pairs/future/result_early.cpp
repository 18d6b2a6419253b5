#include "conformance/program.hpp"

namespace conformance::future_result_early {

PROGRAM(future, result_early) {
    aio::Future<int> future;
    try {
        future.result();
    } catch (const aio::InvalidStateError&) {
        aio::print("not yet");
    }
    try {
        future.exception();
    } catch (const aio::InvalidStateError&) {
        aio::print("not yet");
    }
    future.set_exception(std::runtime_error("bad"));
    aio::print("{}", text_of(future.exception()));
    try {
        future.result();
    } catch (const std::runtime_error& error) {
        aio::print("raised {}", error.what());
    }
    co_return;
}

}  // namespace conformance::future_result_early
