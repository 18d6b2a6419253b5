#include "sync_support.hpp"

#include <memory>
#include <optional>

using namespace test;

namespace {

aio::Coro<> wait(aio::Condition& condition, std::string name, Lines* log) {
    try {
        auto guard = co_await condition.guard();
        co_await condition.wait();
        note(log, name + " on");
    } catch (const aio::CancelledError& cancelled) {
        note(log, name + " cancelled, locked: " + yes(condition.locked()) + " " + cancelled.message());
        throw;
    }
}

// Tasks that wait for a condition, one a letter.
struct Waiting {
    aio::Condition condition{"changed"};
    std::vector<aio::Task<>> tasks;
    aio::Coro<> start(std::string names, Lines* log) {
        for (const char name : names) {
            tasks.push_back(aio::create_task(wait(condition, std::string(1, name), log)));
        }
        co_await aio::sleep(0);
    }
};

aio::Coro<> wait_and_tell(aio::Condition* condition, std::string* why) {
    try {
        auto guard = co_await condition->guard();
        co_await condition->wait();
        *why = "on";
    } catch (const aio::UsageError& error) {
        *why = error.what();
    } catch (const aio::CancelledError&) {
        *why = "cancelled";
    }
}

}  // namespace

TEST_SUITE("aio.condition") {
    TEST_CASE("notify(n) wakes the first n in line, who go on one after the other, with the lock (S63)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("abcd", log);
                {
                    auto guard = co_await all.condition.guard();
                    all.condition.notify(2);
                    note(log, "two");
                }
                co_await turns(4);
                {
                    auto guard = co_await all.condition.guard();
                    all.condition.notify_all();
                    note(log, "all");
                    co_await aio::sleep(0);
                    note(log, "still mine");
                }
                co_await aio::gather(all.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) ==
              Lines{"2 two", "3 a on", "3 b on", "6 all", "7 still mine", "8 c on", "9 d on", "11 end"});
    }

    TEST_CASE("waiting and notifying need the lock (S63)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Condition condition("changed");
                try {
                    condition.notify();
                    FAIL("no error");
                } catch (const aio::UsageError& error) {
                    CHECK(std::string(error.what()).find("condition 'changed': notify needs its lock") !=
                          std::string::npos);
                    CHECK(error.lesson() == "event");
                    CHECK(error.where().line() == __LINE__ - 6);
                }
                CHECK_THROWS_AS(condition.notify_all(), aio::UsageError);
                bool refused = false;
                try {
                    co_await condition.wait();
                } catch (const aio::UsageError& error) {
                    refused = true;
                    CHECK(error.where().line() == __LINE__ - 3);
                }
                CHECK(refused);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a cancelled waiter takes the lock again before it meets the cancellation (S63)") {
        struct Body {
            static aio::Coro<> careful(aio::Condition& condition, bool* locked) {
                auto guard = co_await condition.guard();
                try {
                    co_await condition.wait();
                } catch (const aio::CancelledError&) {
                    *locked = condition.locked();
                    throw;
                }
            }
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("a", log);
                {
                    auto guard = co_await all.condition.guard();
                    all.tasks[0].cancel();
                    co_await turns(2);
                    note(log, "leaving");
                }
                co_await end_of(all.tasks[0]);
                note(log, std::string("end ") + yes(all.condition.locked()));

                bool locked = false;
                auto task = aio::create_task(careful(all.condition, &locked));
                co_await aio::sleep(0);
                task.cancel();
                co_await end_of(task);
                CHECK(locked);
                CHECK_FALSE(all.condition.locked());
            }
        };
        CHECK(lines_of(Body::main) == Lines{"4 leaving", "5 a cancelled, locked: no ", "6 end no"});
    }

    TEST_CASE("a waiter that is cancelled after it was notified passes that on (S64)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("ab", log);
                {
                    auto guard = co_await all.condition.guard();
                    all.condition.notify();
                }
                all.tasks[0].cancel();
                co_await end_of_all(all.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"3 a cancelled, locked: no ", "4 b on", "6 end"});
    }

    TEST_CASE("cancelled while it waits for the lock, it waits on, and meets the latest request (S64)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("abc", log);
                {
                    auto guard = co_await all.condition.guard();
                    all.condition.notify();
                    co_await turns(2);
                    all.tasks[0].cancel("one");
                    co_await turns(2);
                    all.tasks[0].cancel("two");
                    co_await aio::sleep(0);
                    note(log, "leaving");
                }
                co_await turns(6);
                note(log, "later");
                all.tasks[2].cancel();
                co_await end_of_all(all.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"7 leaving", "8 a cancelled, locked: no two", "9 b on", "13 later",
                                            "14 c cancelled, locked: no ", "16 end"});
    }

    TEST_CASE("cancelled when the lock was already on its way to it, it asks for it again behind the others") {
        struct Body {
            static aio::Coro<> other(aio::Condition& condition, Lines* log) {
                auto guard = co_await condition.guard();
                note(log, "other in");
                co_await aio::sleep(0);
                note(log, "other out");
            }
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("a", log);
                {
                    auto guard = co_await all.condition.guard();
                    all.condition.notify();
                    co_await turns(2);
                    all.tasks.push_back(aio::create_task(other(all.condition, log)));
                    co_await turns(2);
                }
                all.tasks[0].cancel();
                note(log, "cancelled");
                co_await end_of_all(all.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) ==
              Lines{"6 cancelled", "8 other in", "9 other out", "10 a cancelled, locked: no ", "12 end"});
    }

    TEST_CASE("wait_for waits until its predicate is true, and not at all if it is (S15)") {
        struct Body {
            static aio::Coro<> reach(aio::Condition& condition, int& count, int goal, Lines* log) {
                auto guard = co_await condition.guard();
                const auto reached = [&count, goal] { return count >= goal; };
                const bool last = co_await condition.wait_for(reached);
                CHECK(last);
                note(log, std::to_string(goal) + " reached, " + std::to_string(count));
            }
            static aio::Coro<> main(Lines* log) {
                aio::Condition condition;
                int count = 0;
                std::vector<aio::Task<>> tasks;
                for (int goal = 0; goal < 4; ++goal) {
                    tasks.push_back(aio::create_task(reach(condition, count, goal, log)));
                }
                co_await aio::sleep(0);
                while (count < 3) {
                    {
                        auto guard = co_await condition.guard();
                        ++count;
                        condition.notify_all();
                        note(log, "now " + std::to_string(count));
                    }
                    co_await turns(2);
                }
                co_await aio::gather(std::move(tasks));
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 0 reached, 0", "2 now 1", "3 1 reached, 1", "4 now 2", "5 2 reached, 2",
                                            "6 now 3", "7 3 reached, 3", "8 end"});
    }

    TEST_CASE("wait_for gives what its predicate returned, and takes part in gather and create_task") {
        struct Body {
            static aio::Coro<int> first_item(aio::Condition& condition, std::vector<int>& items) {
                auto guard = co_await condition.guard();
                const auto item = [&items] { return items.empty() ? std::optional<int>() : items.front(); };
                const std::optional<int> found = co_await condition.wait_for(item);
                co_return *found;
            }
            static aio::Coro<> fails(aio::Condition& condition) {
                auto guard = co_await condition.guard();
                const auto broken = []() -> bool { throw std::runtime_error("predicate"); };
                co_await condition.wait_for(broken);
            }
            static aio::Coro<> main() {
                aio::Condition condition;
                std::vector<int> items;
                auto task = aio::create_task(first_item(condition, items));
                co_await aio::sleep(1s);
                {
                    auto guard = co_await condition.guard();
                    items.push_back(7);
                    condition.notify();
                }
                const int item = co_await task;
                CHECK(item == 7);
                const auto always = [] { return 3; };
                auto [three] = co_await aio::gather(condition.wait_for(always));
                CHECK(three == 3);
                bool failed = false;
                try {
                    co_await fails(condition);
                } catch (const std::runtime_error&) {
                    failed = true;
                }
                CHECK(failed);
                CHECK_FALSE(condition.locked());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("two conditions may share a lock") {
        struct Body {
            aio::Lock lock;
            aio::Condition full{lock, "full"};
            aio::Condition empty{lock, "empty"};
            std::optional<int> item;
            aio::Coro<> put(Lines* log) {
                for (int i = 0; i < 3; ++i) {
                    auto guard = co_await lock.guard();
                    const auto has_room = [this] { return !item; };
                    co_await empty.wait_for(has_room);
                    item = i;
                    note(log, "put " + std::to_string(i));
                    full.notify();
                }
            }
            aio::Coro<> get(Lines* log) {
                for (int i = 0; i < 3; ++i) {
                    auto guard = co_await lock.guard();
                    const auto has_item = [this] { return item.has_value(); };
                    co_await full.wait_for(has_item);
                    note(log, "got " + std::to_string(*item));
                    item.reset();
                    empty.notify();
                }
            }
            static aio::Coro<> main(Lines* log) {
                Body body;
                co_await aio::gather(body.get(log), body.put(log));
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 put 0", "3 got 0", "4 put 1", "5 got 1", "6 put 2", "7 got 2", "9 end"});
    }

    TEST_CASE("its lock is acquired without giving way, and can be used by hand (S15)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Condition condition;
                const bool gave_way = co_await gives_way(condition.acquire());
                CHECK_FALSE(gave_way);
                CHECK(condition.locked());
                condition.notify();
                condition.release();
                CHECK_FALSE(condition.locked());
                CHECK_THROWS_AS(condition.release(), aio::UsageError);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("another loop, or a thread without one, may not touch it") {
        struct Body {
            static aio::Coro<> wait(aio::Condition* condition) { co_await condition->wait(); }
            static aio::Coro<> main() {
                aio::Condition condition("changed");
                auto guard = co_await condition.guard();
                const std::string belongs = "condition 'changed' belongs to another event loop or thread";
                CHECK(misuse_elsewhere([&] { run_virtual(wait(&condition)); }).find(belongs) != std::string::npos);
                CHECK(misuse_elsewhere([&] { condition.notify(); }).find(belongs) != std::string::npos);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a condition that goes with its lock tells those who wait, for a notification or for the lock") {
        struct Body {
            static aio::Coro<> main(std::string (*why)[4]) {
                auto condition = std::make_unique<aio::Condition>("changed");
                std::vector<aio::Task<>> tasks;
                for (auto& text : *why) {
                    tasks.push_back(aio::create_task(wait_and_tell(condition.get(), &text), "worker"));
                }
                co_await aio::sleep(0);
                auto guard = co_await condition->guard();
                condition->notify(2);
                co_await aio::sleep(0);
                tasks[1].cancel();
                tasks[3].cancel();
                condition.reset();
                co_await aio::gather(std::move(tasks));
            }
        };
        std::string why[4];
        run_virtual(Body::main(&why));
        CHECK(why[0].starts_with("lock 'changed' was destroyed while task 'worker' waited for it"));
        CHECK(why[1] == "cancelled");
        CHECK(why[2].starts_with("condition 'changed' was destroyed while task 'worker' waited for it"));
        CHECK(why[2].ends_with("see the lesson 'event'"));
        CHECK(why[3] == "cancelled");
    }

    TEST_CASE("a condition that goes before its lock: its waiters hold the lock again when they hear of it") {
        struct Body {
            static aio::Coro<> wait(aio::Condition* condition, aio::Lock& lock, Lines* log) {
                auto guard = co_await lock.guard();
                try {
                    co_await condition->wait();
                } catch (const aio::UsageError& error) {
                    const std::string what = error.what();
                    note(log, what.substr(0, what.find(" was")) + ", locked: " + yes(lock.locked()));
                }
                co_await aio::sleep(0);
            }
            static aio::Coro<> main(Lines* log) {
                aio::Lock lock;
                auto condition = std::make_unique<aio::Condition>(lock, "changed");
                std::vector<aio::Task<>> tasks;
                for (int i = 0; i < 3; ++i) tasks.push_back(aio::create_task(wait(condition.get(), lock, log)));
                co_await aio::sleep(0);
                co_await lock.acquire();
                condition->notify();
                co_await aio::sleep(0);
                condition.reset();
                co_await aio::sleep(0);
                lock.release();
                co_await aio::gather(std::move(tasks));
                CHECK_FALSE(lock.locked());
            }
        };
        CHECK(lines_of(Body::main) == Lines{"5 the condition, locked: yes", "7 condition 'changed', locked: yes",
                                            "9 condition 'changed', locked: yes"});
    }

    TEST_CASE("a lock that goes before its condition is missed, not followed") {
        struct Body {
            static aio::Coro<> main(std::string* why) {
                auto lock = std::make_unique<aio::Lock>("db");
                aio::Condition condition(*lock, "changed");
                auto task = aio::create_task(wait_and_tell(&condition, why), "worker");
                co_await aio::sleep(0);
                lock.reset();
                CHECK_THROWS_AS(condition.notify(), aio::UsageError);
                CHECK_THROWS_AS(condition.locked(), aio::UsageError);
                task.cancel();
                co_await task;
            }
        };
        std::string why;
        run_virtual(Body::main(&why));
        CHECK(why == "cancelled");
    }

    TEST_CASE("its statistics count who waits to be notified, and show the lock") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("abc", log);
                CHECK(all.condition.statistics().waiting == 3);
                CHECK_FALSE(all.condition.statistics().lock.locked);
                {
                    auto guard = co_await all.condition.guard();
                    all.condition.notify(2);
                    CHECK(all.condition.statistics().waiting == 1);
                    co_await aio::sleep(0);
                    CHECK(all.condition.statistics().lock.waiting == 2);
                    CHECK(all.condition.statistics().lock.owner == aio::current_task().id());
                    all.condition.notify_all();
                }
                co_await aio::gather(all.tasks);
                CHECK(all.condition.statistics().waiting == 0);
            }
        };
        lines_of(Body::main);
    }

    TEST_CASE("the record tells of the lock given back and taken again, and who is notified") {
        struct Body {
            static aio::Coro<> wait(aio::Condition& condition) {
                auto guard = co_await condition.guard();
                co_await condition.wait();
            }
            static aio::Coro<> main() {
                aio::Condition condition("changed");
                auto task = aio::create_task(wait(condition));
                co_await aio::sleep(0);
                {
                    auto guard = co_await condition.guard();
                    condition.notify_all();
                    co_await aio::sleep(0);
                }
                co_await task;
            }
        };
        CHECK(told_of(events_of(Body::main())) ==
              Lines{"create", "create", "take 1 by 2", "give 1 by 2", "2 waits for a signal", "take 1 by 1",
                    "notify 1 by 1", "2 woken by notify", "2 waits to hold", "give 1 by 1", "2 woken by give",
                    "take 1 by 2", "give 1 by 2", "destroy", "destroy"});
    }
}
