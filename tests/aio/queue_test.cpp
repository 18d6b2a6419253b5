// Queue: hop for hop as asyncio's. Cancellation and shutdown are in queue_end_test.cpp.
#include "support.hpp"

#include <memory>

using namespace test;

namespace {

aio::Coro<> get_into(aio::Queue<int>* queue, std::string name, Lines* log) {
    const int item = co_await queue->get();
    log->push_back(name + std::to_string(item));
}

aio::Coro<> put_from(aio::Queue<int>* queue, int item, Lines* log) {
    co_await queue->put(item);
    log->push_back("put " + std::to_string(item));
}

struct Payload {
    explicit Payload(int of) : value(std::make_unique<int>(of)) {}
    std::unique_ptr<int> value;
};

template <class Queue>
aio::Coro<int> through(Queue* queue) {
    co_await queue->put(Payload(2));
    queue->put_nowait(Payload(1));
    Payload first = co_await queue->get();
    Payload second = queue->get_nowait();
    co_return *first.value * 10 + *second.value;
}

}  // namespace

TEST_SUITE("aio.queue") {
    TEST_CASE("those who wait to get are served first come, first served (S67)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                auto b = aio::create_task(get_into(&queue, "b", log));
                co_await aio::sleep(0);
                CHECK(queue.statistics().getters == 2);
                queue.put_nowait(1);
                queue.put_nowait(2);
                // Both were woken, and neither has run: the items are still there.
                CHECK(queue.qsize() == 2);
                CHECK(queue.statistics().getters == 0);
                co_await a;
                co_await b;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a1", "b2"});
    }

    TEST_CASE("what a task was woken for may be taken by another: it waits on, last in line (S67)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                auto b = aio::create_task(get_into(&queue, "b", log));
                co_await aio::sleep(0);
                queue.put_nowait(1);
                CHECK(queue.get_nowait() == 1);
                co_await aio::sleep(0);
                CHECK_FALSE(a.done());
                CHECK(queue.statistics().getters == 2);
                queue.put_nowait(2);
                queue.put_nowait(3);
                co_await aio::gather(a, b);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"b2", "a3"});
    }

    TEST_CASE("a get that need not wait overtakes a task that was woken and has not run (S67)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue;
                auto a = aio::create_task(get_into(&queue, "a", log));
                co_await aio::sleep(0);
                co_await queue.put(1);
                log->push_back("main" + std::to_string(co_await queue.get()));
                co_await aio::sleep(0);
                co_await queue.put(2);
                co_await a;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"main1", "a2"});
    }

    TEST_CASE("put and get give nobody way where they need not wait") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue(2);
                auto other = aio::create_task(say("other", log));
                co_await queue.put(1);
                co_await queue.put(2);
                log->push_back("put");
                co_await queue.get();
                co_await queue.get();
                log->push_back("got");
                co_await other;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"put", "got", "other"});
    }

    TEST_CASE("those who wait for room put in the order in which they came (S67)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue(1);
                queue.put_nowait(0);
                for (int i : {1, 2, 3}) aio::create_task(put_from(&queue, i, log));
                co_await aio::sleep(0);
                CHECK(queue.full());
                CHECK(queue.statistics().putters == 3);
                CHECK_THROWS_AS(queue.put_nowait(9), aio::QueueFull);
                std::string got = std::to_string(queue.get_nowait());
                for (int i = 0; i < 3; ++i) got += std::to_string(co_await queue.get());
                log->push_back("got " + got);
                CHECK_THROWS_AS(queue.get_nowait(), aio::QueueEmpty);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"put 1", "put 2", "put 3", "got 0123"});
    }

    TEST_CASE("room that a task was woken for may be taken by another: it waits on, last in line (S67)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue(1);
                queue.put_nowait(0);
                auto a = aio::create_task(put_from(&queue, 1, log));
                auto b = aio::create_task(put_from(&queue, 2, log));
                co_await aio::sleep(0);
                queue.get_nowait();
                queue.put_nowait(9);
                co_await aio::sleep(0);
                CHECK(queue.statistics().putters == 2);
                for (int i = 0; i < 3; ++i) log->push_back("got " + std::to_string(co_await queue.get()));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"got 9", "put 2", "got 2", "put 1", "got 1"});
    }

    TEST_CASE("join waits until every item is worked off; task_done once too often is an error (S69)") {
        struct Body {
            static aio::Coro<> join(aio::Queue<int>* queue, Lines* log) {
                co_await queue->join();
                log->push_back("joined");
            }
            static aio::Coro<> main(Lines* log) {
                aio::Queue<int> queue(0, "jobs");
                std::string why;
                try {
                    queue.task_done();
                } catch (const aio::UsageError& error) {
                    why = error.what();
                }
                CHECK(why.starts_with("task_done() was called more often than items were put into queue 'jobs' "));
                CHECK(why.ends_with("see the lesson 'queue'"));
                co_await queue.join();
                queue.put_nowait(1);
                queue.put_nowait(2);
                auto joiner = aio::create_task(join(&queue, log));
                co_await aio::sleep(0);
                queue.get_nowait();
                queue.task_done();
                queue.get_nowait();
                co_await aio::sleep(0);
                CHECK_FALSE(joiner.done());
                CHECK(queue.statistics().unfinished == 1);
                CHECK(queue.statistics().joiners == 1);
                queue.task_done();
                // Whoever joined was told: an item that comes now changes nothing for it.
                queue.put_nowait(3);
                co_await joiner;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"joined"});
    }

    TEST_CASE("a priority queue gives the smallest first, and equals in the order in which they came (S71)") {
        struct Job {
            int number;  // cannot be compared
        };
        struct Body {
            static aio::Coro<> main() {
                aio::PriorityQueue<std::pair<int, Job>> queue;
                int number = 0;
                for (int priority : {2, 1, 2, 0, 1, 2, 1}) queue.put_nowait({priority, Job{++number}});
                std::string order;
                while (!queue.empty()) order += std::to_string((co_await queue.get()).second.number);
                CHECK(order == "4257136");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a priority queue takes another order, and plain values") {
        struct Body {
            static aio::Coro<> main() {
                aio::PriorityQueue<int, std::greater<>> largest;
                aio::PriorityQueue<std::string> alphabetical;
                for (int i : {3, 9, 1}) largest.put_nowait(i);
                for (const char* word : {"pear", "apple", "fig"}) co_await alphabetical.put(word);
                CHECK(largest.get_nowait() == 9);
                CHECK(largest.get_nowait() == 3);
                const auto first = co_await alphabetical.get();
                CHECK(first == "apple");
                const auto second = co_await alphabetical.get();
                CHECK(second == "fig");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a LIFO queue gives the newest first") {
        struct Body {
            static aio::Coro<> main() {
                aio::LifoQueue<int> queue(2);
                co_await queue.put(1);
                co_await queue.put(2);
                CHECK(queue.full());
                CHECK(queue.get_nowait() == 2);
                queue.put_nowait(3);
                const auto newer = co_await queue.get();
                CHECK(newer == 3);
                const auto older = co_await queue.get();
                CHECK(older == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("items of types that can only be moved go through every kind of queue") {
        struct Smaller {
            bool operator()(const Payload& left, const Payload& right) const { return *left.value < *right.value; }
        };
        struct Body {
            static aio::Coro<> main() {
                aio::Queue<Payload> fifo;
                aio::LifoQueue<Payload> lifo;
                aio::PriorityQueue<Payload, Smaller> priority;
                const int a = co_await through(&fifo);
                const int b = co_await through(&lifo);
                const int c = co_await through(&priority);
                CHECK(a == 21);
                CHECK(b == 12);
                CHECK(c == 12);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a queue keeps its order however it grows and turns") {
        struct Body {
            static aio::Coro<> main() {
                aio::Queue<std::string> queue;
                int in = 0;
                int out = 0;
                for (int round = 1; round < 60; ++round) {
                    for (int i = 0; i < round; ++i) co_await queue.put("item " + std::to_string(in++));
                    for (int i = 0; i < round - round / 3; ++i) {
                        const std::string item = co_await queue.get();
                        if (item != "item " + std::to_string(out++)) FAIL(item);
                    }
                }
                CHECK(queue.qsize() == static_cast<std::size_t>(in - out));
                CHECK(queue.qsize() > 100);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("put and get may stand wherever an awaitable may") {
        struct Body {
            static aio::Coro<> main() {
                aio::Queue<std::string> queue(1);
                auto [nothing, got] = co_await aio::gather(queue.put("x"), queue.get());
                static_cast<void>(nothing);
                CHECK(got == "x");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a queue may be made and filled before the loop runs, and outlive it") {
        aio::Queue<int> queue(2);
        queue.put_nowait(1);
        struct Body {
            static aio::Coro<int> sum(aio::Queue<int>* from) {
                const int first = co_await from->get();
                co_await from->put(5);
                co_return first;
            }
        };
        CHECK(run_virtual(Body::sum(&queue)) == 1);
        CHECK(run_virtual(Body::sum(&queue)) == 5);
        CHECK(queue.get_nowait() == 5);
    }

    TEST_CASE("a queue of another loop is refused, and names itself") {
        struct Body {
            static aio::Coro<> make(std::unique_ptr<aio::Queue<int>>* queue) {
                *queue = std::make_unique<aio::Queue<int>>(0, "jobs");
                co_return;
            }
            static aio::Coro<> use(aio::Queue<int>* queue) { co_await queue->put(1); }
        };
        std::unique_ptr<aio::Queue<int>> queue;
        aio::EventLoop one({.clock = aio::ClockKind::virtual_time});
        one.run_until_done(one.create_task(Body::make(&queue)));
        aio::EventLoop two({.clock = aio::ClockKind::virtual_time});
        auto user = two.create_task(Body::use(queue.get()));
        two.run_until_done(user);
        std::string why;
        try {
            user.result();
        } catch (const aio::UsageError& error) {
            why = error.what();
        }
        CHECK(why.starts_with("queue 'jobs' belongs to another event loop"));
    }
}
