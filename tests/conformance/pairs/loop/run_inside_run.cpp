#include "conformance/program.hpp"

namespace conformance::loop_run_inside_run {

aio::Coro<> other() {
    aio::print("never");
    co_return;
}

PROGRAM(loop, run_inside_run) {
    aio::current_loop().set_exception_handler([](const aio::ErrorContext&) {});  // other() is never awaited
    try {
        aio::run(other());
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
    co_await aio::sleep(1);
    aio::print("the loop is unharmed");
}

}  // namespace conformance::loop_run_inside_run
