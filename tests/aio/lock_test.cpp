#include "sync_support.hpp"

#include <memory>

using namespace test;

namespace {

// Holds the lock for so many turns, and notes it.
aio::Coro<> hold(aio::Lock& lock, std::string name, int count, Lines* log) {
    note(log, name + " asks");
    try {
        auto guard = co_await lock.guard();
        note(log, name + " in");
        co_await turns(count);
        note(log, name + " out");
    } catch (const aio::CancelledError&) {
        note(log, name + (lock.locked() ? " cancelled locked" : " cancelled free"));
        throw;
    }
}

// Holds the lock; `names` wait for it, each to hold it for `count` turns.
struct Held {
    aio::Lock lock{"db"};
    std::vector<aio::Task<>> tasks;
    aio::Coro<> start(std::string names, int count, Lines* log) {
        co_await lock.acquire();
        for (const char name : names) tasks.push_back(aio::create_task(hold(lock, std::string(1, name), count, log)));
        co_await aio::sleep(0);
    }
};

aio::Coro<> wait_for_lock(aio::Lock* lock, std::string* why) {
    try {
        co_await lock->acquire();
        *why = "acquired";
    } catch (const aio::UsageError& error) {
        *why = error.what();
    } catch (const aio::CancelledError&) {
        *why = "cancelled";
    }
}

}  // namespace

TEST_SUITE("aio.lock") {
    TEST_CASE("one task at a time, first come, first served; who comes late cannot slip in (S60)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.start("abc", 1, log);
                held.lock.release();
                note(log, std::string("released, locked: ") + yes(held.lock.locked()));
                held.tasks.push_back(aio::create_task(hold(held.lock, "late", 0, log)));
                co_await aio::gather(held.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 a asks", "2 b asks", "2 c asks", "2 released, locked: no", "3 a in",
                                            "3 late asks", "4 a out", "5 b in", "6 b out", "7 c in", "8 c out",
                                            "9 late in", "9 late out", "11 end"});
    }

    TEST_CASE("who releases and acquires at once waits its turn (S60)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.start("w", 0, log);
                held.lock.release();
                co_await hold(held.lock, "me", 0, log);
                co_await held.tasks[0];
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 w asks", "2 me asks", "3 w in", "3 w out", "4 me in", "4 me out"});
    }

    TEST_CASE("a task that is cancelled after it was woken passes the lock on (S61)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.start("ab", 0, log);
                held.lock.release();
                held.tasks[0].cancel();
                held.tasks.push_back(aio::create_task(hold(held.lock, "c", 0, log)));
                co_await end_of_all(held.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 a asks", "2 b asks", "3 a cancelled free", "3 c asks", "4 b in",
                                            "4 b out", "5 c in", "5 c out", "7 end"});
    }

    TEST_CASE("a release right after the first in line was cancelled reaches the second (S61)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.start("ab", 0, log);
                held.tasks[0].cancel();
                held.lock.release();
                co_await end_of_all(held.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) ==
              Lines{"2 a asks", "2 b asks", "3 a cancelled free", "4 b in", "4 b out", "6 end"});
    }

    TEST_CASE("where everybody in line was cancelled, nobody need wait") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.start("a", 0, log);
                held.tasks[0].cancel();
                held.lock.release();
                co_await hold(held.lock, "me", 2, log);
                co_await end_of(held.tasks[0]);
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 a asks", "2 me asks", "2 me in", "3 a cancelled locked", "4 me out"});
    }

    TEST_CASE("a cancellation that is taken back before the woken task runs changes nothing (S34)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.start("a", 0, log);
                held.lock.release();
                held.tasks[0].cancel();
                held.tasks[0].uncancel();
                co_await held.tasks[0];
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 a asks", "3 a in", "3 a out", "4 end"});
    }

    TEST_CASE("a task cancelled in the middle of the line leaves it, and the others keep their order") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.start("abcd", 1, log);
                held.tasks[1].cancel();
                co_await aio::sleep(0);
                held.lock.release();
                held.tasks[2].cancel();
                co_await end_of_all(held.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 a asks", "2 b asks", "2 c asks", "2 d asks", "3 b cancelled locked",
                                            "4 a in", "4 c cancelled locked", "5 a out", "6 d in", "7 d out", "9 end"});
    }

    TEST_CASE("a task that cancelled itself meets that in the line, and passes nothing by (S33)") {
        struct Body {
            static aio::Coro<> impatient(aio::Lock& lock, Lines* log) {
                aio::current_task().cancel();
                co_await hold(lock, "a", 0, log);
            }
            static aio::Coro<> main(Lines* log) {
                Held held;
                co_await held.lock.acquire();
                held.tasks.push_back(aio::create_task(impatient(held.lock, log)));
                held.tasks.push_back(aio::create_task(hold(held.lock, "b", 0, log)));
                co_await aio::sleep(0);
                held.lock.release();
                co_await end_of_all(held.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) ==
              Lines{"2 a asks", "2 b asks", "3 a cancelled free", "4 b in", "4 b out", "6 end"});
    }

    TEST_CASE("to acquire a free lock gives nobody way; a woken waiter goes on a turn later (S15, S16)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Lock lock;
                const bool gave_way = co_await gives_way(lock.acquire());
                CHECK_FALSE(gave_way);
                const auto count = co_await hops(lock.acquire(), [&lock] { lock.release(); });
                CHECK(count == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("any task may release it; releasing a free lock is a mistake (S61)") {
        struct Body {
            static aio::Coro<> release(aio::Lock& lock) {
                lock.release();
                co_return;
            }
            static aio::Coro<> main() {
                aio::Lock lock("db");
                co_await lock.acquire();
                co_await aio::create_task(release(lock));
                CHECK_FALSE(lock.locked());
                try {
                    lock.release();
                    FAIL("no error");
                } catch (const aio::UsageError& error) {
                    CHECK(std::string(error.what()).find("lock 'db' is not held by anybody") != std::string::npos);
                    CHECK(error.lesson() == "lock");
                    CHECK(error.where().line() == __LINE__ - 5);
                }
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("to acquire it twice is to wait for oneself (S61)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Lock lock;
                co_await lock.acquire();
                co_await lock.acquire();
            }
        };
        CHECK_THROWS_AS(run_virtual(Body::main()), aio::DeadlockError);
    }

    TEST_CASE("a guard releases at the end of its scope, also when an exception leaves it") {
        struct Body {
            static aio::Coro<> fail_inside(aio::Lock& lock) {
                auto guard = co_await lock.guard();
                CHECK(lock.locked());
                throw std::runtime_error("inside");
            }
            static aio::Coro<> main() {
                aio::Lock lock;
                bool failed = false;
                try {
                    co_await fail_inside(lock);
                } catch (const std::runtime_error&) {
                    failed = true;
                }
                CHECK(failed);
                CHECK_FALSE(lock.locked());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a guard can be moved, and can release early, once") {
        struct Body {
            static aio::Coro<> main() {
                aio::Lock one("one");
                aio::Lock two("two");
                auto guard = co_await one.guard();
                auto kept = std::move(guard);
                CHECK(one.locked());
                kept.release();
                CHECK_FALSE(one.locked());
                kept.release();
                guard = co_await one.guard();
                auto other = co_await two.guard();
                guard = std::move(other);
                CHECK_FALSE(one.locked());
                CHECK(two.locked());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a guard whose lock somebody released by hand tells the loop, not its scope") {
        struct Body {
            static aio::Coro<> main(Lines* reports) {
                aio::current_loop().set_exception_handler(
                    [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
                aio::Lock lock("db");
                {
                    auto guard = co_await lock.guard();
                    lock.release();
                }
                CHECK(*reports == Lines{"a guard could not give back lock 'db'"});
            }
        };
        Lines reports;
        run_virtual(Body::main(&reports));
        CHECK(reports.size() == 1);
    }

    TEST_CASE("a guard may outlive its lock: a task that main left behind is cancelled when main's lock is gone") {
        struct Body {
            static aio::Coro<> work(aio::Lock* lock, bool* cancelled) {
                auto guard = co_await lock->guard();
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    *cancelled = true;
                    throw;
                }
            }
            static aio::Coro<> main(bool* cancelled) {
                aio::Lock lock;
                aio::create_task(work(&lock, cancelled));
                co_await aio::sleep(1s);
                CHECK(lock.locked());
            }
        };
        bool cancelled = false;
        run_virtual(Body::main(&cancelled));
        CHECK(cancelled);
    }

    TEST_CASE("another loop, or a thread without one, may not touch it") {
        struct Body {
            static aio::Coro<> acquire(aio::Lock* lock) { co_await lock->acquire(); }
            static aio::Coro<> main() {
                aio::Lock lock("db");
                co_await lock.acquire();
                const std::string in_other_loop = misuse_elsewhere([&] { run_virtual(acquire(&lock)); });
                CHECK(in_other_loop.find("lock 'db' belongs to another event loop or thread") != std::string::npos);
                const std::string without_loop = misuse_elsewhere([&] { lock.release(); });
                CHECK(without_loop.find("lock 'db' belongs to another event loop or thread") != std::string::npos);
                CHECK(lock.locked());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("it may be made before its loop, and serve one loop after another") {
        struct Body {
            static aio::Coro<> use(aio::Lock* lock, Lines* log) {
                co_await aio::gather(hold(*lock, "a", 1, log), hold(*lock, "b", 0, log));
            }
        };
        aio::Lock lock;
        for (int i = 0; i < 2; ++i) {
            Lines log;
            run_virtual(Body::use(&lock, &log));
            CHECK(log == Lines{"2 a asks", "2 a in", "2 b asks", "3 a out", "4 b in", "4 b out"});
        }
    }

    TEST_CASE("a lock that goes while a task waits for it tells that task why") {
        struct Body {
            static aio::Coro<> main(std::string* why) {
                auto lock = std::make_unique<aio::Lock>("db");
                co_await lock->acquire();
                auto task = aio::create_task(wait_for_lock(lock.get(), why), "worker");
                co_await aio::sleep(0);
                lock.reset();
                co_await task;
            }
        };
        std::string why;
        run_virtual(Body::main(&why));
        CHECK(why.starts_with("lock 'db' was destroyed while task 'worker' waited for it"));
        CHECK(why.ends_with("see the lesson 'lock'"));
    }

    TEST_CASE("a lock that goes tells those who were woken too, and those who were cancelled are just that") {
        struct Body {
            static aio::Coro<> main(std::string (*why)[3]) {
                auto lock = std::make_unique<aio::Lock>("db");
                co_await lock->acquire();
                std::vector<aio::Task<>> tasks;
                for (auto& text : *why) tasks.push_back(aio::create_task(wait_for_lock(lock.get(), &text), "worker"));
                co_await aio::sleep(0);
                lock->release();
                tasks[1].cancel();
                lock.reset();
                tasks[2].cancel();
                co_await aio::gather(std::move(tasks));
            }
        };
        std::string why[3];
        run_virtual(Body::main(&why));
        CHECK(why[0].starts_with("lock 'db' was destroyed"));
        CHECK(why[1] == "cancelled");
        CHECK(why[2] == "cancelled");
    }

    TEST_CASE("its statistics name who holds it and count who waits") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Held held;
                CHECK_FALSE(held.lock.statistics().locked);
                CHECK(held.lock.statistics().owner == 0);
                co_await held.start("abc", 0, log);
                CHECK(held.lock.statistics().locked);
                CHECK(held.lock.statistics().owner == aio::current_task().id());
                CHECK(held.lock.statistics().waiting == 3);
                held.lock.release();
                CHECK(held.lock.statistics().owner == 0);
                CHECK(held.lock.statistics().waiting == 2);
                held.tasks[2].cancel();
                CHECK(held.lock.statistics().waiting == 1);
                co_await end_of_all(held.tasks);
                CHECK(held.lock.statistics().waiting == 0);
            }
        };
        lines_of(Body::main);
    }

    TEST_CASE("the record tells who takes and gives it, and that a release is why the next goes on") {
        struct Body {
            static aio::Coro<> work(aio::Lock& lock) {
                auto guard = co_await lock.guard();
                co_await aio::sleep(1s);
            }
            static aio::Coro<> main() {
                aio::Lock lock("db");
                co_await aio::gather(work(lock), work(lock));
            }
        };
        CHECK(told_of(events_of(Body::main())) == Lines{"create", "take 1 by 2", "3 waits to hold", "give 1 by 2",
                                                        "3 woken by give", "take 1 by 3", "give 1 by 3", "destroy"});
    }
}
