// What a program says of itself: values that it watches, reports to its exception handler,
// cancellations that it takes back.
#include "recording_support.hpp"

#include "monitor/narrate.hpp"

#include <limits>
#include <map>
#include <stdexcept>

using namespace test;
using loopscope::Event;
using loopscope::EventKind;
using loopscope::Recording;
using loopscope::ReportKind;

namespace {

// A value that tells when it is looked at.
struct Shy {
    int* looked_at;
};

}  // namespace

template <>
struct fmt::formatter<Shy> : fmt::formatter<int> {
    auto format(const Shy& shy, fmt::format_context& context) const {
        return fmt::formatter<int>::format(++*shy.looked_at, context);
    }
};

namespace {

void silent() {
    aio::current_loop().set_exception_handler([](const aio::ErrorContext&) {});
}

struct Report {
    ReportKind kind;
    loopscope::TaskId task;
    std::string message;
    std::string error;
    bool operator==(const Report&) const = default;
};

std::vector<Report> reports_in(const Recording& recording) {
    std::vector<Report> reports;
    for (const std::size_t index : all_of(recording, EventKind::report)) {
        const Event& event = recording[index];
        reports.push_back({static_cast<ReportKind>(event.detail), event.subject, std::string(recording.text(index)),
                           std::string(recording.string(event.a))});
    }
    return reports;
}

std::map<std::string, std::string> watches_of(const Recording& recording, std::size_t index, loopscope::TaskId task) {
    std::map<std::string, std::string> shown;
    const auto world = recording.at(index);
    for (const auto& watch : world.watches(task)) {
        const auto at = recording.index_of(watch.shown);
        REQUIRE(at);
        shown[std::string(recording.string(watch.name))] = recording.text(*at);
    }
    return shown;
}

aio::Coro<> stubborn() {
    for (;;) {
        try {
            co_await aio::sleep(1h);
        } catch (const aio::CancelledError&) {
        }
    }
}

}  // namespace

TEST_SUITE("aio.voice") {
    TEST_CASE("a watched value is told with its task, its line, its name and as what it is") {
        struct Body {
            static aio::Coro<> main() {
                aio::watch("balance", -5);
                aio::watch("rate", 2.5);
                aio::watch("open", true);
                aio::watch("initial", 'a');
                aio::watch("limit", std::numeric_limits<double>::infinity());
                aio::watch("name", std::string("Ada"));
                aio::watch("items", std::vector<int>{1, 2});
                co_return;
            }
        };
        const Recording recording = record(Body::main());
        Lines told;
        std::uint32_t line = 0;
        for (const std::size_t index : all_of(recording, EventKind::watch)) {
            const Event& event = recording[index];
            CHECK(event.subject == 1);
            CHECK(cause_of(recording, index).kind == EventKind::step_begin);
            const loopscope::Site site = site_of(recording, event.b);
            CHECK(recording.string(site.file).ends_with("voice_test.cpp"));
            CHECK(site.line > line);
            line = site.line;
            const bool number = event.detail == static_cast<std::uint8_t>(loopscope::WatchKind::number);
            told.push_back(std::string(recording.string(event.a)) + " = " + std::string(recording.text(index)) +
                           (number ? " (number)" : ""));
        }
        CHECK(told == Lines{"balance = -5 (number)", "rate = 2.5 (number)", "open = true", "initial = a", "limit = inf",
                            "name = Ada", "items = [1, 2]"});
    }

    TEST_CASE("a world has the latest value of each name, and forgets them with the task") {
        struct Body {
            static aio::Coro<> worker() {
                for (int i = 1; i <= 3; ++i) {
                    aio::watch("round", i);
                    aio::watch("text", "r" + std::to_string(i));
                    co_await aio::sleep(1s);
                }
                aio::checkpoint("done");
            }
            static aio::Coro<> main() {
                aio::watch("round", 7);
                co_await aio::create_task(worker());
            }
        };
        const Recording recording = record(Body::main());
        const auto watched = all_of(recording, EventKind::watch);
        REQUIRE(watched.size() == 7);
        using Shown = std::map<std::string, std::string>;
        CHECK(watches_of(recording, watched[1] + 1, 2) == Shown{{"round", "1"}});
        REQUIRE(recording.checkpoints().size() == 1);
        const std::size_t last = recording.checkpoints()[0];
        CHECK(watches_of(recording, last, 2) == Shown{{"round", "3"}, {"text", "r3"}});
        CHECK(watches_of(recording, last, 1) == Shown{{"round", "7"}});
        CHECK(recording.now().watches(2).size() == 0);
        CHECK(recording.now().watches(1).size() == 0);
    }

    TEST_CASE("without a recorder a watched value is not even looked at") {
        struct Body {
            static aio::Coro<> main(int* looked_at) {
                aio::watch("shy", Shy{looked_at});
                co_return;
            }
        };
        int looked_at = 0;
        run_virtual(Body::main(&looked_at));
        aio::watch("outside of a loop", Shy{&looked_at});
        CHECK(looked_at == 0);
        const Recording recording = record(Body::main(&looked_at));
        CHECK(looked_at == 1);
        CHECK(all_of(recording, EventKind::watch).size() == 1);
    }

    TEST_CASE("a callback of the loop watches as nobody") {
        struct Body {
            static aio::Coro<> main() {
                aio::current_loop().call_soon([] { aio::watch("queue", 4); });
                co_await aio::sleep(1s);
            }
        };
        const Recording recording = record(Body::main());
        const auto watched = all_of(recording, EventKind::watch);
        REQUIRE(watched.size() == 1);
        CHECK(recording[watched[0]].subject == 0);
        CHECK(cause_of(recording, watched[0]).kind == EventKind::callback_begin);
    }

    TEST_CASE(
        "a request to cancel that is taken back is told, with how many are left, and nothing where there is none") {
        struct Body {
            static aio::Coro<> main() {
                auto self = aio::current_task();
                CHECK(self.uncancel() == 0);
                self.cancel();
                self.cancel();
                CHECK(self.uncancel() == 1);
                CHECK(self.uncancel() == 0);
                co_await aio::sleep(1s);
            }
        };
        const Recording recording = record(Body::main());
        const auto taken = all_of(recording, EventKind::uncancel);
        REQUIRE(taken.size() == 2);
        for (const std::size_t index : taken) {
            CHECK(recording[index].subject == 1);
            CHECK(cause_of(recording, index).kind == EventKind::step_begin);
        }
        CHECK(recording[taken[0]].b == 1);
        CHECK(recording[taken[1]].b == 0);
    }

    TEST_CASE("a timeout and a task group tell that they take back what they asked for") {
        struct Body {
            static aio::Coro<> times_out() {
                try {
                    co_await aio::wait_for(aio::sleep(1h), 1s);
                } catch (const aio::TimeoutError&) {
                }
                try {
                    co_await aio::with_timeout(1s, []() -> aio::Coro<> { co_await aio::sleep(1h); });
                } catch (const aio::TimeoutError&) {
                }
            }
            static aio::Coro<> group() {
                try {
                    co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(fail("no"));
                        co_await aio::sleep(1h);
                    });
                } catch (const aio::ExceptionGroup&) {
                }
            }
        };
        CHECK(all_of(record(Body::times_out()), EventKind::uncancel).size() == 2);
        CHECK(all_of(record(Body::group()), EventKind::uncancel).size() == 1);
    }

    TEST_CASE("an exception that nobody looked at is told as a report about its task") {
        struct Body {
            static aio::Coro<> main() {
                silent();
                aio::create_task(fail("no such account"), "careless");
                co_await aio::sleep(1s);
                {
                    aio::Future<int> future("lost");
                    future.set_exception(std::runtime_error("unseen"));
                }
            }
        };
        const Recording recording = record(Body::main());
        const auto reports = reports_in(recording);
        REQUIRE(reports.size() == 2);
        CHECK(reports[0] ==
              Report{ReportKind::never_retrieved, 2, "task 'careless' raised an exception that nobody looked at",
                     recording.task(2) == nullptr ? "" : std::string(recording.string(recording.task(2)->error))});
        CHECK(reports[0].error.find("no such account") != std::string::npos);
        CHECK(reports[1].kind == ReportKind::never_retrieved);
        CHECK(reports[1].task == 0);
        CHECK(reports[1].message == "future 'lost' raised an exception that nobody looked at");
    }

    TEST_CASE("a report is told before its handler speaks, and also where the handler raises") {
        struct Body {
            static aio::Coro<> main() {
                aio::current_loop().set_exception_handler([](const aio::ErrorContext& context) {
                    CHECK(context.kind == ReportKind::callback_raised);
                    aio::mark("handled");
                    throw std::runtime_error("the handler");
                });
                aio::current_loop().call_soon([] { throw std::runtime_error("soon"); }, "first");
                aio::Future<int> future;
                future.add_done_callback([](const aio::AnyFuture&) { throw std::runtime_error("done"); }, "second");
                future.set_result(1);
                co_await aio::sleep(1s);
            }
        };
        const Recording recording = record(Body::main());
        const auto reports = reports_in(recording);
        REQUIRE(reports.size() == 2);
        CHECK(reports[0].kind == ReportKind::callback_raised);
        CHECK(reports[0].message == "callback 'first' raised an exception");
        CHECK(reports[1].message == "callback 'second' raised an exception");
        const auto told = all_of(recording, EventKind::report);
        const auto handled = all_of(recording, EventKind::mark);
        REQUIRE(handled.size() == 2);
        CHECK(told[0] < handled[0]);
        CHECK(cause_of(recording, told[0]).kind == EventKind::callback_begin);
    }

    TEST_CASE("what a task raises while the loop shuts down is told as that") {
        struct Body {
            static aio::Coro<> late() {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    throw std::runtime_error("while cleaning up");
                }
            }
            static aio::Coro<> main() {
                silent();
                aio::create_task(late(), "late");
                co_await aio::sleep(1s);
            }
        };
        const auto reports = reports_in(record(Body::main()));
        REQUIRE(reports.size() == 1);
        CHECK(reports[0].kind == ReportKind::shutdown_raised);
        CHECK(reports[0].task == 2);
    }

    TEST_CASE("a task that is destroyed with its loop is told as pending, once, before the loop's end") {
        Keep keep;
        loopscope::Recorder recorder;
        Lines handled;
        {
            const loopscope::Pump pump(recorder, {&keep});
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time, .recorder = &recorder});
            loop.set_exception_handler([&](const aio::ErrorContext& context) {
                CHECK(context.kind == ReportKind::destroyed_pending);
                handled.push_back(context.message);
            });
            loop.create_task(stubborn(), "stubborn");
            const auto main = loop.create_task(value_after(1s, 0), "main");
            loop.run_until_done(main);
        }
        Recording recording;
        REQUIRE(recording.append(keep.slots));
        const auto reports = reports_in(recording);
        CHECK(reports == std::vector<Report>{{ReportKind::destroyed_pending, 1,
                                              "task 'stubborn' was destroyed while it was pending", ""}});
        CHECK(handled == Lines{"task 'stubborn' was destroyed while it was pending"});
        CHECK(recording.finished());
        CHECK(recording[recording.size() - 1].kind == EventKind::loop_stop);
    }
}
