// How a request to cancel travels: chains, rings, nests; which message arrives; what takes it back.
#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::Coro<> nap(aio::Duration span) { co_await aio::sleep(span); }

// Awaits, and says which cancellation it met.
aio::Coro<std::string> met(aio::Duration span) {
    std::string text = "none";
    try {
        co_await aio::sleep(span);
    } catch (const aio::CancelledError& error) {
        text = error.message();
    }
    co_return text;
}

template <class Future>
aio::Coro<std::string> met_awaiting(Future future) {
    std::string text = "none";
    try {
        co_await future;
    } catch (const aio::CancelledError& error) {
        text = error.message();
    } catch (const std::exception& error) {
        text = error.what();
    }
    co_return text;
}

using Shared = std::shared_ptr<aio::Task<>>;

// Waits for the next in a ring by a gather of gathers.
aio::Coro<> ring_by_gathers(Shared next) {
    co_await aio::sleep(0);
    co_await aio::gather(aio::gather(*next, nap(1h)), nap(2h));
}

aio::Coro<> ring_by_await(Shared next) {
    co_await aio::sleep(0);
    co_await *next;
}

}  // namespace

TEST_SUITE("aio.cancel_path") {
    TEST_CASE("of two requests before the step the first one's message arrives, once it was taken over (S32, S35)") {
        struct Body {
            static aio::Coro<Lines> main() {
                Lines seen;
                auto sleeps = aio::create_task(met(1h));
                co_await aio::sleep(0);
                sleeps.cancel("first");
                sleeps.cancel("second");
                CHECK(sleeps.cancelling() == 2);
                seen.push_back(co_await sleeps);

                aio::Lock lock;
                co_await lock.acquire();
                auto waits = aio::create_task(met_awaiting(aio::create_task(lock.acquire())));
                co_await aio::sleep(0);
                co_await aio::sleep(0);
                waits.cancel("first");
                waits.cancel("second");
                seen.push_back(co_await waits);

                // Nothing takes the request of a task that only gives way: the last one counts.
                auto gives_way = aio::create_task(met(0s));
                co_await aio::sleep(0);
                gives_way.cancel("first");
                gives_way.cancel("second");
                seen.push_back(co_await gives_way);
                co_return seen;
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"first", "first", "second"});
    }

    TEST_CASE("what awaits a future meets the future's own cancellation, even if it is cancelled as well (S30)") {
        struct Body {
            static aio::Coro<Lines> main() {
                Lines seen;
                {
                    aio::Future<int> future;
                    auto task = aio::create_task(met_awaiting(future));
                    co_await aio::sleep(0);
                    future.cancel("future");
                    task.cancel("task");
                    seen.push_back(co_await task);
                }
                {
                    aio::Future<int> future;
                    auto task = aio::create_task(met_awaiting(future));
                    co_await aio::sleep(0);
                    future.set_exception(aio::CancelledError("stored"));
                    task.cancel("task");
                    seen.push_back(co_await task);
                }
                {
                    aio::Future<int> future;
                    auto task = aio::create_task(met_awaiting(future));
                    co_await aio::sleep(0);
                    future.set_result(1);
                    task.cancel("task");
                    seen.push_back(co_await task);
                }
                auto inner = aio::create_task(nap(1h));
                auto outer = aio::create_task(met_awaiting(inner));
                co_await aio::sleep(1s);
                inner.cancel("inner");
                co_await aio::sleep(0);
                CHECK(inner.done());
                CHECK_FALSE(outer.done());
                outer.cancel("outer");
                seen.push_back(co_await outer);
                co_return seen;
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"future", "stored", "task", "inner"});
    }

    TEST_CASE("uncancel takes back only what nobody took over yet (S34)") {
        struct Body {
            static aio::Coro<Lines> main() {
                Lines seen;
                auto told = aio::create_task(met(1s));
                co_await aio::sleep(0);
                told.cancel("told");  // the sleep is disarmed: nothing can undo that
                CHECK(told.uncancel() == 0);
                seen.push_back(co_await told);
                CHECK(told.cancelling() == 0);

                auto unstarted = aio::create_task(met(1s));
                unstarted.cancel("unstarted");
                CHECK(unstarted.uncancel() == 0);
                seen.push_back(co_await unstarted);

                auto twice = aio::create_task(met(1s));
                twice.cancel();
                twice.cancel("stands");
                CHECK(twice.uncancel() == 1);  // one is left, and stands
                co_await aio::sleep(0);
                CHECK(twice.cancelled());
                CHECK(twice.uncancel() == 0);
                CHECK(twice.uncancel() == 0);  // never below
                co_return seen;
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"told", "none"});
    }

    TEST_CASE("a task waiting for gathers whose children are all done is still cancelled when it resumes") {
        // The gathers complete one turn after the other; a request in between finds nothing to go on to.
        struct Body {
            static aio::Coro<int> quick() { co_return 1; }
            static aio::Coro<std::string> waits() {
                std::string text = "none";
                try {
                    co_await aio::gather(aio::gather(quick()));
                } catch (const aio::CancelledError& error) {
                    text = error.message();
                }
                co_return text;
            }
            static aio::Coro<std::string> main(int turns) {
                auto task = aio::create_task(waits());
                for (int i = 0; i < turns; ++i) co_await aio::sleep(0);
                task.cancel("m");
                const std::string text = co_await met_awaiting_text(task);
                co_return text;
            }
            static aio::Coro<std::string> met_awaiting_text(aio::Task<std::string> task) {
                std::string text;
                try {
                    text = co_await task;
                } catch (const aio::CancelledError& error) {
                    text = "task cancelled " + error.message();
                }
                co_return text;
            }
        };
        // As CPython 3.13 does it, turn by turn.
        CHECK(run_virtual(Body::main(0)) == "task cancelled m");
        CHECK(run_virtual(Body::main(1)) == "m");
        CHECK(run_virtual(Body::main(2)) == "m");
        CHECK(run_virtual(Body::main(3)) == "m");
        CHECK(run_virtual(Body::main(4)) == "m");
        CHECK(run_virtual(Body::main(5)) == "none");
    }

    TEST_CASE("a ring of tasks through gathers of gathers is cancelled as a whole") {
        struct Body {
            static aio::Coro<> main(std::vector<aio::Coro<> (*)(Shared)> waits) {
                std::vector<Shared> ring;
                for (std::size_t i = 0; i < waits.size(); ++i) ring.push_back(std::make_shared<aio::Task<>>());
                for (std::size_t i = 0; i < waits.size(); ++i) {
                    *ring[i] = aio::create_task(waits[i](ring[(i + 1) % ring.size()]));
                }
                co_await aio::sleep(1s);
                CHECK(ring[0]->cancel("round"));
                co_await aio::sleep(1s);
                for (const Shared& task : ring) CHECK(task->cancelled());
                CHECK(aio::all_tasks().size() == 1);  // the naps beside them, too
            }
        };
        run_virtual(Body::main({ring_by_gathers, ring_by_gathers}));
        run_virtual(Body::main({ring_by_gathers, ring_by_await, ring_by_gathers}));
    }

    TEST_CASE("a chain of 100,000 tasks is cancelled from its head without recursion") {
        struct Body {
            static aio::Coro<> link(aio::Task<> next) { co_await next; }
            static aio::Coro<bool> main() {
                aio::Task<> task = aio::create_task(nap(1h));
                const aio::Task<> last = task;
                for (int i = 0; i < 100'000; ++i) task = aio::create_task(link(task));
                co_await aio::sleep(1s);
                task.cancel();
                co_await aio::sleep(1s);
                co_return last.cancelled() && task.cancelled() && aio::all_tasks().size() == 1;
            }
        };
        CHECK(run_virtual(Body::main()));
    }

    TEST_CASE("gathers nested 10,000 deep without tasks between are made, cancelled and dropped without recursion") {
        struct Body {
            static aio::FutureOf<void> nest(aio::Task<> task) {
                aio::FutureOf<void> outermost = task;
                for (int i = 0; i < 10'000; ++i) outermost = aio::gather(std::vector{outermost});
                return outermost;
            }
            static aio::Coro<> main() {
                auto task = aio::create_task(nap(1h));
                {
                    aio::FutureOf<void> all = nest(task);
                    co_await aio::sleep(0);
                    CHECK(all.cancel("deep"));
                    co_await aio::sleep(0);
                    CHECK(task.cancelled());
                    const std::string text = co_await met_awaiting(all);
                    CHECK(text == "deep");
                }
                auto other = aio::create_task(nap(1h));
                {
                    auto waits = aio::create_task(met_awaiting(nest(other)));
                    co_await aio::sleep(0);
                    waits.cancel("through a task");
                    const std::string text = co_await waits;
                    CHECK(text == "through a task");
                }
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a request counts once for a task that is reached by one way, and once for each way otherwise") {
        struct Body {
            static aio::Coro<> main() {
                auto shared = aio::create_task(nap(1h));
                auto both = aio::create_task(met_awaiting(aio::gather(aio::gather(shared), aio::gather(shared))));
                co_await aio::sleep(0);
                both.cancel("twice");
                CHECK(shared.cancelling() == 2);  // as CPython's gathers do
                CHECK(both.cancelling() == 1);
                co_await both;
            }
        };
        run_virtual(Body::main());
    }
}
