#include "conformance/program.hpp"

namespace conformance::thread_context {

aio::ContextVar<std::string> user("user", "nobody");

std::string look() { return user.get(); }

PROGRAM(thread, context) {
    const std::string before = co_await aio::to_thread(look);
    aio::print("{}", before);
    user.set("somebody");
    const std::string after = co_await aio::to_thread(look);
    aio::print("{}", after);
}

}  // namespace conformance::thread_context
