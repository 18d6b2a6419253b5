#include "conformance/program.hpp"

namespace conformance::task_creation_order {

aio::Coro<> child(char name) {
    aio::print("child {}", name);
    co_return;
}

aio::Coro<> parent(char name) {
    aio::print("parent {}", name);
    aio::create_task(child(name));
    co_await aio::sleep(0);
    aio::print("parent {} again", name);
}

PROGRAM(task, creation_order) {
    for (char name : std::string("abc")) aio::create_task(parent(name));
    co_await aio::sleep(1);
}

}  // namespace conformance::task_creation_order
