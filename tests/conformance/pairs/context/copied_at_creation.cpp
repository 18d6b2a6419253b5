#include "conformance/program.hpp"

namespace conformance::context_copied_at_creation {

aio::ContextVar<std::string> user("user", "nobody");

aio::Coro<> child() {
    aio::print("child sees {}", user.get());
    user.set("child");
    co_await aio::sleep(0);
    aio::print("child sees {}", user.get());
}

PROGRAM(context, copied_at_creation) {
    user.set("before");
    auto task = aio::create_task(child());
    user.set("after");
    co_await task;
    aio::print("main sees {}", user.get());
}

}  // namespace conformance::context_copied_at_creation
