// Wrong use is caught: what was wrong, on which line, and which lesson explains it.
#include "support.hpp"

#include <atomic>
#include <csignal>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#ifdef __unix__
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace test;

namespace {

aio::RunOptions virtual_clock() { return {.clock = aio::ClockKind::virtual_time}; }

aio::Coro<int> one() { co_return 1; }
aio::Coro<> nothing() { co_return; }
aio::Coro<> nap(aio::Duration span) { co_await aio::sleep(span); }

// The UsageError that `function` throws.
struct Caught {
    std::string what = "nothing was thrown";
    std::string lesson;
    unsigned line = 0;
};

Caught caught(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const aio::UsageError& usage) {
        return {usage.what(), std::string(usage.lesson()), usage.where().line()};
    } catch (const std::exception& other) {
        return {std::string("something else was thrown: ") + other.what(), "", 0};
    }
}

Caught catch_usage(const std::function<void()>& function) {
    try {
        function();
    } catch (...) {
        return caught(std::current_exception());
    }
    return {};
}

template <class T>
Caught catch_in_run(aio::Coro<T> main) {
    try {
        run_virtual(std::move(main));
    } catch (...) {
        return caught(std::current_exception());
    }
    return {};
}

// A loop that runs on a thread of its own, with a future and a task, until this goes.
class OtherLoop {
public:
    OtherLoop() {
        thread_ = std::thread([this] { aio::run(main(this)); });
        while (!ready_.load()) std::this_thread::yield();
    }
    ~OtherLoop() {
        over_ = true;
        thread_.join();
    }
    aio::EventLoop* loop = nullptr;
    aio::Future<int>* future = nullptr;
    aio::Task<>* task = nullptr;
    aio::Lock* lock = nullptr;

private:
    static aio::Coro<> main(OtherLoop* self) {
        aio::Future<int> future("theirs");
        auto task = aio::create_task(nap(1h), "their task");
        aio::Lock lock("their lock");
        self->loop = &aio::current_loop();
        self->future = &future;
        self->task = &task;
        self->lock = &lock;
        self->ready_ = true;
        while (!self->over_) co_await aio::sleep(1ms);
        task.cancel();
    }

    std::atomic<bool> ready_ = false;
    std::atomic<bool> over_ = false;
    std::thread thread_;
};

}  // namespace

TEST_SUITE("aio.misuse") {
    TEST_CASE("awaiting a coroutine twice, or one that was moved from, names the line and the lesson") {
        struct Body {
            static aio::Coro<> twice() {
                auto coro = one();
                co_await coro;
                co_await coro;
            }
            static aio::Coro<> moved() {
                auto coro = one();
                const auto task = aio::create_task(std::move(coro));
                co_await task;
                co_await coro;
            }
        };
        const Caught twice = catch_in_run(Body::twice());
        CHECK(twice.what.starts_with("this coroutine was awaited before"));
        CHECK(twice.what.find("misuse_test.cpp:") != std::string::npos);
        CHECK(twice.lesson == "coroutine");
        CHECK(twice.line > 0);
        CHECK(catch_in_run(Body::moved()).lesson == "coroutine");
    }

    TEST_CASE("a task or a run of a coroutine that was awaited or moved from") {
        struct Body {
            static aio::Coro<> main() {
                auto coro = one();
                co_await coro;
                aio::create_task(std::move(coro));
            }
        };
        const Caught task = catch_in_run(Body::main());
        CHECK(task.what.starts_with("there is no coroutine to make a task of"));
        CHECK(task.lesson == "coroutine");
        CHECK(task.line > 0);
        auto gone = nothing();
        run_virtual(std::move(gone));
        CHECK(catch_in_run(std::move(gone)).lesson == "coroutine");
    }

    TEST_CASE("a loop inside a running loop, by run and by a loop's own functions (S10)") {
        struct Body {
            static aio::Coro<> runs() {
                [[maybe_unused]] const int top = 0;
                aio::run(nothing());
                co_return;
            }
            static aio::Coro<> forever() {
                aio::EventLoop inner;
                inner.run_forever();
                co_return;
            }
            static aio::Coro<> itself() {
                aio::current_loop().run_until_done(aio::current_task());
                co_return;
            }
        };
        for (const Caught& refused :
             {catch_in_run(Body::runs()), catch_in_run(Body::forever()), catch_in_run(Body::itself())}) {
            CHECK(refused.what.starts_with("an event loop runs on this thread already"));
            CHECK(refused.lesson == "event_loop");
            CHECK(refused.line > 0);
        }
    }

    TEST_CASE("what needs a running loop says so outside of one") {
        const Caught task = catch_usage([] { aio::create_task(nothing()); });
        CHECK(task.what.starts_with("create_task needs a running event loop"));
        CHECK(task.lesson == "event_loop");
        CHECK(task.line > 0);
        const Caught loop = catch_usage([] { static_cast<void>(aio::current_loop()); });
        CHECK(loop.what.starts_with("current_loop needs a running event loop"));
        CHECK(loop.lesson == "event_loop");
        const Caught future = catch_usage([] { const aio::Future<int> none("f"); });
        CHECK(future.what.starts_with("Future needs a running event loop"));
        CHECK(future.lesson == "event_loop");
        CHECK(catch_usage([] { auto g = aio::gather(nothing()); }).lesson == "event_loop");
    }

    TEST_CASE("a stop() before the main task is done, and a loop that nothing can wake") {
        struct Body {
            static aio::Coro<> stops() {
                aio::current_loop().stop();
                co_await aio::sleep(1s);
            }
            static aio::Coro<> stuck() {
                aio::Future<> never;
                co_await never;
            }
        };
        const Caught stopped = catch_in_run(Body::stops());
        CHECK(stopped.what.starts_with("stop() ended the loop before task 'main' was done"));
        CHECK(stopped.lesson == "event_loop");
        CHECK(stopped.line > 0);
        CHECK(catch_in_run(Body::stuck()).lesson == "deadlock");
    }

    TEST_CASE("an empty handle, wherever it is used, is the task lesson's") {
        struct Body {
            static aio::Coro<> awaits() { co_await aio::Task<int>(); }
            static aio::Coro<> itself(aio::Task<>* self) { co_await *self; }
            static aio::Coro<> awaits_itself() {
                aio::Task<> self;
                self = aio::create_task(itself(&self));
                co_await self;
            }
        };
        CHECK(catch_usage([] { static_cast<void>(aio::Task<int>().done()); }).lesson == "task");
        CHECK(catch_usage([] { static_cast<void>(aio::AnyTask().name()); }).lesson == "task");
        CHECK(catch_in_run(Body::awaits()).lesson == "task");
        CHECK(catch_in_run(Body::awaits_itself()).lesson == "task");
        aio::EventLoop loop(virtual_clock());
        CHECK(catch_usage([&] { loop.run_until_done(aio::Task<int>()); }).lesson == "task");
    }

    TEST_CASE("a task of another loop: awaited, gathered, run until it is done") {
        struct Body {
            static aio::Coro<> awaits(aio::Task<> task) { co_await task; }
            static aio::Coro<> gathers(aio::Task<> task) { co_await aio::gather(task); }
        };
        aio::EventLoop home(virtual_clock());
        home.set_exception_handler([](const aio::ErrorContext&) {});
        const auto task = home.create_task(nap(1s), "theirs");
        for (const Caught& refused : {catch_in_run(Body::awaits(task)), catch_in_run(Body::gathers(task))}) {
            CHECK(refused.what.starts_with("task 'theirs' belongs to another event loop"));
            CHECK(refused.lesson == "event_loop");
            CHECK(refused.line > 0);
        }
        aio::EventLoop other(virtual_clock());
        CHECK(catch_usage([&] { other.run_until_done(task); }).lesson == "event_loop");
    }

    TEST_CASE("what belongs to a loop that runs on another thread is refused there, not raced") {
        struct Body {
            static aio::Coro<> awaits_future(OtherLoop* other) { co_await *other->future; }
            static aio::Coro<> awaits_task(OtherLoop* other) { co_await *other->task; }
            static aio::Coro<> locks(OtherLoop* other) { co_await other->lock->acquire(); }
        };
        OtherLoop other;
        const auto check = [](const Caught& refused) {
            CHECK(refused.what.find("thread") != std::string::npos);
            CHECK(refused.lesson == "event_loop");
        };
        check(catch_in_run(Body::awaits_future(&other)));
        check(catch_in_run(Body::awaits_task(&other)));
        check(catch_usage([&] { other.future->set_result(1); }));
        check(catch_usage([&] { other.future->set_exception(std::runtime_error("x")); }));
        check(catch_usage([&] { other.future->cancel(); }));
        check(catch_usage([&] { other.future->add_done_callback([](const aio::AnyFuture&) {}); }));
        check(catch_usage([&] { other.task->cancel(); }));
        check(catch_usage([&] { other.loop->call_soon([] {}); }));
        check(catch_usage([&] { other.loop->call_later(1s, [] {}); }));
        check(catch_usage([&] { other.loop->create_task(nothing()); }));
        check(catch_usage([&] { other.loop->stop(); }));
        check(catch_usage([&] { other.loop->run_forever(); }));
        const Caught lock = catch_in_run(Body::locks(&other));
        CHECK(lock.what.starts_with("lock 'their lock' belongs to another event loop or thread"));
        CHECK(lock.lesson == "lock");
        CHECK(catch_usage([&] { other.lock->release(); }).lesson == "lock");
    }

    TEST_CASE("a timeout is moved on its loop's own thread, and refused on another one") {
        struct Body {
            static aio::Coro<> moves(aio::Timeout* limit, Caught* refused) {
                std::thread([&] { *refused = catch_usage([&] { limit->reschedule(9s); }); }).join();
                CHECK(limit->when() == aio::Duration(1s));
                limit->reschedule(2s);
                co_return;
            }
            static aio::Coro<> main(Caught* refused) {
                aio::Timeout limit = aio::timeout(1s);
                co_await aio::with_timeout(limit, moves(&limit, refused));
                CHECK(limit.when() == aio::Duration(2s));
            }
        };
        Caught refused;
        run_virtual(Body::main(&refused));
        CHECK(refused.what.find("thread") != std::string::npos);
        CHECK(refused.lesson == "event_loop");
        CHECK(refused.line > 0);
    }

    TEST_CASE("a loop that is made on one thread may run on another") {
        aio::EventLoop loop(virtual_clock());
        const auto task = loop.create_task(one());
        std::thread([&] {
            loop.create_task(nap(1s));
            loop.run_until_done(task);
            loop.cancel_all();
        }).join();
        CHECK(task.result() == 1);
    }

#ifdef __unix__
    TEST_CASE("a loop that is destroyed while it runs ends the program with a message") {
        int pipe_ends[2];
        REQUIRE(pipe(pipe_ends) == 0);
        std::cout << std::flush;  // or both print what waits there
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            dup2(pipe_ends[1], STDERR_FILENO);
            std::signal(SIGABRT, SIG_DFL);
            auto loop = std::make_unique<aio::EventLoop>(virtual_clock());
            loop->call_soon([&loop] { loop.reset(); });
            loop->run_forever();
            _exit(0);
        }
        close(pipe_ends[1]);
        std::string said;
        char buffer[256];
        for (ssize_t got = 0; (got = read(pipe_ends[0], buffer, sizeof buffer)) > 0;) {
            said.append(buffer, static_cast<std::size_t>(got));
        }
        close(pipe_ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == SIGABRT);
        CHECK(said.find("an event loop was destroyed while it runs") != std::string::npos);
    }
#endif

    TEST_CASE("the exception handler may raise: that is told, and the program goes on") {
        struct Body {
            static aio::Coro<> main(int* calls) {
                aio::current_loop().set_exception_handler([calls](const aio::ErrorContext&) {
                    ++*calls;
                    throw std::runtime_error("the handler itself");
                });
                aio::current_loop().call_soon([] { throw std::runtime_error("callback"); });
                co_await aio::sleep(1s);
            }
        };
        int calls = 0;
        run_virtual(Body::main(&calls));
        CHECK(calls == 1);
    }

    TEST_CASE("run ends in order: tasks cancelled oldest first, what they raise reported with the task (S11)") {
        struct Body {
            static aio::Coro<> left(std::string name, Lines* log) {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    log->push_back(name + " cancelled");
                }
                co_await aio::sleep(1s);
                log->push_back(name + " cleaned up");
                if (name == "b") throw std::runtime_error("b failed");
            }
            static aio::Coro<int> main(Lines* log) {
                aio::current_loop().set_exception_handler([log](const aio::ErrorContext& context) {
                    CHECK(context.future);
                    log->push_back(context.message + ": " + aio::detail::text_of(context.exception));
                });
                for (const char* name : {"a", "b", "c"}) aio::create_task(left(name, log), name);
                co_await aio::sleep(0);
                co_return 3;
            }
        };
        Lines log;
        CHECK(run_virtual(Body::main(&log)) == 3);
        CHECK(log == Lines{"a cancelled", "b cancelled", "c cancelled", "a cleaned up", "b cleaned up", "c cleaned up",
                           "task 'b' raised an exception while the loop shut down: b failed"});
    }

    TEST_CASE("a result that cannot be copied is given once; who asks again is told") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> make() { co_return std::make_unique<int>(7); }
            static aio::Coro<> main() {
                auto task = aio::create_task(make(), "maker");
                auto copy = task;
                const auto first = co_await std::move(copy);
                CHECK(*first == 7);
                CHECK_THROWS_AS(static_cast<void>(task.result()), aio::InvalidStateError);
                std::string why;
                try {
                    co_await aio::gather(task);
                } catch (const aio::InvalidStateError& error) {
                    why = error.what();
                }
                CHECK(why == "the result of task 'maker' was moved out before: it cannot be copied");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what is made a task of stands at the line that made it") {
        struct Body {
            static aio::Coro<> main(std::string* why) {
                aio::Condition condition;
                try {
                    co_await aio::create_task(condition.wait());
                } catch (const aio::UsageError& error) {
                    *why = error.what();
                }
            }
        };
        std::string why;
        run_virtual(Body::main(&why));
        CHECK(why.find("misuse_test.cpp:") != std::string::npos);
    }

    TEST_CASE("a handle to a group that was moved from is still one") {
        struct Body {
            static aio::Coro<> main(int* ran) {
                const auto body = [ran](aio::TaskGroup& group) -> aio::Coro<> {
                    auto moved = std::move(group);
                    const auto count = [](int* runs) -> aio::Coro<> {
                        ++*runs;
                        co_return;
                    };
                    group.create_task(count(ran));
                    moved.create_task(count(ran));
                    co_return;
                };
                co_await aio::with_task_group(body);
            }
        };
        int ran = 0;
        run_virtual(Body::main(&ran));
        CHECK(ran == 2);
    }
}
