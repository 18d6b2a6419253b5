#include "conformance/program.hpp"

namespace conformance::event_without_waiting {

PROGRAM(event, without_waiting) {
    aio::Event event;
    event.set();
    event.set();
    aio::current_loop().call_soon([] { aio::print("callback"); });
    co_await event.wait();
    co_await event.wait();
    aio::print("passed twice");
    co_await aio::sleep(0);
    event.clear();
    aio::print("set: {}", word(event.is_set()));
}

}  // namespace conformance::event_without_waiting
