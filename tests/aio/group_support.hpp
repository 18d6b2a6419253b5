// Children and bodies that several task group tests share.
#pragma once
#include "support.hpp"

#include "aio/exception_group.hpp"
#include "aio/task_group.hpp"

namespace test {

// Says what becomes of it.
inline aio::Coro<> patient(std::string name, Lines* log) {
    try {
        co_await aio::sleep(10s);
        log->push_back(name + " slept");
    } catch (const aio::CancelledError& cancelled) {
        log->push_back(name + " cancelled" + (cancelled.message().empty() ? "" : ": " + cancelled.message()));
        throw;
    }
}

inline aio::Coro<> fail_at_once(std::string why) {
    throw std::runtime_error(why);
    co_return;
}

inline aio::Coro<> fail_when_cancelled(std::string why) {
    bool cancelled = false;
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        cancelled = true;
    }
    if (cancelled) throw std::runtime_error(why);
}

inline Lines texts(const aio::ExceptionGroup& group) {
    Lines lines;
    for (const auto& error : group.exceptions()) lines.push_back(aio::detail::text_of(error));
    return lines;
}

inline std::string left() { return std::to_string(aio::current_task().cancelling()); }

}  // namespace test
