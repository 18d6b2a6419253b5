#include "support.hpp"

#include <stdexcept>

using namespace test;

namespace {

struct Loop : aio::EventLoop {
    Loop() : EventLoop({.clock = aio::ClockKind::virtual_time}) {}
};

aio::Coro<> count_to(std::string name, int count, Lines* log) {
    for (int i = 0; i < count; ++i) {
        log->push_back(name + std::to_string(i));
        co_await aio::sleep(0);
    }
}

}  // namespace

TEST_SUITE("aio.loop") {
    TEST_CASE("call_soon runs callbacks in the order of the calls (S01)") {
        Loop loop;
        Lines log;
        for (const char* name : {"a", "b", "c"}) loop.call_soon([&log, name] { log.push_back(name); });
        loop.call_soon([&loop] { loop.stop(); });
        loop.run_forever();
        CHECK(log == Lines{"a", "b", "c"});
    }

    TEST_CASE("a turn runs exactly what was ready when its run phase began (S02)") {
        Loop loop;
        Lines log;
        loop.call_soon([&] {
            log.push_back("turn " + std::to_string(loop.turn()));
            loop.call_soon([&] {
                log.push_back("turn " + std::to_string(loop.turn()));
                loop.stop();
            });
        });
        loop.run_forever();
        CHECK(log == Lines{"turn 1", "turn 2"});
    }

    TEST_CASE("what is ready already runs before a timer that is due (S03, S04)") {
        Loop loop;
        Lines log;
        loop.call_later(0s, [&] {
            log.push_back("timer");
            loop.stop();
        });
        loop.call_soon([&] { log.push_back("soon"); });
        loop.run_forever();
        CHECK(log == Lines{"soon", "timer"});
    }

    TEST_CASE("timers with the same deadline fire in the order in which they were armed (S05, ours)") {
        Loop loop;
        Lines log;
        for (int i = 0; i < 8; ++i) loop.call_at(1s, [&log, i] { log.push_back(std::to_string(i)); });
        loop.call_at(2s, [&loop] { loop.stop(); });
        loop.run_forever();
        CHECK(log == Lines{"0", "1", "2", "3", "4", "5", "6", "7"});
    }

    TEST_CASE("timers fire in the order of their deadlines, whatever the order of arming and cancelling") {
        Loop loop;
        std::vector<int> fired;
        std::vector<aio::TimerHandle> handles;
        // A fixed permutation of 0..996: 997 is prime.
        for (int i = 1; i < 997; ++i) {
            const int due = i * 353 % 997;
            handles.push_back(loop.call_at(due * 1ms, [&fired, due] { fired.push_back(due); }));
        }
        for (std::size_t i = 0; i < handles.size(); i += 3) handles[i].cancel();
        loop.call_at(1s, [&loop] { loop.stop(); });
        loop.run_forever();
        CHECK(fired.size() == handles.size() - (handles.size() + 2) / 3);
        CHECK(std::is_sorted(fired.begin(), fired.end()));
    }

    TEST_CASE("stop lets the turn finish; what it scheduled does not run (S07)") {
        Loop loop;
        Lines log;
        loop.call_soon([&] {
            loop.stop();
            loop.call_soon([&] { log.push_back("never"); });
        });
        loop.call_soon([&] { log.push_back("same turn"); });
        loop.run_forever();
        CHECK(log == Lines{"same turn"});
    }

    TEST_CASE("a callback that throws is reported and the loop goes on (S08)") {
        Loop loop;
        Lines log;
        loop.set_exception_handler([&log](const aio::ErrorContext& context) { log.push_back(context.message); });
        loop.call_soon([] { throw std::runtime_error("oops"); }, "bad");
        loop.call_soon([&] {
            log.push_back("after");
            loop.stop();
        });
        loop.run_forever();
        CHECK(log == Lines{"callback 'bad' raised an exception", "after"});
    }

    TEST_CASE("a handle cancelled before it ran never runs (S09)") {
        Loop loop;
        Lines log;
        auto soon = loop.call_soon([&] { log.push_back("soon"); });
        auto later = loop.call_later(1s, [&] { log.push_back("later"); });
        soon.cancel();
        later.cancel();
        CHECK(soon.cancelled());
        loop.call_later(2s, [&loop] { loop.stop(); });
        loop.run_forever();
        CHECK(log.empty());
        CHECK(loop.time() == 2s);
    }

    TEST_CASE("a timer can cancel another that is due in the same turn") {
        Loop loop;
        Lines log;
        aio::TimerHandle second;
        loop.call_at(1s, [&] { second.cancel(); });
        second = loop.call_at(1s, [&] { log.push_back("second"); });
        loop.call_at(2s, [&loop] { loop.stop(); });
        loop.run_forever();
        CHECK(log.empty());
    }

    TEST_CASE("a loop inside a running loop is refused (S10)") {
        struct Body {
            static aio::Coro<> inner() { co_return; }
            static aio::Coro<bool> main() {
                try {
                    aio::run(inner());
                } catch (const aio::UsageError&) {
                    co_return true;
                }
                co_return false;
            }
        };
        CHECK(run_virtual(Body::main()));
    }

    TEST_CASE("tasks that give way take turns (S75)") {
        struct Body {
            static aio::Coro<> main(Lines* log) { co_await aio::gather(count_to("a", 3, log), count_to("b", 3, log)); }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a0", "b0", "a1", "b1", "a2", "b2"});
    }

    TEST_CASE("sleep of zero or less gives way exactly once (S12)") {
        struct Body {
            static aio::Coro<> main(std::vector<std::uint64_t>* turns) {
                auto& loop = aio::current_loop();
                turns->push_back(loop.turn());
                co_await aio::sleep(0);
                turns->push_back(loop.turn());
                co_await aio::sleep(-1s);
                turns->push_back(loop.turn());
            }
        };
        std::vector<std::uint64_t> turns;
        run_virtual(Body::main(&turns));
        REQUIRE(turns.size() == 3);
        CHECK(turns[1] == turns[0] + 1);
        CHECK(turns[2] == turns[1] + 1);
        CHECK_THROWS_AS(static_cast<void>(aio::sleep(0.0 / 0.0)), std::invalid_argument);
    }

    TEST_CASE("on virtual time an hour of sleep takes no time and the loop's clock says an hour") {
        struct Body {
            static aio::Coro<double> main() {
                co_await aio::sleep(1h);
                co_await aio::sleep(0.5);
                co_return now();
            }
        };
        CHECK(run_virtual(Body::main()) == 3600.5);
    }

    TEST_CASE("in real time a sleep takes at least as long as it says") {
        struct Body {
            static aio::Coro<double> main() {
                co_await aio::sleep(2ms);
                co_return now();
            }
        };
        CHECK(aio::run(Body::main()) >= 0.002);
    }

    TEST_CASE("ten million switches neither grow memory nor end early") {
        struct Body {
            static aio::Coro<long> spin(int count) {
                long done = 0;
                for (int i = 0; i < count; ++i) {
                    co_await aio::sleep(0);
                    ++done;
                }
                co_return done;
            }
        };
#ifdef NDEBUG
        constexpr int kSwitches = 10'000'000;
#else
        constexpr int kSwitches = 1'000'000;
#endif
        CHECK(run_virtual(Body::spin(kSwitches)) == kSwitches);
    }

    TEST_CASE("when every task waits and nothing can wake one, run says who and where instead of hanging (S21)") {
        struct Body {
            static aio::Coro<> wait_for(std::vector<aio::Task<>>* tasks, std::size_t which) {
                co_await (*tasks)[which];
            }
            static aio::Coro<> main(std::vector<aio::Task<>>* tasks) {
                tasks->push_back(aio::create_task(wait_for(tasks, 1), "left"));
                tasks->push_back(aio::create_task(wait_for(tasks, 0), "right"));
                co_await (*tasks)[0];
            }
        };
        std::vector<aio::Task<>> tasks;
        std::string what;
        try {
            run_virtual(Body::main(&tasks));
        } catch (const aio::DeadlockError& error) {
            what = error.what();
        }
        CHECK(what.find("'left' at loop_test.cpp:") != std::string::npos);
        CHECK(what.find("'right' at loop_test.cpp:") != std::string::npos);
        CHECK(tasks[0].cancelled());
    }

    TEST_CASE("what is outside of a running loop says so") {
        CHECK_THROWS_AS(aio::current_loop(), aio::UsageError);
        CHECK_FALSE(aio::current_task());
        CHECK(aio::all_tasks().empty());
    }
}
