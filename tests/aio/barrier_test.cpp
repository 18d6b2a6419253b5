#include "sync_support.hpp"

#include <memory>

using namespace test;

namespace {

aio::Coro<> arrive(aio::Barrier& barrier, std::string name, Lines* log) {
    try {
        const int place = co_await barrier.wait();
        note(log, name + " place " + std::to_string(place));
    } catch (const aio::BrokenBarrierError&) {
        note(log, name + " broken");
    } catch (const aio::CancelledError&) {
        note(log, name + " cancelled");
        throw;
    }
}

std::vector<aio::Task<>> start(aio::Barrier& barrier, std::string names, Lines* log) {
    std::vector<aio::Task<>> tasks;
    for (const char name : names) tasks.push_back(aio::create_task(arrive(barrier, std::string(1, name), log)));
    return tasks;
}

aio::Coro<> arrive_all(aio::Barrier& barrier, std::string names, Lines* log) {
    co_await aio::gather(start(barrier, names, log));
}

std::string state_of(const aio::Barrier& barrier) {
    return std::to_string(barrier.n_waiting()) + " " + yes(barrier.broken());
}

aio::Coro<> wait_and_tell(aio::Barrier* barrier, std::string* why) {
    try {
        co_await barrier->wait();
        *why = "through";
    } catch (const aio::UsageError& error) {
        *why = error.what();
    } catch (const aio::CancelledError&) {
        *why = "cancelled";
    }
}

}  // namespace

TEST_SUITE("aio.barrier") {
    TEST_CASE("everybody goes on when the last has come, each with a place of its own; then it serves again (S66)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(3);
                co_await arrive_all(barrier, "abc", log);
                note(log, std::to_string(barrier.n_waiting()));
                co_await arrive_all(barrier, "def", log);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 c place 2", "3 a place 0", "3 b place 1", "5 0", "6 f place 2",
                                            "7 d place 0", "7 e place 1", "9 end"});
    }

    TEST_CASE("who comes while a complete round still leaves waits for the next") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(2);
                std::vector<aio::Task<>> tasks = start(barrier, "a", log);
                co_await aio::sleep(0);
                for (aio::Task<>& task : start(barrier, "bcd", log)) tasks.push_back(task);
                co_await aio::gather(std::move(tasks));
                note(log, "end " + std::to_string(barrier.n_waiting()));
            }
            static aio::Coro<> rush(Lines* log) {
                aio::Barrier barrier(3);
                co_await arrive_all(barrier, "abcdefghi", log);
                note(log, "end " + std::to_string(barrier.n_waiting()));
            }
        };
        CHECK(lines_of(Body::main) == Lines{"3 b place 1", "4 a place 0", "5 d place 1", "6 c place 0", "8 end 0"});
        CHECK(lines_of(Body::rush) == Lines{"2 c place 2", "3 a place 0", "3 b place 1", "4 f place 2", "5 d place 0",
                                            "5 e place 1", "6 i place 2", "7 g place 0", "7 h place 1", "9 end 0"});
    }

    TEST_CASE("tasks that meet at it again and again stay in step") {
        struct Body {
            static aio::Coro<> work(aio::Barrier& barrier, std::string name, Lines* log) {
                for (int round = 0; round < 3; ++round) {
                    const int place = co_await barrier.wait();
                    note(log, name + " round " + std::to_string(round) + " place " + std::to_string(place));
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(2);
                co_await aio::gather(work(barrier, "a", log), work(barrier, "b", log));
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 b round 0 place 1", "3 a round 0 place 0", "4 b round 1 place 1",
                                            "5 a round 1 place 0", "6 b round 2 place 1", "7 a round 2 place 0",
                                            "9 end"});
    }

    TEST_CASE("reset() sends those who wait away, and the barrier serves at once (S66)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(3);
                std::vector<aio::Task<>> tasks = start(barrier, "ab", log);
                co_await aio::sleep(0);
                note(log, std::to_string(barrier.n_waiting()));
                co_await barrier.reset();
                note(log, "reset " + state_of(barrier));
                for (aio::Task<>& task : start(barrier, "cde", log)) tasks.push_back(task);
                co_await aio::gather(std::move(tasks));
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 2", "2 reset 0 no", "3 a broken", "3 b broken", "3 e place 2",
                                            "4 c place 0", "4 d place 1", "6 end"});
    }

    TEST_CASE("after abort() whoever comes is sent away, until reset() (S66)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(3);
                std::vector<aio::Task<>> tasks = start(barrier, "ab", log);
                co_await aio::sleep(0);
                co_await barrier.abort();
                note(log, "aborted " + state_of(barrier));
                for (aio::Task<>& task : start(barrier, "c", log)) tasks.push_back(task);
                co_await aio::gather(std::move(tasks));
                co_await arrive(barrier, "d", log);
                co_await barrier.reset();
                note(log, std::string("reset ") + yes(barrier.broken()));
                co_await arrive_all(barrier, "efg", log);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 aborted 0 yes", "3 a broken", "3 b broken", "3 c broken", "5 d broken",
                                            "5 reset no", "6 g place 2", "7 e place 0", "7 f place 1", "9 end"});
    }

    TEST_CASE("cancelling who waits does not break it (S66)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(2);
                auto task = start(barrier, "a", log)[0];
                co_await aio::sleep(0);
                note(log, state_of(barrier));
                task.cancel();
                co_await end_of(task);
                note(log, state_of(barrier));
                co_await arrive_all(barrier, "bc", log);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) ==
              Lines{"2 1 no", "3 a cancelled", "4 0 no", "5 c place 1", "6 b place 0", "8 end"});
    }

    TEST_CASE("who is cancelled when the round is complete counts as having been there (S66)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(2);
                std::vector<aio::Task<>> tasks = start(barrier, "x", log);
                co_await aio::sleep(0);
                tasks.push_back(start(barrier, "y", log)[0]);
                co_await aio::sleep(0);
                tasks[0].cancel();
                co_await end_of_all(std::move(tasks));
                note(log, state_of(barrier));
                co_await arrive_all(barrier, "vw", log);
                note(log, "end");
            }
        };
        CHECK(lines_of(Body::main) ==
              Lines{"3 y place 1", "4 x cancelled", "6 0 no", "7 w place 1", "8 v place 0", "10 end"});
    }

    TEST_CASE("reset() and abort() reach those of a complete round that have not left yet") {
        struct Body {
            static aio::Coro<> reset(Lines* log) {
                aio::Barrier barrier(3);
                std::vector<aio::Task<>> tasks = start(barrier, "abc", log);
                co_await aio::sleep(0);
                note(log, "reset");
                co_await barrier.reset();
                note(log, "was reset");
                co_await aio::gather(std::move(tasks));
                note(log, yes(barrier.broken()));
                co_await arrive_all(barrier, "def", log);
                note(log, "end");
            }
            static aio::Coro<> abort(Lines* log) {
                aio::Barrier barrier(3);
                std::vector<aio::Task<>> tasks = start(barrier, "abc", log);
                co_await aio::sleep(0);
                co_await barrier.abort();
                note(log, "aborted");
                co_await aio::gather(std::move(tasks));
                note(log, yes(barrier.broken()));
            }
        };
        CHECK(lines_of(Body::reset) == Lines{"2 c place 2", "2 reset", "2 was reset", "3 a broken", "3 b broken",
                                             "5 no", "6 f place 2", "7 d place 0", "7 e place 1", "9 end"});
        CHECK(lines_of(Body::abort) == Lines{"2 c place 2", "2 aborted", "3 a broken", "3 b broken", "5 yes"});
    }

    TEST_CASE("a barrier for one, and the last to come, give nobody way (S15)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier one(1);
                const bool gave_way = co_await gives_way(one.wait());
                CHECK_FALSE(gave_way);
                co_await arrive(one, "a", log);
                co_await arrive(one, "b", log);
                aio::Barrier two(2);
                auto task = start(two, "c", log)[0];
                co_await aio::sleep(0);
                const bool last_gave_way = co_await gives_way(two.wait());
                CHECK_FALSE(last_gave_way);
                co_await task;
            }
        };
        CHECK(lines_of(Body::main) == Lines{"2 a place 0", "2 b place 0", "4 c place 0"});
    }

    TEST_CASE("it cannot have fewer than one party") {
        CHECK_THROWS_AS(aio::Barrier(0), std::invalid_argument);
        CHECK_THROWS_AS(aio::Barrier(-2), std::invalid_argument);
    }

    TEST_CASE("another loop may not touch it") {
        struct Body {
            static aio::Coro<> wait(aio::Barrier* barrier) { co_await barrier->wait(); }
            static aio::Coro<> abort(aio::Barrier* barrier) { co_await barrier->abort(); }
            static aio::Coro<> main() {
                aio::Barrier barrier(2, "start");
                const std::string belongs = "barrier 'start' belongs to another event loop or thread";
                CHECK(misuse_elsewhere([&] { run_virtual(wait(&barrier)); }).find(belongs) != std::string::npos);
                CHECK(misuse_elsewhere([&] { run_virtual(abort(&barrier)); }).find(belongs) != std::string::npos);
                CHECK_FALSE(barrier.broken());
                co_return;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a barrier that goes tells those who wait at it; who was cancelled is just that") {
        struct Body {
            static aio::Coro<> main(std::string (*why)[3]) {
                auto barrier = std::make_unique<aio::Barrier>(4, "start");
                std::vector<aio::Task<>> tasks;
                for (auto& text : *why) {
                    tasks.push_back(aio::create_task(wait_and_tell(barrier.get(), &text), "worker"));
                }
                co_await aio::sleep(0);
                tasks[1].cancel();
                barrier.reset();
                co_await aio::gather(std::move(tasks));
            }
            // Some have left, one was woken, one is between the two lines inside the barrier.
            static aio::Coro<> while_it_empties(std::string (*why)[3]) {
                auto barrier = std::make_unique<aio::Barrier>(3, "start");
                std::vector<aio::Task<>> tasks;
                for (auto& text : *why) tasks.push_back(aio::create_task(wait_and_tell(barrier.get(), &text)));
                co_await aio::sleep(0);
                barrier.reset();
                co_await aio::gather(std::move(tasks));
            }
        };
        std::string why[3];
        run_virtual(Body::main(&why));
        CHECK(why[0].starts_with("barrier 'start' was destroyed while task 'worker' waited for it"));
        CHECK(why[1] == "cancelled");
        CHECK(why[2].ends_with("see the lesson 'event'"));
        run_virtual(Body::while_it_empties(&why));
        CHECK(why[0].starts_with("barrier 'start' was destroyed"));
        CHECK(why[1].starts_with("barrier 'start' was destroyed"));
        CHECK(why[2] == "through");
    }

    TEST_CASE("its statistics tell who has come, and who has not left yet") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Barrier barrier(3);
                CHECK(barrier.parties() == 3);
                auto tasks = start(barrier, "ab", log);
                co_await aio::sleep(0);
                CHECK(barrier.statistics().parties == 3);
                CHECK(barrier.statistics().n_waiting == 2);
                CHECK(barrier.statistics().inside == 2);
                co_await barrier.wait();
                CHECK(barrier.statistics().n_waiting == 0);
                CHECK(barrier.statistics().inside == 2);
                co_await aio::gather(std::move(tasks));
                CHECK(barrier.statistics().inside == 0);
                co_await barrier.abort();
                CHECK(barrier.statistics().broken);
            }
        };
        lines_of(Body::main);
    }

    TEST_CASE("the record shows one object: who comes, that all are let go and why, and how it is closed") {
        struct Body {
            static aio::Coro<> wait(aio::Barrier& barrier) { co_await barrier.wait(); }
            static aio::Coro<> main() {
                aio::Barrier barrier(2, "start");
                co_await aio::gather(wait(barrier), wait(barrier));
                co_await barrier.abort();
                co_await barrier.reset();
            }
        };
        CHECK(told_of(events_of(Body::main())) ==
              Lines{"create", "capacity 2", "value 0", "value 1", "2 waits for a signal", "value 2", "notify 1 by 3",
                    "2 woken by notify", "value 1", "value 0", "abort by 1", "reset by 1", "destroy"});
    }
}
