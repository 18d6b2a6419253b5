#include "sync_support.hpp"

#include <algorithm>
#include <memory>

using namespace test;

namespace {

std::string free_permits(const aio::Semaphore& semaphore) { return std::to_string(semaphore.statistics().value); }

// Holds a permit for so many turns, and notes how many are free then.
aio::Coro<> hold(aio::Semaphore& semaphore, std::string name, int count, Lines* log) {
    try {
        auto permit = co_await semaphore.guard();
        note(log, name + " in " + free_permits(semaphore));
        co_await turns(count);
        note(log, name + " out");
    } catch (const aio::CancelledError&) {
        note(log, name + " cancelled " + free_permits(semaphore));
        throw;
    }
}

// Takes a permit and keeps it.
aio::Coro<> take(aio::Semaphore& semaphore, std::string name, Lines* log) {
    try {
        co_await semaphore.acquire();
        note(log, name + " has one, " + free_permits(semaphore));
    } catch (const aio::CancelledError&) {
        note(log, name + " cancelled " + free_permits(semaphore));
        throw;
    }
}

aio::Coro<> wait_for_permit(aio::Semaphore* semaphore, std::string* why) {
    try {
        co_await semaphore->acquire();
    } catch (const aio::UsageError& error) {
        *why = error.what();
    } catch (const aio::CancelledError&) {
        *why = "cancelled";
    }
}

}  // namespace

TEST_SUITE("aio.semaphore") {
    TEST_CASE("as many at a time as it has permits, first come, first served (S65)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore two(2);
                std::vector<aio::Coro<>> tasks;
                for (const char name : std::string("abcde")) tasks.push_back(hold(two, std::string(1, name), 1, log));
                co_await aio::gather(std::move(tasks));
                note(log, "end " + free_permits(two));
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 a in 1", "2 b in 0", "3 a out", "3 b out", "4 c in 0", "4 d in 0",
                                            "5 c out", "5 d out", "6 e in 1", "7 e out", "9 end 2"});
    }

    TEST_CASE("who comes late cannot take the permit of a task that was woken (S65)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore one;
                co_await one.acquire();
                std::vector<aio::Task<>> tasks;
                for (const char name : std::string("abc")) {
                    tasks.push_back(aio::create_task(hold(one, std::string(1, name), 0, log)));
                }
                co_await aio::sleep(0);
                one.release();
                note(log, std::string("locked: ") + yes(one.locked()) + " " + free_permits(one));
                co_await one.acquire();
                note(log, "me");
                one.release();
                co_await aio::gather(tasks);
                note(log, "end " + free_permits(one));
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 locked: yes 0", "3 a in 0", "3 a out", "4 b in 0", "4 b out", "5 c in 0",
                                            "5 c out", "6 me", "6 end 1"});
    }

    TEST_CASE("more permits than waiters: those who came behind a woken one go on in the same turn as it (S65)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore none(0);
                std::vector<aio::Task<>> tasks;
                tasks.push_back(aio::create_task(take(none, "a", log)));
                co_await aio::sleep(0);
                for (int i = 0; i < 3; ++i) none.release();
                note(log, "three, " + free_permits(none) + ", locked: " + yes(none.locked()));
                for (const char name : std::string("bcd")) {
                    tasks.push_back(aio::create_task(take(none, std::string(1, name), log)));
                }
                co_await aio::sleep(0);
                note(log, "main");
                co_await aio::gather(tasks[0], tasks[1], tasks[2]);
                note(log, "left " + free_permits(none));
                none.release();
                co_await tasks[3];
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 three, 2, locked: yes", "3 a has one, 2", "3 b has one, 1",
                                            "3 c has one, 0", "3 main", "3 left 0", "4 d has one, 0", "5 end"});
    }

    TEST_CASE("who comes while a woken task has not run waits behind it, even for a free permit") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore none(0);
                auto a = aio::create_task(take(none, "a", log));
                co_await aio::sleep(0);
                none.release();
                none.release();
                co_await take(none, "me", log);
                co_await a;
                note(log, "end " + free_permits(none));
            }
        };
        CHECK(lines_of(Body::main) == Lines{"3 a has one, 0", "4 me has one, 0", "4 end 0"});
    }

    TEST_CASE("a task that is cancelled after it was woken passes the permit on (S65)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore none(0);
                auto a = aio::create_task(take(none, "a", log));
                auto b = aio::create_task(take(none, "b", log));
                co_await aio::sleep(0);
                none.release();
                a.cancel();
                note(log, free_permits(none));
                co_await end_of_both(a, b);
                note(log, "end " + free_permits(none));
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 0", "3 a cancelled 0", "4 b has one, 0", "6 end 0"});
    }

    TEST_CASE("a release passes by those who are cancelled already") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore none(0);
                auto a = aio::create_task(take(none, "a", log));
                auto b = aio::create_task(take(none, "b", log));
                co_await aio::sleep(0);
                a.cancel();
                none.release();
                note(log, free_permits(none));
                auto c = aio::create_task(take(none, "c", log));
                co_await end_of_both(a, b);
                none.release();
                co_await c;
                note(log, "end " + free_permits(none));
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 0", "3 a cancelled 0", "3 b has one, 0", "6 c has one, 0", "7 end 0"});
    }

    TEST_CASE("where everybody in line was cancelled, nobody need wait") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore none(0);
                auto a = aio::create_task(hold(none, "a", 0, log));
                co_await aio::sleep(0);
                a.cancel();
                none.release();
                note(log, free_permits(none) + " locked: " + yes(none.locked()));
                co_await hold(none, "me", 0, log);
                co_await end_of(a);
                note(log, "end " + free_permits(none));
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 1 locked: no", "2 me in 0", "2 me out", "3 a cancelled 1", "4 end 1"});
    }

    TEST_CASE("a free permit is taken without giving way; a woken waiter goes on a turn later (S15, S16)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Semaphore one(1);
                const bool gave_way = co_await gives_way(one.acquire());
                CHECK_FALSE(gave_way);
                const auto count = co_await hops(one.acquire(), [&one] { one.release(); });
                CHECK(count == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a thousand permits given back in one turn wake a thousand, in order") {
        struct Body {
            static aio::Coro<> take_number(aio::Semaphore& semaphore, int number, std::vector<int>* order) {
                co_await semaphore.acquire();
                order->push_back(number);
            }
            static aio::Coro<> main() {
                aio::Semaphore none(0);
                std::vector<int> order;
                std::vector<aio::Task<>> tasks;
                for (int i = 0; i < 1000; ++i) tasks.push_back(aio::create_task(take_number(none, i, &order)));
                co_await aio::sleep(0);
                for (int i = 0; i < 1000; i += 10) tasks[static_cast<std::size_t>(i)].cancel();
                for (int i = 0; i < 1000; ++i) none.release();
                co_await end_of_all(tasks);
                REQUIRE(order.size() == 900);
                CHECK(std::is_sorted(order.begin(), order.end()));
                CHECK(none.statistics().value == 100);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a bounded semaphore notices one release too many; another one grows (S65)") {
        struct Body {
            static aio::Coro<> main() {
                aio::BoundedSemaphore bounded(1, "slots");
                co_await bounded.acquire();
                bounded.release();
                try {
                    bounded.release();
                    FAIL("no error");
                } catch (const aio::UsageError& error) {
                    CHECK(std::string(error.what()).find("bounded semaphore 'slots' has all its permits") !=
                          std::string::npos);
                    CHECK(error.lesson() == "semaphore");
                    CHECK(error.where().line() == __LINE__ - 6);
                }
                CHECK(bounded.statistics().value == 1);
                aio::Semaphore other(1);
                other.release();
                CHECK(other.statistics().value == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("it cannot begin with fewer than no permits") {
        CHECK_THROWS_AS(aio::Semaphore(-1), std::invalid_argument);
        CHECK_THROWS_AS(aio::BoundedSemaphore(-1), std::invalid_argument);
        CHECK(aio::Semaphore(0).locked());
        CHECK_FALSE(aio::Semaphore().locked());
    }

    TEST_CASE("a guard gives its permit back when an exception leaves its scope, and may outlive the semaphore") {
        struct Body {
            static aio::Coro<> fail_inside(aio::Semaphore& semaphore) {
                auto permit = co_await semaphore.guard();
                throw std::runtime_error("inside");
            }
            static aio::Coro<> keep(aio::Semaphore* semaphore) {
                auto permit = co_await semaphore->guard();
                co_await aio::sleep(1h);
            }
            static aio::Coro<> main() {
                aio::BoundedSemaphore one;
                auto failing = aio::create_task(fail_inside(one));
                co_await end_of(failing);
                CHECK_FALSE(one.locked());
                aio::create_task(keep(&one));
                co_await aio::sleep(1s);
                CHECK(one.locked());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("another loop, or a thread without one, may not touch it") {
        struct Body {
            static aio::Coro<> acquire(aio::Semaphore* semaphore) { co_await semaphore->acquire(); }
            static aio::Coro<> main() {
                aio::Semaphore semaphore(1, "slots");
                const std::string belongs = "semaphore 'slots' belongs to another event loop or thread";
                CHECK(misuse_elsewhere([&] { run_virtual(acquire(&semaphore)); }).find(belongs) != std::string::npos);
                CHECK(misuse_elsewhere([&] { semaphore.release(); }).find(belongs) != std::string::npos);
                CHECK(semaphore.statistics().value == 1);
                co_return;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a semaphore that goes tells those who wait or were woken; who was cancelled is just that") {
        struct Body {
            static aio::Coro<> main(std::string (*why)[4]) {
                auto semaphore = std::make_unique<aio::Semaphore>(0, "slots");
                std::vector<aio::Task<>> tasks;
                for (auto& text : *why) {
                    tasks.push_back(aio::create_task(wait_for_permit(semaphore.get(), &text), "worker"));
                }
                co_await aio::sleep(0);
                semaphore->release();
                semaphore->release();
                tasks[1].cancel();
                tasks[2].cancel();
                semaphore.reset();
                co_await aio::gather(std::move(tasks));
            }
        };
        std::string why[4];
        run_virtual(Body::main(&why));
        CHECK(why[0].starts_with("semaphore 'slots' was destroyed while task 'worker' waited for it"));
        CHECK(why[1] == "cancelled");
        CHECK(why[2] == "cancelled");
        CHECK(why[3].ends_with("see the lesson 'semaphore'"));
    }

    TEST_CASE("its statistics count free permits and those who have none yet") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Semaphore two(2);
                co_await two.acquire();
                CHECK(two.statistics().value == 1);
                CHECK_FALSE(two.locked());
                co_await two.acquire();
                CHECK(two.statistics().value == 0);
                auto a = aio::create_task(take(two, "a", log));
                auto b = aio::create_task(take(two, "b", log));
                co_await aio::sleep(0);
                CHECK(two.statistics().waiting == 2);
                two.release();
                CHECK(two.statistics().value == 0);
                CHECK(two.statistics().waiting == 1);
                b.cancel();
                CHECK(two.statistics().waiting == 0);
                co_await end_of_both(a, b);
            }
        };
        lines_of(Body::main);
    }

    TEST_CASE("the record tells how many permits are free, who has them, and that a release is why the next goes on") {
        struct Body {
            static aio::Coro<> work(aio::Semaphore& semaphore) {
                auto permit = co_await semaphore.guard();
                co_await aio::sleep(1s);
            }
            static aio::Coro<> main() {
                aio::Semaphore one(1, "slots");
                co_await aio::gather(work(one), work(one));
            }
        };
        CHECK(told_of(events_of(Body::main())) == Lines{"create", "capacity 1", "value 1", "take 1 by 2", "value 0",
                                                        "3 waits to hold", "give 1 by 2", "3 woken by give",
                                                        "take 1 by 3", "give 1 by 3", "value 1", "destroy"});
    }
}
