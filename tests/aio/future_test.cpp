// aio::Future: results given from outside, and callbacks.
#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

// What `co_await thing` ends with, in words.
template <class Future>
aio::Coro<std::string> outcome_of(Future thing) {
    std::string text;
    try {
        const int value = co_await thing;
        text = std::to_string(value);
    } catch (const aio::CancelledError& error) {
        text = "cancelled " + error.message();
    } catch (const std::exception& error) {
        text = error.what();
    }
    co_return text;
}

aio::Coro<> log_outcome(std::string name, aio::Future<int> future, Lines* log) {
    const std::string text = co_await outcome_of(future);
    log->push_back(name + " " + text);
}

}  // namespace

TEST_SUITE("aio.future") {
    TEST_CASE("who awaits a future gets its result one turn after it was set (S16)") {
        struct Body {
            static aio::Coro<std::uint64_t> waits(aio::Future<int> future) {
                const int value = co_await future;
                CHECK(value == 7);
                co_return aio::current_loop().turn();
            }
            static aio::Coro<std::uint64_t> main() {
                aio::Future<int> future("answer");
                const auto task = aio::create_task(waits(future));
                co_await aio::sleep(1s);
                CHECK_FALSE(future.done());
                future.set_result(7);
                CHECK(future.done());
                const std::uint64_t set = aio::current_loop().turn();
                const std::uint64_t resumed = co_await task;
                co_return resumed - set;
            }
        };
        CHECK(run_virtual(Body::main()) == 1);
    }

    TEST_CASE("awaiting a future that is done gives way to nobody (S14)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future;
                future.set_result(1);
                aio::current_loop().call_soon([log] { log->push_back("callback"); });
                const int value = co_await future;
                log->push_back("main " + std::to_string(value));
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"main 1", "callback"});
    }

    TEST_CASE("callbacks and awaiting tasks are called in the order in which they came, never at once (S17)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future;
                future.add_done_callback([log](const aio::AnyFuture&) { log->push_back("first callback"); });
                const auto task = aio::create_task(log_outcome("task", future, log));
                co_await aio::sleep(0);
                future.add_done_callback([log](const aio::AnyFuture&) { log->push_back("second callback"); });
                const auto other = aio::create_task(log_outcome("other", future, log));
                co_await aio::sleep(0);
                future.set_result(5);
                log->push_back("set");
                co_await aio::sleep(0);
                log->push_back("one turn later");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"set", "first callback", "task 5", "second callback", "other 5", "one turn later"});
    }

    TEST_CASE("a callback added to a future that is done runs on the next turn (S17)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future;
                future.cancel("why not");
                future.add_done_callback([log](const aio::AnyFuture& done) {
                    log->push_back(done.cancelled() ? "callback of a cancelled one" : "?");
                });
                log->push_back("added");
                co_await aio::sleep(0);
                log->push_back("one turn later");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"added", "callback of a cancelled one", "one turn later"});
    }

    TEST_CASE("a callback that was removed never runs; one that is on its way cannot be removed") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future;
                const auto add = [&](const char* name) {
                    return future.add_done_callback([log, name](const aio::AnyFuture&) { log->push_back(name); });
                };
                const auto a = add("a");
                const auto b = add("b");
                const auto c = add("c");
                CHECK(future.remove_done_callback(b));
                CHECK_FALSE(future.remove_done_callback(b));
                future.set_result(1);
                CHECK_FALSE(future.remove_done_callback(a));
                co_await aio::sleep(0);
                CHECK_FALSE(future.remove_done_callback(c));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a", "c"});
    }

    TEST_CASE("a callback that throws is reported with its future, and the others still run (S08)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future("f");
                aio::current_loop().set_exception_handler([log, &future](const aio::ErrorContext& context) {
                    CHECK(context.future == future);
                    CHECK(context.exception != nullptr);
                    log->push_back(context.message);
                });
                future.add_done_callback([](const aio::AnyFuture&) { throw std::runtime_error("oops"); }, "bad");
                future.add_done_callback([log](const aio::AnyFuture&) { log->push_back("good"); });
                future.set_result(1);
                co_await aio::sleep(1s);
                aio::current_loop().set_exception_handler({});
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"callback 'bad' raised an exception", "good"});
    }

    TEST_CASE("callbacks of tasks and gathers work as those of futures") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                const auto note = [log](const char* what) {
                    return [log, what](const aio::AnyFuture& done) {
                        log->push_back(std::string(what) + (done.exception() ? " raised" : " returned"));
                    };
                };
                auto task = aio::create_task(value_after(1s, 1));
                auto failing = aio::create_task(fail("x"));
                auto both = aio::gather(task, value_after(2s, 2));
                task.add_done_callback(note("task"));
                failing.add_done_callback(note("failing"));
                both.add_done_callback(note("gather"));
                co_await aio::sleep(3s);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"failing raised", "task returned", "gather returned"});
    }

    TEST_CASE("a future takes one result: what comes later is an InvalidStateError (S18)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<int> done("done");
                done.set_result(1);
                CHECK_THROWS_WITH_AS(done.set_result(2), "future 'done' is done already: it takes one result",
                                     aio::InvalidStateError);
                CHECK_THROWS_AS(done.set_exception(std::runtime_error("late")), aio::InvalidStateError);
                CHECK_FALSE(done.cancel());
                CHECK(done.result() == 1);
                CHECK(done.exception() == nullptr);
                aio::Future<> cancelled("cancelled");
                CHECK(cancelled.cancel());
                CHECK_FALSE(cancelled.cancel());
                CHECK_THROWS_AS(cancelled.set_result(), aio::InvalidStateError);
                CHECK_THROWS_AS(cancelled.exception(), aio::CancelledError);
                co_return;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("result and exception of what is not done say whose they are and what to do (S18)") {
        struct Body {
            static aio::Coro<> main() {
                const aio::Future<int> future("answer");
                CHECK_THROWS_WITH_AS(future.result(), "the result of future 'answer' is not there yet: await it first",
                                     aio::InvalidStateError);
                CHECK_THROWS_AS(future.exception(), aio::InvalidStateError);
                const auto task = aio::create_task(value_after(1s, 1), "slow");
                CHECK_THROWS_WITH_AS(task.result(), "the result of task 'slow' is not there yet: await it first",
                                     aio::InvalidStateError);
                co_return;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an exception reaches everybody who awaits, as the same object (S20)") {
        struct Body {
            static aio::Coro<const void*> address(aio::Future<int> future) {
                const void* where = nullptr;
                try {
                    co_await future;
                } catch (const std::runtime_error& error) {
                    where = &error;
                }
                co_return where;
            }
            static aio::Coro<bool> main() {
                aio::Future<int> future;
                const auto a = aio::create_task(address(future));
                const auto b = aio::create_task(address(future));
                co_await aio::sleep(0);
                future.set_exception(std::runtime_error("shared"));
                const void* first = co_await a;
                const void* second = co_await b;
                co_return first != nullptr&& first == second;
            }
        };
        CHECK(run_virtual(Body::main()));
    }

    TEST_CASE("results that cannot be copied: seen by reference, moved out of the last handle") {
        using Pointer = std::unique_ptr<int>;
        struct Body {
            static aio::Coro<int> look(aio::Future<Pointer> future) {
                const Pointer& pointer = co_await future;
                co_return *pointer;
            }
            static aio::Coro<int> main() {
                aio::Future<Pointer> future;
                const auto a = aio::create_task(look(future));
                const auto b = aio::create_task(look(future));
                co_await aio::sleep(0);
                future.set_result(std::make_unique<int>(4));
                const int first = co_await a;
                const int second = co_await b;
                const Pointer mine = co_await std::move(future);
                co_return first + second + *mine;
            }
        };
        CHECK(run_virtual(Body::main()) == 12);
    }

    TEST_CASE("a future of void, and one whose result is made in place") {
        struct Body {
            static aio::Coro<std::size_t> main() {
                aio::Future<> nothing;
                nothing.set_result();
                co_await nothing;
                nothing.result();
                aio::Future<std::vector<int>> list;
                list.set_result({1, 2, 3});
                const auto values = co_await list;
                co_return values.size();
            }
        };
        CHECK(run_virtual(Body::main()) == 3);
    }

    TEST_CASE("a result whose copy throws leaves the future pending") {
        struct Fragile {
            Fragile() = default;
            Fragile(const Fragile&) { throw std::runtime_error("no copy"); }
        };
        struct Body {
            static aio::Coro<> main() {
                aio::Future<Fragile> future;
                const Fragile value;
                CHECK_THROWS_AS(future.set_result(value), std::runtime_error);
                CHECK_FALSE(future.done());
                co_return;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("cancelling a future is immediate, and everybody who awaits meets it (S20)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future;
                auto a = aio::create_task(log_outcome("a", future, log));
                const auto b = aio::create_task(log_outcome("b", future, log));
                co_await aio::sleep(0);
                a.cancel("by a");
                CHECK(future.cancelled());
                co_await aio::gather(a, b);
                CHECK_THROWS_AS(future.result(), aio::CancelledError);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled by a", "b cancelled by a"});
    }

    TEST_CASE("a null exception is refused, and the future stays pending") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<int> future("f");
                CHECK_THROWS_WITH_AS(
                    future.set_exception(std::exception_ptr()),
                    "future 'f' cannot raise what is no exception (a null pointer); see the lesson 'task'",
                    aio::UsageError);
                CHECK_FALSE(future.done());
                co_return;
            }
        };
        run_virtual(Body::main());
    }
}
