#include "sync_support.hpp"

#include <memory>

using namespace test;

namespace {

aio::Coro<> pass(aio::Event& event, std::string name, Lines* log) {
    try {
        co_await event.wait();
        note(log, name + " goes, set: " + yes(event.is_set()));
    } catch (const aio::CancelledError&) {
        note(log, name + " cancelled");
        throw;
    }
}

// Tasks that wait for an event, one a letter.
struct Waiting {
    aio::Event event{"ready"};
    std::vector<aio::Task<>> tasks;
    void add(std::string name, Lines* log) { tasks.push_back(aio::create_task(pass(event, name, log))); }
    aio::Coro<> start(std::string names, Lines* log) {
        for (const char name : names) add(std::string(1, name), log);
        co_await aio::sleep(0);
    }
};

aio::Coro<> wait_for_event(aio::Event* event, std::string* why) {
    try {
        co_await event->wait();
    } catch (const aio::UsageError& error) {
        *why = error.what();
    } catch (const aio::CancelledError&) {
        *why = "cancelled";
    }
}

}  // namespace

TEST_SUITE("aio.event") {
    TEST_CASE("who was woken goes on, even if the event goes first") {
        struct Body {
            static aio::Coro<> wait(aio::Event* event, Lines* log) {
                co_await event->wait();
                log->push_back("on");
            }
            static aio::Coro<> main(Lines* log) {
                auto event = std::make_unique<aio::Event>();
                auto task = aio::create_task(wait(event.get(), log));
                co_await aio::sleep(0);
                event->set();
                event.reset();
                co_await task;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"on"});
    }

    TEST_CASE("set() wakes everybody who waits, in order, though it is cleared at once (S62)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("abc", log);
                all.event.set();
                all.event.clear();
                note(log, "set and cleared");
                all.add("late", log);
                co_await turns(2);
                note(log, "later");
                all.event.set();
                co_await aio::gather(all.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 set and cleared", "3 a goes, set: no", "3 b goes, set: no",
                                            "3 c goes, set: no", "4 later", "5 late goes, set: yes", "7 end"});
    }

    TEST_CASE("while it is set, nobody waits; a woken waiter goes on a turn later (S15, S16)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Event event;
                event.set();
                CHECK(event.is_set());
                const bool gave_way = co_await gives_way(event.wait());
                CHECK_FALSE(gave_way);
                event.clear();
                CHECK_FALSE(event.is_set());
                const auto count = co_await hops(event.wait(), [&event] { event.set(); });
                CHECK(count == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("who is cancelled before or after set() meets that, and the others go on") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("abc", log);
                all.tasks[0].cancel();
                all.event.set();
                all.tasks[1].cancel();
                co_await end_of_all(all.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"3 a cancelled", "3 b cancelled", "3 c goes, set: yes", "5 end"});
    }

    TEST_CASE("who comes between set() and the steps of those whom it woke goes on with them") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("a", log);
                all.event.set();
                all.add("b", log);
                co_await aio::sleep(0);
                all.event.clear();
                all.add("c", log);
                co_await aio::sleep(0);
                all.event.set();
                co_await aio::gather(all.tasks);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"3 a goes, set: yes", "3 b goes, set: yes", "5 c goes, set: yes", "7 end"});
    }

    TEST_CASE("a callback may set it") {
        struct Body {
            static aio::Coro<> main() {
                aio::Event event;
                aio::current_loop().call_later(2s, [&event] { event.set(); });
                co_await event.wait();
                CHECK(now() == 2.0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("it may be set before its loop runs") {
        struct Body {
            static aio::Coro<> main(aio::Event* event) { co_await event->wait(); }
        };
        aio::Event event;
        event.set();
        run_virtual(Body::main(&event));
        event.clear();
        CHECK_THROWS_AS(run_virtual(Body::main(&event)), aio::DeadlockError);
    }

    TEST_CASE("another loop, or a thread without one, may not touch it") {
        struct Body {
            static aio::Coro<> wait(aio::Event* event) { co_await event->wait(); }
            static aio::Coro<> main() {
                aio::Event event("ready");
                const std::string belongs = "event 'ready' belongs to another event loop or thread";
                CHECK(misuse_elsewhere([&] { run_virtual(wait(&event)); }).find(belongs) != std::string::npos);
                CHECK(misuse_elsewhere([&] { event.set(); }).find(belongs) != std::string::npos);
                CHECK(misuse_elsewhere([&] { event.clear(); }).find(belongs) != std::string::npos);
                CHECK_FALSE(event.is_set());
                co_return;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an event that goes tells those who wait or were woken; who was cancelled is just that") {
        struct Body {
            static aio::Coro<> main(std::string (*why)[3]) {
                auto event = std::make_unique<aio::Event>("ready");
                std::vector<aio::Task<>> tasks;
                for (int i = 0; i < 2; ++i) tasks.push_back(aio::create_task(wait_for_event(event.get(), &(*why)[i])));
                co_await aio::sleep(0);
                tasks[0].cancel();
                event->set();
                event->clear();
                tasks.push_back(aio::create_task(wait_for_event(event.get(), &(*why)[2]), "worker"));
                co_await aio::sleep(0);
                event.reset();
                co_await aio::gather(std::move(tasks));
            }
        };
        std::string why[3];
        run_virtual(Body::main(&why));
        CHECK(why[0] == "cancelled");
        CHECK(why[1].empty());
        CHECK(why[2].starts_with("event 'ready' was destroyed while task 'worker' waited for it"));
        CHECK(why[2].ends_with("see the lesson 'event'"));
    }

    TEST_CASE("its statistics count who waits") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Waiting all;
                co_await all.start("abc", log);
                CHECK(all.event.statistics().waiting == 3);
                CHECK_FALSE(all.event.statistics().set);
                all.tasks[1].cancel();
                CHECK(all.event.statistics().waiting == 2);
                all.event.set();
                CHECK(all.event.statistics().waiting == 0);
                CHECK(all.event.statistics().set);
                co_await end_of_all(all.tasks);
            }
        };
        lines_of(Body::main);
    }

    TEST_CASE("the record tells that it is set, whom that wakes, and who passes by") {
        struct Body {
            static aio::Coro<> wait(aio::Event& event) { co_await event.wait(); }
            static aio::Coro<> main() {
                aio::Event event("ready");
                auto task = aio::create_task(wait(event));
                co_await aio::sleep(0);
                event.set();
                event.set();
                co_await task;
                co_await event.wait();
                event.clear();
                event.clear();
            }
        };
        CHECK(told_of(events_of(Body::main())) == Lines{"create", "value 0", "2 waits for a signal", "value 1",
                                                        "notify 1 by 1", "2 woken by notify", "pass by 1", "value 0",
                                                        "destroy"});
    }
}
