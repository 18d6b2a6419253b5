#include "conformance/program.hpp"

namespace conformance::task_names {

aio::Coro<> work() {
    aio::print("I am {}", aio::current_task().name());
    co_return;
}

aio::Coro<> give_way() { co_await aio::sleep(0); }

PROGRAM(task, names) {
    auto named = aio::create_task(work(), "fetch");
    auto first = aio::create_task(give_way());
    auto second = aio::create_task(give_way());
    const std::string one = first.name();
    const std::string two = second.name();
    aio::print("{} {}", one.substr(0, one.find('-')),
               std::stoi(two.substr(two.find('-') + 1)) - std::stoi(one.substr(one.find('-') + 1)));
    named.set_name("fetch again");
    co_await aio::gather(named, first, second);
    aio::print("{}", named.name());
}

}  // namespace conformance::task_names
