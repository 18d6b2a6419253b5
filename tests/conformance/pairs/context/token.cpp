#include "conformance/program.hpp"

namespace conformance::context_token {

aio::ContextVar<std::string> plain("plain");

PROGRAM(context, token) {
    try {
        plain.get();
    } catch (const aio::LookupError&) {
        aio::print("no value");
    }
    aio::print("{}", plain.get("a default"));
    auto first = plain.set("one");
    auto second = plain.set("two");
    aio::print("{}", plain.get());
    plain.reset(second);
    aio::print("{}", plain.get());
    plain.reset(first);
    aio::print("{}", plain.get("none again"));
    co_return;
}

}  // namespace conformance::context_token
