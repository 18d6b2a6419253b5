// Things done at odd moments: inside callbacks, during clean-up, in rings, after the end.
#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::RunOptions virtual_clock() { return {.clock = aio::ClockKind::virtual_time}; }

aio::Coro<> nap(aio::Duration delay) { co_await aio::sleep(delay); }

aio::Coro<std::string> text_after(aio::Duration delay, std::string text) {
    co_await aio::sleep(delay);
    co_return text;
}

aio::Coro<int> fail_soon() {
    co_await aio::sleep(0);
    throw std::runtime_error("boom");
}

using Shared = std::shared_ptr<aio::Task<>>;

aio::Coro<> await_other(Shared other) {
    co_await aio::sleep(0);
    co_await *other;
}

aio::Coro<> gather_other(Shared other) {
    co_await aio::sleep(0);
    co_await aio::gather(*other);
}

}  // namespace

TEST_SUITE("aio.odd_moments") {
    TEST_CASE("a callback may cancel its own handle while it runs, and keeps what it captured until it returns") {
        aio::EventLoop loop(virtual_clock());
        Lines log;
        const auto text = std::make_shared<std::string>("captured");
        aio::Handle soon;
        aio::TimerHandle later;
        soon = loop.call_soon([&, text] {
            soon.cancel();
            log.push_back(*text);
        });
        later = loop.call_later(1s, [&, text] {
            later.cancel();
            log.push_back(*text);
            loop.stop();
        });
        loop.run_forever();
        CHECK(log == Lines{"captured", "captured"});
        CHECK(soon.cancelled());
        CHECK(text.use_count() == 1);
    }

    TEST_CASE("cancelling a ring of tasks gets every one of them out of it") {
        struct Body {
            static aio::Coro<> main(aio::Coro<> (*wait)(Shared)) {
                const auto a = std::make_shared<aio::Task<>>();
                const auto b = std::make_shared<aio::Task<>>();
                *a = aio::create_task(wait(b), "A");
                *b = aio::create_task(wait(a), "B");
                co_await aio::sleep(1s);
                CHECK(a->cancel());
                co_await aio::sleep(1s);
                CHECK(a->cancelled());
                CHECK(b->cancelled());
            }
        };
        run_virtual(Body::main(await_other));
        run_virtual(Body::main(gather_other));
    }

    TEST_CASE("a ring that is left at the end takes nothing away from main's result or exception") {
        struct Body {
            static void make_ring() {
                const auto a = std::make_shared<aio::Task<>>();
                const auto b = std::make_shared<aio::Task<>>();
                *a = aio::create_task(await_other(b));
                *b = aio::create_task(gather_other(a));
            }
            static aio::Coro<int> returns() {
                make_ring();
                co_await aio::sleep(1s);
                co_return 5;
            }
            static aio::Coro<int> throws() {
                make_ring();
                co_await aio::sleep(1s);
                throw std::runtime_error("the real error");
            }
        };
        CHECK(run_virtual(Body::returns()) == 5);
        CHECK_THROWS_WITH_AS(run_virtual(Body::throws()), "the real error", std::runtime_error);
    }

    TEST_CASE("a cancellation passes through 20,000 nested gathers without recursion") {
        struct Body {
            static aio::Coro<> nest(int levels) {
                if (levels == 0) {
                    co_await aio::sleep(1h);
                } else {
                    co_await aio::gather(nest(levels - 1));
                }
            }
            static aio::Coro<bool> main() {
                auto task = aio::create_task(nest(20'000));
                co_await aio::sleep(1s);
                task.cancel();
                co_await aio::sleep(1s);
                co_return task.cancelled();
            }
        };
        CHECK(run_virtual(Body::main()));
    }

    TEST_CASE("stop() in a task's clean-up does not end the cleaning up") {
        struct Body {
            static aio::Coro<> slow_to_leave(Lines* log) {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                }
                aio::current_loop().stop();
                co_await aio::sleep(1s);
                log->push_back("cleaned up");
            }
            static aio::Coro<> main(Lines* log) {
                aio::create_task(slow_to_leave(log));
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cleaned up"});
    }

    TEST_CASE("a task made during clean-up is cancelled in its turn") {
        struct Body {
            static aio::Coro<> late(Lines* log) {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    log->push_back("late one cancelled");
                    throw;
                }
            }
            static aio::Coro<> makes_one(Lines* log) {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    aio::create_task(late(log));
                }
                co_await aio::sleep(0);
            }
            static aio::Coro<> main(Lines* log) {
                aio::create_task(makes_one(log));
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"late one cancelled"});
    }

    TEST_CASE("stop() inside run is a UsageError, not a cancellation") {
        struct Body {
            static aio::Coro<> main() {
                aio::current_loop().stop();
                co_await aio::sleep(1s);
            }
        };
        CHECK_THROWS_AS(run_virtual(Body::main()), aio::UsageError);
    }

    TEST_CASE("stop() before run_forever lets one turn run") {
        aio::EventLoop loop(virtual_clock());
        Lines log;
        loop.call_soon([&log] { log.push_back("ran"); });
        loop.stop();
        loop.run_forever();
        CHECK(log == Lines{"ran"});
    }

    TEST_CASE("a reference to a move-only result of a temporary task does not dangle") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> make() {
                co_await aio::sleep(0);
                co_return std::make_unique<int>(5);
            }
            static aio::Coro<int> main() {
                const auto& made = co_await aio::create_task(make());
                co_await aio::sleep(0);
                co_return *made;
            }
        };
        CHECK(run_virtual(Body::main()) == 5);
    }

    TEST_CASE("what frames destroy with the loop may still cancel their own tasks and those that wait for them") {
        struct Guard {
            Shared task;
            ~Guard() { task->cancel(); }
        };
        struct Body {
            static aio::Coro<> guarded(Shared task) {
                const Guard guard{task};
                co_await nap(10s);
            }
        };
        Lines reports;
        aio::EventLoop loop(virtual_clock());
        loop.set_exception_handler([&](const aio::ErrorContext& context) { reports.push_back(context.message); });
        const auto self = std::make_shared<aio::Task<>>();
        const auto parent = std::make_shared<aio::Task<>>();
        *self = loop.create_task(Body::guarded(self));
        const auto child = std::make_shared<aio::Task<>>(loop.create_task(Body::guarded(parent)));
        *parent = loop.create_task(await_other(child));
        loop.run_until_done(loop.create_task(nap(1ms)));
        CHECK_FALSE(self->done());
    }

    TEST_CASE("a task that is destroyed while it waits is reported by name (S25)") {
        Lines reports;
        {
            aio::EventLoop loop(virtual_clock());
            loop.set_exception_handler([&](const aio::ErrorContext& context) { reports.push_back(context.message); });
            loop.create_task(nap(1h), "forgotten");
            loop.run_until_done(loop.create_task(nap(1ms)));
        }
        CHECK(reports == Lines{"task 'forgotten' was destroyed while it was pending"});
    }

    TEST_CASE("an empty task handle says so, wherever it is used") {
        struct Body {
            static aio::Coro<> gathers() { co_await aio::gather(aio::Task<int>()); }
            static aio::Coro<> awaits() { co_await aio::Task<int>(); }
        };
        aio::Task<int> none;
        CHECK_FALSE(none);
        CHECK_THROWS_AS(none.done(), aio::UsageError);
        CHECK_THROWS_AS(none.cancel(), aio::UsageError);
        CHECK_THROWS_AS(none.result(), aio::UsageError);
        CHECK_THROWS_AS(run_virtual(Body::gathers()), aio::UsageError);
        CHECK_THROWS_AS(run_virtual(Body::awaits()), aio::UsageError);
    }

    TEST_CASE("a task of another loop is refused: to await, to gather, to run until it is done") {
        struct Body {
            static aio::Coro<> awaits(aio::Task<> task) { co_await task; }
            static aio::Coro<> gathers(aio::Task<> task) { co_await aio::gather(task); }
        };
        aio::EventLoop home(virtual_clock());
        home.set_exception_handler([](const aio::ErrorContext&) {});
        const auto task = home.create_task(nap(1s));
        CHECK_THROWS_WITH_AS(run_virtual(Body::awaits(task)), doctest::Contains("another event loop"), aio::UsageError);
        CHECK_THROWS_WITH_AS(run_virtual(Body::gathers(task)), doctest::Contains("another event loop"),
                             aio::UsageError);
        aio::EventLoop other(virtual_clock());
        CHECK_THROWS_WITH_AS(other.run_until_done(task), doctest::Contains("another event loop"), aio::UsageError);
    }

    TEST_CASE("a timer at the end of time does not fire at once") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                co_await aio::sleep(1s);
                auto handle = aio::current_loop().call_later(aio::Duration::max(), [log] { log->push_back("fired"); });
                co_await aio::sleep(1s);
                handle.cancel();
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log.empty());
    }

    TEST_CASE("in real time the loop waits between turns instead of spinning") {
        struct Body {
            static aio::Coro<> forever() { co_await aio::sleep(aio::Duration::max()); }
            static aio::Coro<std::uint64_t> main() {
                auto task = aio::create_task(forever());
                co_await aio::sleep(20ms);
                task.cancel();
                co_return aio::current_loop().turn();
            }
        };
        CHECK(aio::run(Body::main()) < 50);
    }

    TEST_CASE("a result whose move throws is the task's own failure, not the loop's") {
        struct Fragile {
            explicit Fragile(int* moves) : moves_left(moves) {}
            Fragile(Fragile&& other) : moves_left(other.moves_left) {
                if ((*moves_left)-- == 0) throw std::runtime_error("move failed");
            }
            int* moves_left;
        };
        struct Body {
            static aio::Coro<Fragile> make(int* moves) { co_return Fragile(moves); }
            static aio::Coro<std::string> main(int* moves) {
                const auto task = aio::create_task(make(moves));
                co_await aio::sleep(1s);
                try {
                    static_cast<void>(task.result());
                } catch (const std::runtime_error& error) {
                    co_return error.what();
                }
                co_return "";
            }
        };
        int moves = 1;  // into the coroutine's frame; the one out of it fails
        CHECK(run_virtual(Body::main(&moves)) == "move failed");
    }

    TEST_CASE("a gather that is kept can be awaited again and gives the same results") {
        struct Body {
            static aio::Coro<Lines> main() {
                const auto both = aio::gather(text_after(1s, "one"), text_after(2s, "two"));
                auto [a, b] = co_await both;
                auto [c, d] = co_await both;
                co_return Lines{a, b, c, d};
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"one", "two", "one", "two"});
    }

    TEST_CASE("the message of a cancellation comes through a gather, from outside and from a child") {
        struct Body {
            static aio::Coro<> group() { co_await aio::gather(nap(1h), nap(2h)); }
            static aio::Coro<Lines> main() {
                Lines seen;
                auto outside = aio::create_task(group());
                co_await aio::sleep(1s);
                outside.cancel("from outside");
                try {
                    co_await outside;
                } catch (const aio::CancelledError& error) {
                    seen.push_back(error.message());
                }
                auto child = aio::create_task(nap(1h));
                const auto gathered = aio::gather(child);
                co_await aio::sleep(1s);
                child.cancel("from a child");
                try {
                    co_await gathered;
                } catch (const aio::CancelledError& error) {
                    seen.push_back(error.message());
                }
                co_return seen;
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"from outside", "from a child"});
    }

    TEST_CASE("a gather that failed and that nobody awaited is reported when it goes") {
        struct Body {
            static aio::Coro<> main(Lines* reports) {
                aio::current_loop().set_exception_handler(
                    [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
                {
                    const auto dropped = aio::gather(fail_soon());
                    co_await aio::sleep(1s);
                }
                co_await aio::sleep(0);
            }
        };
        Lines reports;
        run_virtual(Body::main(&reports));
        CHECK(reports == Lines{"gather(1) raised an exception that nobody looked at"});
    }

    TEST_CASE("a child that was cancelled before it was gathered counts as done") {
        struct Body {
            static aio::Coro<bool> main() {
                auto gone = aio::create_task(nap(1h));
                gone.cancel();
                co_await aio::sleep(0);
                auto [first, second] = co_await aio::gather(aio::return_exceptions, gone, nap(1s));
                co_return first.raised<aio::CancelledError>() && second.has_value();
            }
        };
        CHECK(run_virtual(Body::main()));
    }
}
