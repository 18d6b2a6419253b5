#include "conformance/program.hpp"

namespace conformance::shutdown_main_raises {

struct Finally {
    ~Finally() { aio::print("background ends"); }
};

aio::Coro<> background() {
    const Finally finally;
    co_await aio::sleep(100);
}

aio::Coro<> main() {
    aio::create_task(background());
    co_await aio::sleep(0);
    throw std::runtime_error("main failed");
}

PLAIN_PROGRAM(shutdown, main_raises) {
    try {
        aio::run(main(), virtual_time());
    } catch (const std::runtime_error& error) {
        aio::print("run() raised: {}", error.what());
    }
}

}  // namespace conformance::shutdown_main_raises
