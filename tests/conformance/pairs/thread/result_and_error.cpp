#include "conformance/program.hpp"

namespace conformance::thread_result_and_error {

int add(int a, int b) { return a + b; }

void fail() { throw std::runtime_error("failed on the thread"); }

PROGRAM(thread, result_and_error) {
    const int sum = co_await aio::to_thread(add, 2, 3);
    aio::print("{}", sum);
    try {
        co_await aio::to_thread(fail);
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
}

}  // namespace conformance::thread_result_and_error
