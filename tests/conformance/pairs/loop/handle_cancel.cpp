#include "conformance/program.hpp"

namespace conformance::loop_handle_cancel {

PROGRAM(loop, handle_cancel) {
    auto& loop = aio::current_loop();
    auto never = loop.call_soon([] { aio::print("never"); });
    never.cancel();
    aio::print("cancelled: {}", word(never.cancelled()));
    std::vector<aio::Handle> handles;
    loop.call_soon([&handles] { handles[0].cancel(); });
    handles.push_back(loop.call_soon([] { aio::print("never either"); }));
    loop.call_soon([] { aio::print("last"); });
    co_await aio::sleep(0);
    aio::print("cancelled: {}", word(handles[0].cancelled()));
}

}  // namespace conformance::loop_handle_cancel
