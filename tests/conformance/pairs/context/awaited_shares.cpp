#include "conformance/program.hpp"

namespace conformance::context_awaited_shares {

aio::ContextVar<std::string> user("user", "nobody");

aio::Coro<> rename(std::string name) {
    user.set(name);
    aio::print("set to {}", user.get());
    co_return;
}

PROGRAM(context, awaited_shares) {
    co_await rename("awaited");
    aio::print("main sees {}", user.get());
    co_await aio::gather(rename("a"), rename("b"));
    aio::print("main sees {}", user.get());
}

}  // namespace conformance::context_awaited_shares
