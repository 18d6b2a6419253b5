// An exception that nobody looked at is reported, once; what was looked at is not.
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

void log_reports(Lines* reports) {
    aio::current_loop().set_exception_handler(
        [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
}

// Runs `body` with the reports of its loop.
template <class Function>
Lines reports_of(Function body) {
    struct Body {
        static aio::Coro<> main(Function function, Lines* reports) {
            log_reports(reports);
            co_await function();
        }
    };
    Lines reports;
    run_virtual(Body::main(body, &reports));
    return reports;
}

}  // namespace

TEST_SUITE("aio.unseen") {
    TEST_CASE("an exception set on a future that nobody looked at is reported once, with the future (S25)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::AnyFuture kept;
                aio::current_loop().set_exception_handler([log, &kept](const aio::ErrorContext& context) {
                    log->push_back(context.message);
                    kept = context.future;  // it may be kept, and is not reported again
                });
                {
                    aio::Future<int> future("lost");
                    future.set_exception(std::runtime_error("unseen"));
                }
                CHECK(log->size() == 1);
                REQUIRE(kept);
                CHECK(kept.done());
                kept = {};
                CHECK(log->size() == 1);
                aio::current_loop().set_exception_handler({});
                co_return;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"future 'lost' raised an exception that nobody looked at"});
    }

    TEST_CASE("an exception that was looked at in any way is not reported (S25)") {
        const auto body = []() -> aio::Coro<> {
            const auto failed = [] {
                aio::Future<int> future;
                future.set_exception(std::runtime_error("seen"));
                return future;
            };
            static_cast<void>(failed().exception());
            CHECK_THROWS_AS(failed().result(), std::runtime_error);
            const auto awaited = failed();
            const std::string text = co_await outcome_of(awaited);
            CHECK(text == "seen");
            const auto gathered = failed();
            const auto outcomes = co_await aio::gather(aio::return_exceptions, gathered);
            CHECK(std::get<0>(outcomes).raised<std::runtime_error>());
        };
        CHECK(reports_of(body).empty());
    }

    TEST_CASE("a task's unseen exception is reported with the task, also when its last handle goes after the loop") {
        struct Body {
            static aio::Coro<> main(Lines* reports) {
                aio::current_loop().set_exception_handler([reports](const aio::ErrorContext& context) {
                    reports->push_back(context.message);
                    CHECK(context.future.done());
                });
                aio::create_task(fail("x"), "careless");
                co_await aio::sleep(1s);
            }
            static aio::Coro<> keep(aio::Task<>* kept) {
                *kept = aio::create_task(fail("y"), "kept");
                co_await aio::sleep(1s);
            }
        };
        Lines reports;
        run_virtual(Body::main(&reports));
        CHECK(reports == Lines{"task 'careless' raised an exception that nobody looked at"});
        aio::Task<> kept;
        run_virtual(Body::keep(&kept));
        CHECK(kept.exception() != nullptr);
        kept = {};
    }

    TEST_CASE("a cancellation is no exception to be reported (S25)") {
        const auto body = []() -> aio::Coro<> {
            auto task = aio::create_task(value_after(1h, 1));
            aio::Future<int> future;
            co_await aio::sleep(0);
            task.cancel();
            future.cancel();
            co_await aio::sleep(0);
        };
        CHECK(reports_of(body).empty());
    }

    TEST_CASE("an exception that a cancellation overtook counts as looked at") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                log_reports(log);
                auto future = std::make_unique<aio::Future<int>>();
                auto task = aio::create_task(log_outcome("task", *future, log));
                co_await aio::sleep(0);
                future->set_exception(std::runtime_error("too late"));
                task.cancel("first");
                future.reset();
                co_await task;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"task cancelled first"});
    }

    TEST_CASE("a future may outlive its loop: it can be set and looked at, but not called back (S18)") {
        struct Body {
            static aio::Coro<aio::Future<int>> make(Lines* log) {
                aio::Future<int> future("old");
                future.add_done_callback([log](const aio::AnyFuture&) { log->push_back("never"); });
                co_return future;
            }
            static aio::Coro<aio::Future<int>> make_plain() { co_return aio::Future<int>("plain"); }
            static aio::Coro<std::string> awaits(aio::Future<int> future) {
                const std::string text = co_await outcome_of(future);
                co_return text;
            }
        };
        Lines log;
        auto future = run_virtual(Body::make(&log));
        CHECK(run_virtual(Body::awaits(future)).starts_with("the event loop of future 'old' is gone"));
        CHECK_THROWS_WITH_AS(future.set_result(1), doctest::Contains("the event loop of future 'old' is gone"),
                             aio::UsageError);
        CHECK(future.result() == 1);
        CHECK(run_virtual(Body::awaits(future)) == "1");
        CHECK_THROWS_AS(future.add_done_callback([](const aio::AnyFuture&) {}), aio::UsageError);
        CHECK(log.empty());
        auto plain = run_virtual(Body::make_plain());
        plain.set_result(2);
        CHECK(plain.result() == 2);
        auto cancelled = run_virtual(Body::make_plain());
        CHECK(cancelled.cancel());
        CHECK(cancelled.cancelled());
    }
}
