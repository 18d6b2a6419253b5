#include "conformance/program.hpp"

namespace conformance::group_content {

aio::Coro<> clean_up_badly(std::string name, int delay) {
    bool cancelled = false;
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        cancelled = true;
    }
    if (cancelled) {
        co_await aio::sleep(delay);
        throw std::runtime_error(name);
    }
}

PROGRAM(group, content) {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(clean_up_badly("slow to clean up", 2));
            group.create_task(clean_up_badly("quick to clean up", 1));
            group.create_task(aio::sleep(10));
            co_await aio::sleep(1);
            throw std::runtime_error("body");
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{}", texts(error));
    }
}

}  // namespace conformance::group_content
