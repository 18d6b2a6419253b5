#include "conformance/program.hpp"

namespace conformance::loop_two_runs {

aio::Coro<std::string> main(std::string name) {
    co_await aio::sleep(1);
    aio::print("{} {}", name, aio::all_tasks().size());
    co_return name;
}

PLAIN_PROGRAM(loop, two_runs) {
    aio::print("{}", aio::run(main("first"), virtual_time()));
    aio::print("{}", aio::run(main("second"), virtual_time()));
}

}  // namespace conformance::loop_two_runs
