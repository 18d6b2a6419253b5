// Everything is told, the second part: primitives, resources, and what goes on outside of the loop.
#include "told_support.hpp"

#include "aio/asio.hpp"

#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <thread>

using namespace test;
using test::told::Program;

namespace {

aio::Coro<> nap(aio::Duration delay) { co_await aio::sleep(delay); }
aio::Coro<int> answer() { co_return 42; }
aio::Coro<> hold(aio::Lock& lock) {
    auto guard = co_await lock.guard();
    co_await aio::sleep(1s);
}
aio::Coro<> take_permit(aio::Semaphore& permits) {
    auto guard = co_await permits.guard();
    co_await aio::sleep(1s);
}
aio::Coro<> await_event(aio::Event& event) { co_await event.wait(); }
aio::Coro<> await_condition(aio::Condition& condition) {
    auto guard = co_await condition.guard();
    co_await condition.wait();
}
aio::Coro<> await_barrier(aio::Barrier& barrier) { co_await barrier.wait(); }
template <class Queue>
aio::Coro<> consume(Queue& queue, int count) {
    for (int i = 0; i < count; ++i) {
        const int item = co_await queue.get();
        static_cast<void>(item);
        queue.task_done();
    }
}
aio::AsyncGenerator<int> numbers() {
    for (int i = 0; i < 2; ++i) {
        co_await aio::sleep(1s);
        co_yield i;
    }
}
aio::Coro<> echo(aio::Stream stream) {
    std::string line = co_await stream.read_line();
    co_await stream.write(std::move(line));
}
struct Connection {
    aio::Coro<int> enter() {
        co_await aio::sleep(1s);
        co_return 1;
    }
    aio::Coro<> exit(std::exception_ptr) { co_await aio::sleep(1s); }
};

const std::vector<Program>& primitives() {
    static const std::vector<Program> programs{
        {"lock",
         []() -> aio::Coro<> {
             aio::Lock lock("db");
             co_await aio::gather(hold(lock), hold(lock));
             co_await lock.acquire();
             lock.release();
         },
         {"object_create lock", "object_take", "object_give", "task_wait acquire", "task_ready object",
          "object_destroy"}},
        {"semaphore",
         []() -> aio::Coro<> {
             aio::Semaphore permits(1, "permits");
             co_await aio::gather(take_permit(permits), take_permit(permits));
             co_await permits.acquire();
             permits.release();
         },
         {"object_create semaphore", "object_value capacity", "object_value value", "object_take", "object_give",
          "task_wait acquire"}},
        {"bounded semaphore",
         []() -> aio::Coro<> {
             aio::BoundedSemaphore permits(1, "permits");
             co_await aio::gather(take_permit(permits), take_permit(permits));
         },
         {"object_create bounded_semaphore", "object_take", "object_give", "task_wait acquire"}},
        {"event",
         []() -> aio::Coro<> {
             aio::Event event("go");
             const auto task = aio::create_task(await_event(event));
             co_await aio::sleep(0);
             event.set();
             co_await task;
             co_await event.wait();
             event.clear();
         },
         {"object_create event", "object_value value", "task_wait signal", "task_ready object", "await_passed signal"}},
        {"condition",
         []() -> aio::Coro<> {
             aio::Condition condition("news");
             const auto task = aio::create_task(await_condition(condition));
             co_await aio::sleep(0);
             {
                 auto guard = co_await condition.guard();
                 condition.notify();
             }
             co_await task;
             auto guard = co_await condition.guard();
             co_await condition.wait_for([] { return true; });
         },
         {"object_create condition", "object_create lock", "task_wait signal", "object_notify", "object_take",
          "object_give", "await_passed signal"}},
        {"condition, its lock taken when it is notified",
         []() -> aio::Coro<> {
             aio::Lock lock("shared");
             aio::Condition condition(lock, "news");
             const auto task = aio::create_task(await_condition(condition));
             co_await aio::sleep(0);
             auto guard = co_await lock.guard();
             condition.notify_all();
             co_await aio::sleep(1s);
             guard.release();
             co_await task;
         },
         {"object_notify", "task_wait signal", "task_wait acquire"}},
        {"barrier",
         []() -> aio::Coro<> {
             aio::Barrier barrier(2, "line-up");
             co_await aio::gather(await_barrier(barrier), await_barrier(barrier));
             const auto late = aio::create_task(await_barrier(barrier));
             co_await aio::sleep(0);
             co_await barrier.reset();
             co_await aio::wait(late);
             static_cast<void>(late.exception());
             co_await barrier.abort();
         },
         {"object_create barrier", "object_value capacity", "object_value value", "task_wait signal",
          "object_close reset", "object_close aborted"}},
        {"queue",
         []() -> aio::Coro<> {
             aio::Queue<int> queue(1, "jobs");
             const auto consumer = aio::create_task(consume(queue, 3));
             co_await aio::sleep(0);
             for (int i = 0; i < 3; ++i) co_await queue.put(i);
             co_await queue.join();
             co_await consumer;
             queue.put_nowait(1);
             const int item = queue.get_nowait();
             static_cast<void>(item);
             queue.shutdown();
         },
         {"object_create queue", "object_value capacity", "object_put", "object_get", "task_wait get", "task_wait put",
          "task_wait join", "object_value unfinished", "object_close shut_down"}},
        {"priority queue",
         []() -> aio::Coro<> {
             aio::PriorityQueue<int> queue(0, "urgent");
             co_await queue.put(1);
             co_await consume(queue, 1);
             queue.shutdown(true);
         },
         {"object_create priority_queue", "object_put", "object_get", "object_close at_once"}},
        {"LIFO queue",
         []() -> aio::Coro<> {
             aio::LifoQueue<int> queue(0, "stack");
             co_await queue.put(1);
             co_await consume(queue, 1);
             co_await queue.join();
         },
         {"object_create lifo_queue", "object_put", "object_get", "await_passed join"}},
        {"rate limiter",
         []() -> aio::Coro<> {
             aio::RateLimiter limiter(1, 1s, "calls");
             co_await limiter.acquire();
             co_await limiter.acquire();
         },
         {"object_create rate_limiter", "object_value value", "task_wait acquire", "await_passed acquire",
          "timer_arm"}},
        {"pool",
         []() -> aio::Coro<> {
             aio::ResourcePool<int> pool([]() -> aio::Coro<int> { co_return 1; }, {.minimum = 1, .maximum = 1},
                                         "connections");
             co_await pool.open();
             const auto use = [&]() -> aio::Coro<> {
                 auto lease = co_await pool.acquire();
                 co_await aio::sleep(1s);
             };
             co_await aio::gather(use(), use());
             co_await pool.close();
         },
         {"object_create pool", "object_take", "object_give", "task_wait acquire", "object_value value"}},
        {"generator",
         []() -> aio::Coro<> {
             auto all = numbers();
             const auto first = co_await all.next();
             const auto second = co_await all.next();
             const auto none = co_await all.next();
             CHECK((first && second && !none));
             auto some = numbers();
             co_await some.next();
             co_await some.aclose();
         },
         {"object_create generator", "coro_create", "coro_enter", "coro_exit returned", "object_done returned"}},
        {"async_with, with_cleanup, with_exit_stack",
         []() -> aio::Coro<> {
             co_await aio::async_with(Connection(), [](int) -> aio::Coro<> { co_await nap(1s); });
             co_await aio::with_cleanup([]() -> aio::Coro<> { co_await nap(1s); },
                                        []() -> aio::Coro<> { co_await nap(1s); });
             co_await aio::with_exit_stack([](aio::AsyncExitStack& stack) -> aio::Coro<> {
                 co_await stack.enter(Connection());
                 stack.defer([]() -> aio::Coro<> { co_await nap(1s); });
             });
         },
         {"coro_enter", "coro_exit returned", "task_wait sleep"}},
        {"lifecycle",
         []() -> aio::Coro<> {
             aio::Lifecycle application("shop");
             application.add(
                 "database", []() -> aio::Coro<> { co_await nap(1s); }, []() -> aio::Coro<> { co_await nap(1s); });
             co_await application.run([&]() -> aio::Coro<> {
                 application.track(nap(1h), "tracked");
                 co_await nap(1s);
             });
         },
         {"task_create", "mark", "cancel_request", "task_wait sleep"}},
    };
    return programs;
}

const std::vector<Program>& outside() {
    static const std::vector<Program> programs{
        {"an operation of Asio",
         []() -> aio::Coro<> {
             boost::asio::steady_timer timer(aio::io_context(), 0ms);
             co_await timer.async_wait(aio::use_aio("nap"));
         },
         {"io_start", "io_done returned", "task_wait io", "task_ready io"}},
        {"streams and servers",
         []() -> aio::Coro<> {
             auto server = co_await aio::serve("127.0.0.1", 0, echo);
             {
                 auto stream = co_await aio::connect("127.0.0.1", server.port());
                 co_await stream.write("hello\n");
                 const std::string line = co_await stream.read_line();
                 CHECK(line == "hello\n");
                 stream.write_eof();
                 stream.close();
             }
             server.close();
             co_await server.wait_closed();
         },
         {"io_start", "io_done returned", "task_wait io", "task_ready io"}},
        {"signals",
         []() -> aio::Coro<> {
             const auto waiting = aio::create_task([]() -> aio::Coro<> { co_await aio::signal(SIGUSR1); }());
             co_await aio::sleep(0);
             std::raise(SIGUSR1);
             co_await waiting;
         },
         {"io_start", "io_done returned", "task_wait io"}},
        {"to_thread and executors",
         []() -> aio::Coro<> {
             const int value = co_await aio::to_thread([] { return 1; });
             aio::Executor pool(1, "workers");
             co_await pool.run([] {});
             CHECK(value == 1);
         },
         {"thread_start", "thread_done returned", "task_wait thread", "task_ready thread"}},
        {"calls from other threads",
         []() -> aio::Coro<> {
             aio::Future<> over("over");
             std::jthread other([&, keep = aio::current_loop().expect_calls()] {
                 const int value = aio::run_coroutine_threadsafe(answer(), keep.loop()).get();
                 CHECK(value == 42);
                 keep.loop().call_soon([&] { over.set_result(); }, "over");
             });
             co_await over;
         },
         {"callback_ready", "callback_begin callback", "task_create", "task_done returned"}},
    };
    return programs;
}

}  // namespace

TEST_SUITE("aio.everything_told") {
    TEST_CASE("primitives, pools, generators and resources are told") { check(primitives(), "objects_told_test.cpp"); }
    TEST_CASE("I/O, signals, threads and their calls are told") { check(outside(), "objects_told_test.cpp"); }
}
