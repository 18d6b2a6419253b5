#include "support.hpp"

#include <exception>
#include <stdexcept>

using namespace test;

namespace {

int cancelling() { return aio::current_task().cancelling(); }

// What leaves `awaitable`, in a word.
template <class T>
aio::Coro<std::string> outcome_of(T awaitable) {
    try {
        co_await std::move(awaitable);
    } catch (const aio::TimeoutError&) {
        co_return "TimeoutError";
    } catch (const aio::CancelledError&) {
        co_return "CancelledError";
    } catch (const std::exception& error) {
        co_return error.what();
    }
    co_return "result";
}

// The beginning of the UsageError that `function` throws.
template <class Function>
void refused(Function function, Lines* log) {
    try {
        function();
    } catch (const aio::UsageError& error) {
        log->push_back(std::string(error.what()).substr(0, 31));
    }
}

// The words for how a task ended.
template <class T>
std::string end_of(const aio::Task<T>& task) {
    if (task.cancelled()) return "CancelledError";
    try {
        task.result();
    } catch (const aio::TimeoutError&) {
        return "TimeoutError";
    }
    return "result";
}

}  // namespace

TEST_SUITE("aio.timeout") {
    TEST_CASE("at the deadline the body is cancelled, and what leaves it becomes TimeoutError (S46)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Timeout limit = aio::timeout(2s);
                bool caught = false;
                try {
                    co_await aio::with_timeout(limit, aio::sleep(10s));
                } catch (const aio::TimeoutError& error) {
                    caught = true;
                    CHECK_THROWS_AS(std::rethrow_if_nested(error), aio::CancelledError);
                }
                CHECK(caught);
                CHECK(now() == 2.0);
                CHECK(limit.expired());
                CHECK(cancelling() == 0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what is done in time gives its result, and the deadline is forgotten") {
        struct Body {
            static aio::Coro<> main() {
                aio::Timeout limit = aio::timeout(2s);
                const int value = co_await aio::with_timeout(limit, value_after(1s, 7));
                CHECK(value == 7);
                CHECK_FALSE(limit.expired());
                co_await aio::sleep(5s);
                CHECK(cancelling() == 0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a body that does not wait gives way to nobody, whatever the limit (S15)") {
        struct Body {
            static aio::Coro<> main() {
                const auto start = aio::current_loop().turn();
                Lines log;
                co_await aio::with_timeout(5s, say("a", &log));
                co_await aio::with_timeout(0s, say("b", &log));
                co_await aio::with_timeout(std::nullopt, say("c", &log));
                CHECK(aio::current_loop().turn() == start);
                CHECK(log == Lines{"a", "b", "c"});
                co_await aio::sleep(0);
                CHECK(cancelling() == 0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("the body runs in the same task; it may be an awaitable, or a callable with or without the Timeout") {
        struct Body {
            static aio::Coro<> main() {
                const auto me = aio::current_task();
                auto plain = [me]() -> aio::Coro<int> {
                    CHECK(aio::current_task() == me);
                    co_return 1;
                };
                auto asking = [](aio::Timeout& limit) -> aio::Coro<int> {
                    CHECK(limit.when() == aio::Duration(3s));
                    co_return 2;
                };
                const int one = co_await aio::with_timeout(3s, plain);
                const int two = co_await aio::with_timeout(3.0, asking);
                aio::Lock lock;
                {
                    auto guard = co_await aio::with_timeout(1s, lock.guard());
                    CHECK(lock.locked());
                }
                auto [three] = co_await aio::with_timeout(1s, aio::gather(value_after(0s, 3)));
                CHECK(one + two + three == 6);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a cancellation from outside stays one (S47)") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(value_within(10s));
                co_await aio::sleep(1s);
                task.cancel();
                co_await aio::sleep(0);
                co_await aio::sleep(0);
                CHECK(end_of(task) == "CancelledError");
                // ... also when the time is over in the same turn.
                auto both = aio::create_task(value_within(3s));
                co_await aio::sleep(0);
                aio::current_loop().call_later(3s, [both]() mutable { both.cancel(); });
                co_await aio::sleep(4s);
                CHECK(end_of(both) == "CancelledError");
                CHECK(both.cancelling() == 1);
            }
            static aio::Coro<int> value_within(aio::Duration limit) {
                const int value = co_await aio::with_timeout(limit, value_after(1h, 1));
                co_return value;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("nested: only the one whose time is over converts (S48)") {
        struct Body {
            static aio::Coro<> inner(Lines* log) {
                const std::string how = co_await outcome_of(aio::with_timeout(1s, aio::sleep(5s)));
                log->push_back("inner " + how);
                co_await aio::sleep(0);
            }
            static aio::Coro<> patient(Lines* log) {
                try {
                    co_await aio::with_timeout(10s, aio::sleep(5s));
                } catch (const aio::CancelledError&) {
                    log->push_back("inner CancelledError");
                    throw;
                }
            }
            static aio::Coro<> main(Lines* log) {
                const std::string first = co_await outcome_of(aio::with_timeout(10s, inner(log)));
                log->push_back("outer " + first);
                const std::string second = co_await outcome_of(aio::with_timeout(1s, patient(log)));
                log->push_back("outer " + second);
                CHECK(cancelling() == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"inner TimeoutError", "outer result", "inner CancelledError", "outer TimeoutError"});
    }

    TEST_CASE("nested and all over in one turn: the outermost converts, and every count is given back (S46, S48)") {
        struct Body {
            static aio::Coro<> level(int depth, Lines* log) {
                auto below = [depth, log]() -> aio::Coro<> {
                    if (depth > 1) {
                        co_await level(depth - 1, log);
                    } else {
                        co_await aio::sleep(1h);
                    }
                };
                aio::Timeout limit = aio::timeout(1s);
                try {
                    co_await aio::with_timeout(limit, below);
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled, " + std::to_string(cancelling()) + " left");
                    CHECK(limit.expired());
                    throw;
                } catch (const aio::TimeoutError&) {
                    log->push_back("timeout, " + std::to_string(cancelling()) + " left");
                    CHECK(limit.expired());
                }
            }
            static aio::Coro<> main(Lines* log) { co_await level(3, log); }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled, 2 left", "cancelled, 1 left", "timeout, 0 left"});
    }

    TEST_CASE("no limit: never; it may be given one inside, and moved (S49)") {
        struct Body {
            static aio::Coro<> main() {
                auto later = [](aio::Timeout& limit) -> aio::Coro<> {
                    CHECK_FALSE(limit.when().has_value());
                    limit.reschedule(aio::current_loop().time() + 1s);
                    co_await aio::sleep(500ms);
                    limit.reschedule(3s);
                    co_await aio::sleep(1h);
                };
                const std::string how = co_await outcome_of(aio::with_timeout(std::nullopt, later));
                CHECK(how == "TimeoutError");
                CHECK(now() == 3.0);
                auto taken_away = [](aio::Timeout& limit) -> aio::Coro<> {
                    limit.reschedule(std::nullopt);
                    co_await aio::sleep(1h);
                };
                const std::string none = co_await outcome_of(aio::with_timeout(1s, taken_away));
                CHECK(none == "result");
                auto at_once = [](aio::Timeout& limit) -> aio::Coro<> {
                    limit.reschedule(1s);  // long ago
                    co_await aio::sleep(1h);
                };
                const auto start = aio::current_loop().turn();
                const std::string past = co_await outcome_of(aio::with_timeout(std::nullopt, at_once));
                CHECK(past == "TimeoutError");
                CHECK(aio::current_loop().turn() - start == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a limit of zero takes effect at the first real suspension (S49)") {
        struct Body {
            static aio::Coro<> work(Lines* log) {
                log->push_back("begins");
                aio::Future<int> future;
                future.set_result(1);
                co_await future;
                log->push_back("past what is done");
                co_await aio::sleep(0);
                log->push_back("never");
            }
            static aio::Coro<> main(Lines* log) {
                for (const double limit : {0.0, -5.0}) {
                    const std::string how = co_await outcome_of(aio::with_timeout(limit, work(log)));
                    log->push_back(how);
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log ==
              Lines{"begins", "past what is done", "TimeoutError", "begins", "past what is done", "TimeoutError"});
    }

    TEST_CASE("a body that swallows the cancellation returns; the count is given back (S50)") {
        struct Body {
            static aio::Coro<int> stubborn() {
                try {
                    co_await aio::sleep(5s);
                } catch (const aio::CancelledError&) {
                    CHECK(cancelling() == 1);
                }
                co_return 3;
            }
            static aio::Coro<> main() {
                aio::Timeout limit = aio::timeout(1s);
                const int value = co_await aio::with_timeout(limit, stubborn());
                CHECK(value == 3);
                CHECK(limit.expired());
                CHECK(cancelling() == 0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("another exception at the deadline passes unchanged (S50)") {
        struct Body {
            static aio::Coro<> broken() {
                try {
                    co_await aio::sleep(5s);
                } catch (const aio::CancelledError&) {
                    throw std::runtime_error("cleaning up failed");
                }
            }
            static aio::Coro<> main() {
                const std::string how = co_await outcome_of(aio::with_timeout(1s, broken()));
                CHECK(how == "cleaning up failed");
                CHECK(cancelling() == 0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a cancellation that was asked for before is not swallowed (S51, divergence)") {
        struct Body {
            static aio::Coro<> work(aio::Duration limit) {
                aio::current_task().cancel("earlier");
                co_await aio::with_timeout(limit, aio::sleep(1s));
            }
            static aio::Coro<> main() {
                for (const auto limit : {0s, 5s}) {
                    auto task = aio::create_task(work(limit));
                    const std::string how = co_await outcome_of(task);
                    CHECK(how == "CancelledError");
                    CHECK(task.cancelling() == 1);
                }
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an earlier cancellation that was met inside before the time was over is no obstacle (S46)") {
        struct Body {
            static aio::Coro<> slow_to_stop() {
                bool cancelled = false;
                try {
                    co_await aio::sleep(10s);
                } catch (const aio::CancelledError&) {
                    cancelled = true;
                }
                CHECK(cancelled);
                co_await aio::sleep(5s);  // the time is over meanwhile
            }
            static aio::Coro<std::string> work() {
                aio::current_task().cancel();
                const std::string how = co_await outcome_of(aio::with_timeout(1s, slow_to_stop()));
                CHECK(cancelling() == 1);
                co_return how;
            }
            static aio::Coro<> main() {
                auto task = aio::create_task(work());
                const std::string how = co_await task;
                CHECK(how == "TimeoutError");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a request that was met before counts as it did: the timeout converts (S46)") {
        struct Body {
            static aio::Coro<std::string> work() {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    CHECK(cancelling() == 1);
                }
                const std::string how = co_await outcome_of(aio::with_timeout(1s, aio::sleep(1h)));
                CHECK(cancelling() == 1);
                co_return how;
            }
            static aio::Coro<> main() {
                auto task = aio::create_task(work());
                co_await aio::sleep(1s);
                task.cancel();
                const std::string how = co_await task;
                CHECK(how == "TimeoutError");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("until an absolute time, and asked afterwards") {
        struct Body {
            static aio::Coro<> main() {
                co_await aio::sleep(1s);
                const std::string how = co_await outcome_of(aio::with_timeout_at(3s, aio::sleep(1h)));
                CHECK(how == "TimeoutError");
                CHECK(now() == 3.0);
                aio::Timeout never = aio::timeout_at(std::nullopt);
                co_await aio::with_timeout(never, aio::sleep(1s));
                CHECK_FALSE(never.expired());
                const std::string free = co_await outcome_of(aio::with_timeout_at(std::nullopt, aio::sleep(1s)));
                CHECK(free == "result");
            }
        };
        run_virtual(Body::main());
    }

#if defined(__clang__)  // GCC 12 resumes neither before both are ready: one co_await an expression there
    TEST_CASE("two limits in one expression do not overlap") {
        struct Body {
            static aio::Coro<> main() {
                const int sum = co_await aio::with_timeout(2s, value_after(1s, 1)) +
                                co_await aio::with_timeout(2s, value_after(1500ms, 2));
                CHECK(sum == 3);
                CHECK(now() == 2.5);
            }
        };
        run_virtual(Body::main());
    }
#endif

    TEST_CASE("a Timeout is entered once, and moved only while it runs (UsageError)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Timeout limit = aio::timeout(1s);
                refused([&] { limit.reschedule(1s); }, log);
                auto body = [log](aio::Timeout& inside) -> aio::Coro<> {
                    try {
                        co_await aio::sleep(1h);
                    } catch (const aio::CancelledError&) {
                        refused([&inside] { inside.reschedule(9s); }, log);
                    }
                };
                co_await aio::with_timeout(limit, body);
                refused([&] { limit.reschedule(9s); }, log);
                const std::string again = co_await outcome_of(aio::with_timeout(limit, aio::sleep(0)));
                log->push_back(again.substr(0, 31));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"this timeout was not entered ye", "the time is over: this timeout ",
                           "the time is over: this timeout ", "this timeout was entered before"});
        CHECK_THROWS_AS(static_cast<void>(aio::timeout(1s)), aio::UsageError);
    }

    TEST_CASE("a body that throws before it is awaited leaves the timeout") {
        struct Body {
            static aio::Coro<> main() {
                aio::Timeout limit = aio::timeout(1s);
                auto body = []() -> aio::Coro<> { throw std::runtime_error("at once"); };
                const std::string how = co_await outcome_of(aio::with_timeout(limit, body));
                CHECK(how == "at once");
                co_await aio::sleep(5s);
                CHECK_FALSE(limit.expired());
                CHECK(cancelling() == 0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("as a task of its own, in a gather") {
        struct Body {
            static aio::Coro<> main() {
                auto outcomes = co_await aio::gather(aio::return_exceptions, aio::with_timeout(1s, value_after(9s, 1)),
                                                     aio::with_timeout(2s, value_after(1s, 2)));
                CHECK(std::get<0>(outcomes).raised<aio::TimeoutError>());
                CHECK(std::get<1>(outcomes).value() == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("left standing when the loop goes, it leaks nothing") {
        struct Body {
            static aio::Coro<> main() { co_await aio::with_timeout(1h, aio::with_timeout(0s, stubborn())); }
            static aio::Coro<> stubborn() {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                }
                co_await aio::sleep(1h);
            }
        };
        aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
        loop.set_exception_handler([](const aio::ErrorContext&) {});
        auto task = loop.create_task(Body::main());
        loop.call_later(1s, [&loop] { loop.stop(); });
        loop.run_forever();
        CHECK_FALSE(task.done());
    }
}
