// Queue: cancellation, shutdown, misuse.
#include "support.hpp"

#include <algorithm>
#include <memory>

using namespace test;

namespace {

aio::Coro<> get_into(aio::Queue<int>* queue, std::string name, Lines* log) {
    try {
        const int item = co_await queue->get();
        log->push_back(name + std::to_string(item));
    } catch (const aio::QueueShutDown&) {
        log->push_back(name + " shut down");
    } catch (const aio::CancelledError&) {
        log->push_back(name + " cancelled");
        throw;
    }
}

aio::Coro<> put_from(aio::Queue<int>* queue, int item, Lines* log) {
    try {
        co_await queue->put(item);
        log->push_back("put " + std::to_string(item));
    } catch (const aio::QueueShutDown&) {
        log->push_back("put " + std::to_string(item) + " shut down");
    }
}

aio::Coro<> join(aio::Queue<int>* queue, Lines* log) {
    co_await queue->join();
    log->push_back("joined");
}

// Looks at the queue that it is destroyed in.
struct Noisy {
    Noisy(aio::Queue<std::unique_ptr<Noisy>>* of, int* size) : queue(of), seen(size) {}
    ~Noisy() { *seen = static_cast<int>(queue->qsize()); }
    aio::Queue<std::unique_ptr<Noisy>>* queue;
    int* seen;
};

}  // namespace

TEST_SUITE("aio.queue.end") {
    TEST_CASE("a getter that is cancelled while it waits leaves the line, and no item is lost") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                auto b = aio::create_task(get_into(&queue, "b", log));
                co_await aio::sleep(0);
                a.cancel();
                queue.put_nowait(1);  // wakes b: a stands in line still, and is passed over
                co_await b;
                CHECK(a.cancelled());
                CHECK(queue.statistics().getters == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "b1"});
    }

    TEST_CASE("a getter that is cancelled after it was woken passes the wake-up on (S68)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                auto b = aio::create_task(get_into(&queue, "b", log));
                co_await aio::sleep(0);
                queue.put_nowait(1);
                a.cancel();
                co_await aio::sleep(0);
                CHECK(queue.qsize() == 1);  // b was woken just now
                co_await b;
                CHECK(queue.empty());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "b1"});
    }

    TEST_CASE("a getter that was cancelled while it waited has no wake-up to pass on: nobody loses his place in line") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                std::vector<aio::Task<>> tasks;
                for (const char* name : {"a", "b", "c", "d"}) {
                    tasks.push_back(aio::create_task(get_into(&queue, name, log)));
                }
                co_await aio::sleep(0);
                tasks[0].cancel();
                queue.put_nowait(1);
                for (int i = 0; i < 3; ++i) co_await aio::sleep(0);
                queue.put_nowait(2);
                queue.put_nowait(3);
                co_await aio::gather(aio::return_exceptions, std::move(tasks));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "b1", "c2", "d3"});
    }

    TEST_CASE("a getter that was woken, cancelled and robbed has nothing to pass on") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                auto b = aio::create_task(get_into(&queue, "b", log));
                co_await aio::sleep(0);
                queue.put_nowait(1);
                a.cancel();
                queue.get_nowait();
                co_await aio::sleep(0);
                co_await aio::sleep(0);
                CHECK(queue.statistics().getters == 1);
                queue.put_nowait(2);
                co_await b;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "b2"});
    }

    TEST_CASE("a getter that waits on because it was robbed can be cancelled") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                co_await aio::sleep(0);
                for (int i = 0; i < 3; ++i) {
                    queue.put_nowait(i);
                    queue.get_nowait();
                    co_await aio::sleep(0);
                    CHECK(queue.statistics().getters == 1);
                }
                a.cancel();
                co_await aio::sleep(0);
                CHECK(a.cancelled());
                CHECK(queue.statistics().getters == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled"});
    }

    TEST_CASE("a putter that is cancelled after it was woken passes the room on, and puts nothing") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue(1);
                queue.put_nowait(0);
                auto a = aio::create_task(put_from(&queue, 1, log));
                auto b = aio::create_task(put_from(&queue, 2, log));
                co_await aio::sleep(0);
                CHECK(queue.get_nowait() == 0);
                a.cancel();
                co_await b;
                CHECK(a.cancelled());
                CHECK(queue.get_nowait() == 2);
                CHECK(queue.empty());
                CHECK(queue.statistics().unfinished == 2);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"put 2"});
    }

    TEST_CASE("who joins can be cancelled") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                queue.put_nowait(1);
                auto joiner = aio::create_task(join(&queue, log));
                co_await aio::sleep(0);
                joiner.cancel("enough");
                co_await aio::sleep(0);
                CHECK(joiner.cancelled());
                CHECK(queue.statistics().joiners == 0);
                queue.get_nowait();
                queue.task_done();
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{});
    }

    TEST_CASE("shut down: puts fail at once, gets when nothing is left (S70)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue(1, "jobs");
                queue.put_nowait(1);
                auto putter = aio::create_task(put_from(&queue, 2, log));
                co_await aio::sleep(0);
                queue.shutdown();
                CHECK(queue.statistics().shut_down);
                CHECK_THROWS_WITH_AS(queue.put_nowait(3), "queue 'jobs' is shut down", aio::QueueShutDown);
                co_await putter;
                CHECK(queue.get_nowait() == 1);
                CHECK_THROWS_AS(queue.get_nowait(), aio::QueueShutDown);
                co_await put_from(&queue, 4, log);
                co_await get_into(&queue, "get", log);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"put 2 shut down", "put 4 shut down", "get shut down"});
    }

    TEST_CASE("shut down: everybody who waits is told, getters before putters (S70)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                auto b = aio::create_task(get_into(&queue, "b", log));
                co_await aio::sleep(0);
                queue.shutdown();
                co_await a;
                co_await b;
                aio::Queue<int> full(1);
                full.put_nowait(0);
                auto c = aio::create_task(put_from(&full, 1, log));
                auto d = aio::create_task(put_from(&full, 2, log));
                co_await aio::sleep(0);
                full.shutdown();
                co_await aio::gather(c, d);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a shut down", "b shut down", "put 1 shut down", "put 2 shut down"});
    }

    TEST_CASE("shut down while a woken getter has not run: the item is still its own (S70)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                auto b = aio::create_task(get_into(&queue, "b", log));
                co_await aio::sleep(0);
                queue.put_nowait(1);
                queue.shutdown();
                co_await aio::gather(a, b);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a1", "b shut down"});
    }

    TEST_CASE("shut down at once: items are dropped and count as done, so join ends (S70)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                queue.put_nowait(1);
                queue.put_nowait(2);
                auto joiner = aio::create_task(join(&queue, log));
                co_await aio::sleep(0);
                queue.shutdown(true);
                CHECK(queue.empty());
                CHECK(queue.statistics().unfinished == 0);
                CHECK_THROWS_AS(queue.task_done(), aio::UsageError);
                co_await joiner;
                co_await get_into(&queue, "get", log);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"joined", "get shut down"});
    }

    TEST_CASE("shut down at once does not end join for what was got and is not done") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                queue.put_nowait(1);
                queue.put_nowait(2);
                queue.get_nowait();
                auto joiner = aio::create_task(join(&queue, log));
                co_await aio::sleep(0);
                queue.shutdown(true);
                co_await aio::sleep(0);
                CHECK_FALSE(joiner.done());
                queue.task_done();
                co_await joiner;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"joined"});
    }

    TEST_CASE("dropped items are destroyed, and may look at the queue meanwhile") {
        aio::Queue<std::unique_ptr<Noisy>> queue;
        int seen = -1;
        queue.put_nowait(std::make_unique<Noisy>(&queue, &seen));
        queue.shutdown(true);
        CHECK(seen == 0);
    }

    TEST_CASE("a queue that goes while tasks wait for it tells them why, also those it has woken") {
        struct Body {
            static aio::Coro<> wait(aio::Queue<int>* queue, Lines* log) {
                try {
                    co_await queue->get();
                } catch (const aio::UsageError& error) {
                    log->push_back(std::string(error.what()).substr(0, 66));
                }
            }
            static aio::Coro<> main(Lines* log) {
                auto queue = std::make_unique<aio::Queue<int>>(0, "jobs");
                auto a = aio::create_task(wait(queue.get(), log), "one");
                auto b = aio::create_task(wait(queue.get(), log), "two");
                co_await aio::sleep(0);
                queue->put_nowait(1);
                queue.reset();
                co_await aio::gather(a, b);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"queue 'jobs' was destroyed while task 'one' waited for it: let it ",
                           "queue 'jobs' was destroyed while task 'two' waited for it: let it "});
    }

    TEST_CASE("a queue may go as soon as all is done, even before those who joined have run") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto queue = std::make_unique<aio::Queue<int>>();
                queue->put_nowait(1);
                auto joiner = aio::create_task(join(queue.get(), log));
                co_await aio::sleep(0);
                queue->get_nowait();
                queue->task_done();
                queue.reset();
                co_await joiner;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"joined"});
    }

    TEST_CASE("many getters, woken and cancelled in turn, each item is got once") {
        struct Body {
            static aio::Coro<> worker(aio::Queue<int>* queue, std::vector<int>* got) {
                while (true) got->push_back(co_await queue->get());
            }
            static aio::Coro<> main(std::vector<int>* got) {
                aio::Queue<int> queue(3);
                std::vector<aio::Task<>> workers;
                for (int i = 0; i < 40; ++i) workers.push_back(aio::create_task(worker(&queue, got)));
                co_await aio::sleep(0);
                for (int i = 0; i < 200; ++i) {
                    co_await queue.put(i);
                    if (i % 7 == 0) workers[static_cast<std::size_t>(i / 7)].cancel();
                    if (i % 11 == 0) got->push_back(queue.get_nowait());
                }
                while (!queue.empty()) co_await aio::sleep(0);
                for (auto& one : workers) one.cancel();
                co_await aio::gather(aio::return_exceptions, std::move(workers));
            }
        };
        std::vector<int> got;
        run_virtual(Body::main(&got));
        std::sort(got.begin(), got.end());
        REQUIRE(got.size() == 200);
        for (int i = 0; i < 200; ++i) CHECK(got[static_cast<std::size_t>(i)] == i);
    }
}
