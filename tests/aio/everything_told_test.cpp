// Everything is told, the first part: a program's own voice, its tasks, and what waits for many.
#include "told_support.hpp"

#include <stdexcept>

using namespace test;
using test::told::Program;

namespace {

aio::Coro<> nap(aio::Duration delay) { co_await aio::sleep(delay); }
aio::Coro<int> answer() { co_return 42; }
aio::Coro<int> answer_after(aio::Duration delay) {
    co_await aio::sleep(delay);
    co_return 42;
}

const std::vector<Program>& voices() {
    static const std::vector<Program> programs{
        {"print, checkpoint, mark, watch",
         []() -> aio::Coro<> {
             aio::print("{}", 1);
             aio::checkpoint("half");
             aio::mark("odd");
             aio::watch("value", 1);
             co_return;
         },
         {"print", "checkpoint", "mark", "watch number"}},
        {"coroutines",
         []() -> aio::Coro<> {
             co_await nap(1s);
             aio::current_loop().set_exception_handler([](const aio::ErrorContext&) {});
             static_cast<void>(answer());
         },
         {"coro_create", "coro_enter", "coro_exit returned", "coro_never_awaited", "report other", "task_wait sleep"}},
        {"sleep and giving way",
         []() -> aio::Coro<> {
             co_await aio::sleep(1s);
             co_await aio::sleep(0);
         },
         {"timer_arm", "timer_fire", "task_wait sleep", "task_wait yield", "task_ready timer", "task_ready yielded",
          "time_moves", "poll_begin", "poll_end"}},
        {"context variables",
         []() -> aio::Coro<> {
             aio::ContextVar<int> user("user", 0);
             const auto token = user.set(1);
             const auto task = aio::create_task(nap(1s));
             co_await task;
         },
         {"task_create"}},
    };
    return programs;
}

const std::vector<Program>& tasks() {
    static const std::vector<Program> programs{
        {"tasks: created, named, awaited, awaited again",
         []() -> aio::Coro<> {
             auto task = aio::create_task(answer(), "answer");
             task.set_name("the answer");
             co_await task;
             co_await task;
         },
         {"task_create", "task_name", "task_ready created", "task_wait task", "task_ready task_done",
          "await_passed task", "step_begin", "step_end suspended", "step_end finished", "task_done returned"}},
        {"cancelling, and taking it back",
         []() -> aio::Coro<> {
             auto task = aio::create_task(nap(1h));
             co_await aio::sleep(1s);
             task.cancel("enough");
             co_await aio::wait(task);
             auto self = aio::current_task();
             self.cancel();
             self.uncancel();
         },
         {"cancel_request", "cancel_delivered", "task_ready cancelled", "task_done cancelled", "timer_cancel",
          "coro_exit cancelled", "uncancel"}},
        {"a task that fails, and that nobody looks at",
         []() -> aio::Coro<> {
             aio::current_loop().set_exception_handler([](const aio::ErrorContext&) {});
             aio::create_task([]() -> aio::Coro<> {
                 co_await aio::sleep(0);
                 throw std::runtime_error("no");
             }());
             co_await aio::sleep(1s);
         },
         {"task_done raised", "coro_exit raised", "report never_retrieved"}},
        {"futures",
         []() -> aio::Coro<> {
             aio::Future<int> future("reply");
             future.add_done_callback([](const aio::AnyFuture&) {});
             aio::current_loop().call_later(1s, [future]() mutable { future.set_result(1); });
             co_await future;
             co_await future;
             aio::Future<> cancelled;
             cancelled.cancel();
         },
         {"object_create future", "object_done returned", "object_done cancelled", "task_wait object",
          "task_ready object", "await_passed object", "callback_ready", "callback_begin timer",
          "callback_begin callback", "object_destroy"}},
        {"callbacks and timers",
         []() -> aio::Coro<> {
             aio::EventLoop& loop = aio::current_loop();
             loop.call_soon([] {});
             auto never = loop.call_soon([] {});
             never.cancel();
             loop.call_later(1s, [] {});
             auto later = loop.call_at(2s, [] {});
             later.cancel();
             co_await aio::sleep(3s);
         },
         {"callback_ready", "callback_begin callback", "callback_end callback", "callback_cancelled", "timer_arm",
          "timer_fire", "timer_cancel", "callback_begin timer", "callback_end timer"}},
    };
    return programs;
}

const std::vector<Program>& many() {
    static const std::vector<Program> programs{
        {"gather",
         []() -> aio::Coro<> { co_await aio::gather(answer(), nap(1s)); },
         {"object_create gather", "object_child", "object_child_done returned", "object_done returned",
          "task_wait object", "task_ready object"}},
        {"wait",
         []() -> aio::Coro<> {
             const auto first = aio::create_task(nap(1s));
             const auto second = aio::create_task(nap(2s));
             co_await aio::wait(first, second, aio::first_completed);
             co_await aio::wait(first, second, 500ms);
             co_await second;
         },
         {"object_create wait", "object_child", "object_child_done returned", "task_wait object", "task_ready object"}},
        {"as_completed",
         []() -> aio::Coro<> {
             std::vector<aio::Coro<>> all;
             all.push_back(nap(2s));
             all.push_back(nap(1s));
             for (auto& next : aio::as_completed(std::move(all))) co_await next;
         },
         {"object_create as_completed", "object_child", "object_child_done returned"}},
        {"wait_for",
         []() -> aio::Coro<> {
             const int value = co_await aio::wait_for(answer(), 1s);
             static_cast<void>(value);
             try {
                 co_await aio::wait_for(nap(1h), 1s);
             } catch (const aio::TimeoutError&) {
             }
         },
         {"object_create timeout", "object_value deadline", "cancel_request", "cancel_delivered", "uncancel"}},
        {"with_timeout, with_timeout_or",
         []() -> aio::Coro<> {
             co_await aio::with_timeout(1s, []() -> aio::Coro<> { co_await nap(500ms); });
             const int value = co_await aio::with_timeout_or(1s, 7, answer_after(1h));
             CHECK(value == 7);
         },
         {"object_create timeout", "object_value deadline", "timer_arm", "timer_cancel", "timer_fire", "cancel_request",
          "cancel_delivered", "uncancel", "object_done raised"}},
        {"shield",
         []() -> aio::Coro<> {
             const auto inner = aio::create_task(nap(1s));
             co_await aio::shield(inner);
         },
         {"object_create shield", "object_child", "object_child_done returned", "object_done returned"}},
        {"task groups",
         []() -> aio::Coro<> {
             co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
                 group.create_task(nap(1s));
                 group.create_task(nap(2s));
                 co_return;
             });
             co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
                 group.create_task(nap(1h));
                 group.cancel();
                 co_await aio::sleep(1h);
             });
         },
         {"object_create task_group", "object_child", "object_child_done returned", "object_child_done cancelled",
          "task_wait object", "object_close aborted", "object_done returned", "cancel_request"}},
        {"map_concurrent",
         []() -> aio::Coro<> {
             co_await aio::map_concurrent(std::vector<int>(3), 2, [](int) -> aio::Coro<> { co_await nap(1s); });
         },
         {"object_create task_group", "object_child", "object_child_done returned"}},
        {"retry",
         []() -> aio::Coro<> {
             int tries = 0;
             co_await aio::retry(aio::RetryPolicy().attempts(2).delay(1s), [&]() -> aio::Coro<> {
                 if (++tries == 1) throw std::runtime_error("once");
                 co_await aio::sleep(1s);
             });
         },
         {"timer_arm", "task_wait sleep", "coro_exit raised", "coro_exit returned"}},
    };
    return programs;
}

}  // namespace

TEST_SUITE("aio.everything_told") {
    TEST_CASE("what a program says, its coroutines and its sleeps are told") {
        check(voices(), "everything_told_test.cpp");
    }
    TEST_CASE("tasks, futures, callbacks, timers and cancelling are told") {
        check(tasks(), "everything_told_test.cpp");
    }
    TEST_CASE("waiting for many, with deadlines, shields and groups is told") {
        check(many(), "everything_told_test.cpp");
    }
}
