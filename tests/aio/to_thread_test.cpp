#include "support.hpp"

#include "aio/context.hpp"
#include "aio/threadsafe.hpp"
#include "aio/to_thread.hpp"

#include <future>
#include <latch>
#include <memory>
#include <thread>

using namespace test;

namespace {

int twice(int value) { return 2 * value; }

// A function that stands on its thread until the test lets it go.
struct Gate {
    std::promise<void> started;
    std::promise<void> open;
};

void pass(Gate* gate) {
    gate->started.set_value();
    gate->open.get_future().wait();
}

}  // namespace

TEST_SUITE("aio.to_thread") {
    TEST_CASE("a function runs on another thread, and its result comes back") {
        struct Body {
            static aio::Coro<> main() {
                const auto here = std::this_thread::get_id();
                const auto there = co_await aio::to_thread([] { return std::this_thread::get_id(); });
                CHECK(there != here);
                CHECK(std::this_thread::get_id() == here);
                const int four = co_await aio::to_thread(twice, 2);
                CHECK(four == 4);
                bool ran = false;
                co_await aio::to_thread([&ran] { ran = true; });
                CHECK(ran);
            }
        };
        aio::run(Body::main());
        run_virtual(Body::main());
    }

    TEST_CASE("results and arguments may be move-only, and functions too") {
        struct Body {
            static std::unique_ptr<int> next(std::unique_ptr<int> box) {
                ++*box;
                return box;
            }
            static aio::Coro<> main() {
                auto one = std::make_unique<int>(1);
                auto two = co_await aio::to_thread(next, std::move(one));
                CHECK(*two == 2);
                auto add = [box = std::move(two)](int more) { return *box + more; };
                const int five = co_await aio::to_thread(std::move(add), 3);
                CHECK(five == 5);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what the function throws is thrown where it is awaited") {
        struct Body {
            static void bad() { throw std::out_of_range("too far"); }
            static aio::Coro<> main() {
                auto call = aio::to_thread(bad);
                co_await std::move(call);
            }
        };
        CHECK_THROWS_WITH_AS(run_virtual(Body::main()), "too far", std::out_of_range);
    }

    TEST_CASE("other tasks go on while a function runs") {
        struct Body {
            static aio::Coro<> open(Gate* gate, Lines* log) {
                co_await aio::sleep(0);
                log->push_back("meanwhile");
                gate->open.set_value();
            }
            static aio::Coro<> main(Lines* log) {
                Gate gate;
                auto opener = aio::create_task(open(&gate, log));
                co_await aio::to_thread(pass, &gate);
                log->push_back("done");
                co_await opener;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"meanwhile", "done"});
    }

    TEST_CASE("virtual time stands still while a function runs") {
        struct Body {
            static aio::Coro<> main(double* at) {
                Gate gate;
                auto sleeper = aio::create_task(value_after(5s, 1));
                std::jthread opener([&] {
                    gate.started.get_future().wait();
                    gate.open.set_value();
                });
                co_await aio::to_thread(pass, &gate);
                *at = now();
                CHECK_FALSE(sleeper.done());
                co_await sleeper;
            }
        };
        double at = -1;
        run_virtual(Body::main(&at));
        CHECK(at == 0.0);
    }

    TEST_CASE("cancelling does not stop the function; the task goes on at once (S36)") {
        struct Body {
            static aio::Coro<> wait(Gate* gate, std::shared_ptr<int> held, Lines* log) {
                auto call = [gate, held] {
                    pass(gate);
                    ++*held;
                };
                try {
                    co_await aio::to_thread(std::move(call));
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back("cancelled: " + cancelled.message());
                    throw;
                }
            }
            static aio::Coro<> main(Gate* gate, std::shared_ptr<int> held, Lines* log) {
                auto task = aio::create_task(wait(gate, held, log));
                co_await aio::sleep(0);
                gate->started.get_future().wait();
                task.cancel("no time");
                co_await aio::sleep(0);
                CHECK(task.cancelled());
                CHECK(*held == 0);
                gate->open.set_value();
            }
        };
        Gate gate;
        Lines log;
        auto held = std::make_shared<int>(0);
        run_virtual(Body::main(&gate, held, &log));
        CHECK(log == Lines{"cancelled: no time"});
        CHECK(*held == 1);  // run() ends when the function has (S11)
        CHECK(held.use_count() == 1);
    }

    TEST_CASE("a function that is still in line when its task is cancelled never starts") {
        struct Body {
            static aio::Coro<> count(aio::Executor* pool, int* calls) {
                auto add = [calls] { ++*calls; };
                co_await pool->run(add);
            }
            static aio::Coro<> hold(aio::Executor* pool, Gate* gate) { co_await pool->run(pass, gate); }
            static aio::Coro<> main(int* calls) {
                Gate gate;
                aio::Executor pool(1);
                auto first = aio::create_task(hold(&pool, &gate));
                auto second = aio::create_task(count(&pool, calls));
                auto third = aio::create_task(count(&pool, calls));
                co_await aio::sleep(0);
                second.cancel();
                gate.open.set_value();
                co_await third;
                CHECK(first.done());
                CHECK(second.cancelled());
            }
        };
        int calls = 0;
        run_virtual(Body::main(&calls));
        CHECK(calls == 1);
    }

    TEST_CASE("a cancellation that comes with the result wins, and the result is dropped") {
        struct Body {
            static aio::Coro<> wait(aio::Task<>* self, Lines* log) {
                // The call arrives before the result: the task has been woken when it is cancelled.
                auto cancel = [loop = aio::current_loop().remote(), self] {
                    loop.call_soon([self] { self->cancel(); });
                    return 2;
                };
                try {
                    co_await aio::to_thread(std::move(cancel));
                    log->push_back("result");
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled");
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::Task<> task;
                task = aio::create_task(wait(&task, log));
                co_await task;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled"});
    }

    TEST_CASE("an executor of one thread runs functions one after the other, first come, first served") {
        struct Body {
            static aio::Coro<> main(std::vector<int>* order) {
                aio::Executor pool(1, "disk");
                auto note = [order](int number) { order->push_back(number); };
                co_await aio::gather(pool.run(note, 1), pool.run(note, 2), pool.run(note, 3));
            }
        };
        std::vector<int> order;
        run_virtual(Body::main(&order));
        CHECK(order == std::vector<int>{1, 2, 3});
    }

    TEST_CASE("an executor of four threads runs four functions at once") {
        struct Body {
            static aio::Coro<> main() {
                aio::Executor pool(4);
                std::latch all(4);
                auto meet = [&all] { all.arrive_and_wait(); };
                co_await aio::gather(pool.run(meet), pool.run(meet), pool.run(meet), pool.run(meet));
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an executor needs a thread, and takes nothing after its shutdown") {
        struct Body {
            static aio::Coro<> main() {
                CHECK_THROWS_AS(aio::Executor(0), std::invalid_argument);
                aio::Executor pool(1);
                pool.shutdown();
                CHECK_THROWS_AS((void)pool.run(twice, 1), aio::UsageError);
                auto call = aio::to_thread(twice, 1);
                co_await std::move(call);
                std::string why;
                try {
                    co_await std::move(call);
                } catch (const aio::UsageError& error) {
                    why = error.what();
                }
                CHECK(why.starts_with("this call was awaited before"));
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a function whose executor was shut down, or is gone, before it is awaited is refused there") {
        struct Refused {
            std::string why;
            std::string lesson;
            unsigned line = 0;
        };
        struct Body {
            static aio::Coro<> await(aio::ThreadOperation<int> call, Refused* refused) {
                try {
                    co_await std::move(call);
                } catch (const aio::UsageError& error) {
                    *refused = {error.what(), std::string(error.lesson()), error.where().line()};
                }
            }
            static aio::Coro<> shut_down(Refused* refused) {
                aio::Executor pool(1, "disk");
                auto call = pool.run(twice, 1);
                pool.shutdown();
                co_await await(std::move(call), refused);
            }
            static aio::Coro<> gone(Refused* refused) {
                auto pool = std::make_unique<aio::Executor>(1, "an executor with a name that needs the heap");
                auto call = pool->run(twice, 1);
                pool.reset();
                co_await await(std::move(call), refused);
            }
        };
        Refused refused[2];
        run_virtual(Body::shut_down(&refused[0]));
        run_virtual(Body::gone(&refused[1]));
        CHECK(refused[0].why.starts_with("executor 'disk' was shut down"));
        CHECK(refused[1].why.starts_with("executor 'an executor with a name that needs the heap' was shut down"));
        for (const Refused& one : refused) {
            CHECK(one.lesson == "event_loop");
            CHECK(one.line > 0);
        }
    }

    TEST_CASE("a function that runs may outlive what made it: the executor waits for it at its end") {
        struct Body {
            static aio::Coro<int> wait(std::unique_ptr<aio::Executor>* pool, Gate* gate) {
                auto work = [gate] {
                    pass(gate);
                    return 5;
                };
                co_return co_await (*pool)->run(work);
            }
            static aio::Coro<> main() {
                Gate gate;
                auto pool = std::make_unique<aio::Executor>(1);
                auto task = aio::create_task(wait(&pool, &gate));
                co_await aio::sleep(0);
                gate.open.set_value();
                pool.reset();
                const int five = co_await task;
                CHECK(five == 5);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("the function sees the context variables of the task that awaits it") {
        static aio::ContextVar<int> request("request", 0);
        struct Body {
            static int seen() { return request.get(); }
            static aio::Coro<> main() {
                request.set(7);
                const int there = co_await aio::to_thread(seen);
                CHECK(there == 7);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a function may call back and may make coroutines run on its loop") {
        struct Body {
            static aio::Coro<int> value() { co_return 41; }
            static aio::Coro<> main(Lines* lines) {
                auto ask = [loop = aio::current_loop().remote(), lines] {
                    loop.call_soon([lines] { lines->push_back("called"); });
                    return aio::run_coroutine_threadsafe(value(), loop).get() + 1;
                };
                const int answer = co_await aio::to_thread(std::move(ask));
                lines->push_back(std::to_string(answer));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"called", "42"});
    }

    TEST_CASE("run() goes on until every function has ended, and runs what these still call (S11)") {
        struct Body {
            static aio::Coro<> wait(aio::Executor* pool, Gate* gate, Lines* log) {
                auto call = [gate, log, loop = aio::current_loop().remote()] {
                    pass(gate);
                    loop.call_soon([log] { log->push_back("called at the end"); });
                };
                co_await pool->run(std::move(call));
            }
            static aio::Coro<> main(aio::Executor* pool, Gate* gate, Lines* log) {
                auto task = aio::create_task(wait(pool, gate, log));
                co_await aio::sleep(0);
                gate->started.get_future().wait();
                task.cancel();
                aio::current_loop().call_soon([gate] { gate->open.set_value(); });
            }
        };
        aio::Executor pool(1);
        Gate gate;
        Lines log;
        run_virtual(Body::main(&pool, &gate, &log));
        CHECK(log == Lines{"called at the end"});
    }

    TEST_CASE("a loop that is destroyed while a function runs waits for it") {
        struct Body {
            static aio::Coro<> wait(Gate* gate, bool* ended) {
                auto work = [gate, ended] {
                    pass(gate);
                    *ended = true;
                };
                co_await aio::to_thread(work);
            }
        };
        Gate gate;
        bool ended = false;
        std::jthread opener;
        {
            aio::EventLoop loop;
            auto task = loop.create_task(Body::wait(&gate, &ended));
            loop.call_soon([&] { loop.call_soon([&] { loop.stop(); }); });
            loop.run_forever();
            opener = std::jthread([&] {
                gate.started.get_future().wait();
                gate.open.set_value();
            });
        }
        CHECK(ended);
    }
}
