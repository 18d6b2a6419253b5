#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::Coro<> wait_and_log(std::string name, aio::Duration delay, Lines* log) {
    log->push_back("start " + name);
    co_await aio::sleep(delay);
    log->push_back("end " + name);
}

aio::Coro<int> fail_after(aio::Duration delay, std::string why) {
    co_await aio::sleep(delay);
    throw std::runtime_error(why);
}

}  // namespace

TEST_SUITE("aio.gather") {
    TEST_CASE("results come in the order of the arguments, not of completion (S37)") {
        struct Body {
            static aio::Coro<> main() {
                auto [a, b, c] = co_await aio::gather(value_after(3s, 1), value_after(1s, 2), value_after(2s, 3));
                CHECK(a == 1);
                CHECK(b == 2);
                CHECK(c == 3);
                CHECK(now() == 3.0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("one after the other takes the sum, gathered takes the longest") {
        struct Body {
            static aio::Coro<double> sequential() {
                for (int i = 1; i <= 3; ++i) co_await value_after(i * 1s, i);
                co_return now();
            }
            static aio::Coro<double> concurrent() {
                co_await aio::gather(value_after(1s, 1), value_after(2s, 2), value_after(3s, 3));
                co_return now();
            }
        };
        CHECK(run_virtual(Body::sequential()) == 6.0);
        CHECK(run_virtual(Body::concurrent()) == 3.0);
    }

    TEST_CASE("children start in the order of the arguments") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                co_await aio::gather(wait_and_log("a", 2s, log), wait_and_log("b", 1s, log));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"start a", "start b", "end b", "end a"});
    }

    TEST_CASE("a vector of coroutines gives a vector of results; of void ones, nothing") {
        struct Body {
            static aio::Coro<std::vector<int>> main(Lines* log) {
                std::vector<aio::Coro<int>> coros;
                for (int i = 0; i < 4; ++i) coros.push_back(value_after((4 - i) * 1s, i));
                std::vector<aio::Coro<>> quiet;
                quiet.push_back(wait_and_log("x", 1s, log));
                co_await aio::gather(std::move(quiet));
                auto all = co_await aio::gather(std::move(coros));
                co_return all;
            }
        };
        Lines log;
        CHECK(run_virtual(Body::main(&log)) == std::vector<int>{0, 1, 2, 3});
    }

    TEST_CASE("void children among others stand as std::monostate") {
        struct Body {
            static aio::Coro<int> main(Lines* log) {
                auto [value, nothing] = co_await aio::gather(value_after(1s, 4), wait_and_log("x", 1s, log));
                static_assert(std::is_same_v<decltype(nothing), std::monostate>);
                co_return value;
            }
        };
        Lines log;
        CHECK(run_virtual(Body::main(&log)) == 4);
    }

    TEST_CASE("an empty gather and one of done tasks give way to nobody (S15)") {
        struct Body {
            static aio::Coro<> main() {
                auto& loop = aio::current_loop();
                const auto done = aio::create_task(value_after(0s, 1));
                co_await done;
                const auto turn = loop.turn();
                auto none = co_await aio::gather(std::vector<aio::Coro<int>>());
                auto [one] = co_await aio::gather(done);
                CHECK(none.empty());
                CHECK(one == 1);
                CHECK(loop.turn() == turn);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("who awaits a gather runs two turns after the last child is done (S16)") {
        struct Body {
            static aio::Coro<std::uint64_t> ends() {
                co_await aio::sleep(1s);
                co_return aio::current_loop().turn();
            }
            static aio::Coro<std::uint64_t> main() {
                auto [ended] = co_await aio::gather(ends());
                co_return aio::current_loop().turn() - ended;
            }
        };
        CHECK(run_virtual(Body::main()) == 2);
    }

    TEST_CASE("the first exception is raised at once; the siblings go on (S38)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                try {
                    co_await aio::gather(wait_and_log("slow", 5s, log), fail_after(1s, "first"),
                                         fail_after(2s, "second"));
                } catch (const std::runtime_error& error) {
                    log->push_back(std::string(error.what()) + " at " + std::to_string(static_cast<int>(now())));
                }
                co_await aio::sleep(10s);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"start slow", "first at 1", "end slow"});
    }

    TEST_CASE("with return_exceptions every outcome is returned in order") {
        struct Body {
            static aio::Coro<> main() {
                auto sleeping = aio::create_task(value_after(1h, 0));
                auto [good, bad, gone] = co_await aio::gather(aio::return_exceptions, value_after(2s, 8),
                                                              fail_after(1s, "no"), cancel_it(sleeping));
                CHECK(good.value() == 8);
                CHECK(bad.raised<std::runtime_error>());
                CHECK_THROWS_WITH(bad.value(), "no");
                CHECK(gone.raised<aio::CancelledError>());
            }
            static aio::Coro<int> cancel_it(aio::Task<int> task) {
                task.cancel();
                const int value = co_await task;
                co_return value;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a vector with return_exceptions gives an Outcome for each") {
        struct Body {
            static aio::Coro<> main() {
                std::vector<aio::Coro<int>> coros;
                coros.push_back(fail_after(1s, "x"));
                coros.push_back(value_after(1s, 2));
                const auto outcomes = co_await aio::gather(aio::return_exceptions, std::move(coros));
                REQUIRE(outcomes.size() == 2);
                CHECK_FALSE(outcomes[0].has_value());
                CHECK(outcomes[1].value() == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("cancelling who awaits a gather cancels every child (S39)") {
        struct Body {
            static aio::Coro<> child(Lines* log) {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    log->push_back("child cancelled");
                    throw;
                }
            }
            static aio::Coro<> group(Lines* log) { co_await aio::gather(child(log), child(log)); }
            static aio::Coro<> tolerant(Lines* log) {
                auto outcomes = co_await aio::gather(aio::return_exceptions, child(log));
                log->push_back("never: cancelled all the same");
                static_cast<void>(outcomes);
            }
            static aio::Coro<> main(Lines* log) {
                auto first = aio::create_task(group(log));
                auto second = aio::create_task(tolerant(log));
                co_await aio::sleep(1s);
                first.cancel();
                second.cancel();
                co_await aio::sleep(1s);
                // Now, and not when the loop cleans up: none of them is left for that.
                CHECK(log->size() == 3);
                CHECK(first.cancelled());
                CHECK(second.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"child cancelled", "child cancelled", "child cancelled"});
    }

    TEST_CASE("a child cancelled on its own makes the gather raise CancelledError; siblings go on (S40)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto victim = aio::create_task(value_after(10s, 1));
                aio::current_loop().call_later(1s, [victim]() mutable { victim.cancel(); });
                bool caught = false;
                try {
                    co_await aio::gather(victim, wait_and_log("sibling", 3s, log));
                } catch (const aio::CancelledError&) {
                    caught = true;
                    CHECK(now() == 1.0);
                }
                CHECK(caught);
                CHECK(aio::current_task().cancelling() == 0);
                co_await aio::sleep(5s);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"start sibling", "end sibling"});
    }

    TEST_CASE("a gather that nobody awaits runs its children all the same, and may be dropped") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                {
                    const auto dropped = aio::gather(wait_and_log("a", 1s, log));
                }
                co_await aio::sleep(2s);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"start a", "end a"});
    }

    TEST_CASE("a gather left unfinished when the loop is destroyed leaks nothing") {
        auto held = std::make_shared<int>(0);
        const std::weak_ptr<int> watch = held;
        struct Body {
            static aio::Coro<> child(std::shared_ptr<int> kept) {
                co_await aio::sleep(1h);
                CHECK(kept);
            }
            static aio::Coro<> main(std::shared_ptr<int> kept) { co_await aio::gather(child(kept), child(kept)); }
        };
        {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
            loop.create_task(Body::main(std::move(held)));
            loop.call_later(1s, [&loop] { loop.stop(); });
            loop.run_forever();
            CHECK_FALSE(watch.expired());
        }
        CHECK(watch.expired());
    }

    TEST_CASE("move-only results are moved out of gathered coroutines") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> make(int value) {
                co_await aio::sleep(0);
                co_return std::make_unique<int>(value);
            }
            static aio::Coro<int> main() {
                auto [a, b] = co_await aio::gather(make(1), make(2));
                co_return *a + *b;
            }
        };
        CHECK(run_virtual(Body::main()) == 3);
    }
}
