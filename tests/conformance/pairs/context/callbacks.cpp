#include "conformance/program.hpp"

namespace conformance::context_callbacks {

aio::ContextVar<std::string> user("user", "nobody");

void show(std::string name) {
    aio::print("{} sees {}", name, user.get());
    user.set(name);
}

PROGRAM(context, callbacks) {
    auto& loop = aio::current_loop();
    aio::Future<> future;
    user.set("first");
    loop.call_soon([] { show("call_soon"); });
    future.add_done_callback([](const aio::AnyFuture&) { show("done callback"); });
    user.set("second");
    loop.call_later(1s, [] { show("call_later"); });
    user.set("third");
    future.set_result();
    co_await aio::sleep(2);
    aio::print("main sees {}", user.get());
}

}  // namespace conformance::context_callbacks
