// GatherDemo: a lesson, and the stream that its program would tell, made by hand: main
// creates three tasks with gather, each sleeps, main prints the results.
// FakeSession: plays such a stream to a window the way a child process does, but only when
// told to, so that a test has every moment in its hand.
#pragma once
#include "app.hpp"
#include "kit/book/catalogue.hpp"
#include "monitor/stream_builder.hpp"
#include "session/session.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace viz::testing {

inline book::Lesson gather_lesson() {
    book::Lesson lesson;
    lesson.id = "gather";
    lesson.number = 3;
    lesson.title = "gather: sequential or concurrent";
    lesson.tagline = "6 seconds or 3";
    lesson.track = "foundations";
    lesson.program = R"(#include "kit/lesson.hpp"

#include <string>

namespace {

aio::Coro<int> fetch(int number, aio::Duration delay) {
    aio::print("fetch-", number, " starts");
    co_await aio::sleep(delay);
    aio::print("fetch-", number, " done");
    co_return number;
}

aio::Coro<> program() {
    aio::print("fetching 3 pages");
    auto results = co_await aio::gather(
        fetch(1, kit::knob_seconds("first", 1.0)),
        fetch(2, kit::knob_seconds("second", 2.0)),
        fetch(3, kit::knob_seconds("third", 3.0)));
    aio::print(results.size(), " results");
    kit::checkpoint("all-here");
}

}  // namespace

int main(int argc, char** argv) { return kit::run_lesson(argc, argv, program); }
)";
    lesson.twin =
        "import asyncio\n\nasync def fetch(number, delay):\n    print(f\"fetch-{number} starts\")\n    await "
        "asyncio.sleep(delay)\n";
    lesson.knobs = {{"first", "fetch-1 takes", "s", 0.5, 5, 0.5, 1},
                    {"second", "fetch-2 takes", "s", 0.5, 5, 0.5, 2},
                    {"third", "fetch-3 takes", "s", 0.5, 5, 0.5, 3}};
    book::Step first;
    first.title = "Three waits at the same time";
    first.markdown =
        "`co_await aio::gather(...)` makes each coroutine a *task* and waits until all of them are done. "
        "A task that sleeps is **not busy**: it is suspended, and the loop runs somebody else.\n\n"
        "- main creates three tasks\n- each sleeps for its own time\n- the loop wakes them in the order of their "
        "timers\n";
    first.checkpoint = "all-created";
    book::Prediction time;
    time.id = "gather-time";
    time.question = "fetch-1, fetch-2 and fetch-3 take 1, 2 and 3 s. How long does gather take?";
    time.measure = "elapsed";
    time.options = {
        {"6 s: one after another", "6", "M05",
         "gather creates all three tasks before it waits, so their sleeps overlap."},
        {"3 s: as long as the slowest", "3", "", ""},
        {"1 s: as long as the fastest", "1", "M06", "gather waits for all of them, so the slowest decides."}};
    time.explain = "All three timers run at the same time; the last one is due at t = 3 s.";
    first.prediction = time;
    book::Step second;
    second.title = "In which order do they finish?";
    second.markdown =
        "Now predict what the program prints.\n\n```cpp\nauto results = co_await aio::gather(\n    fetch(1, 1s), "
        "fetch(2, 2s), fetch(3, 3s));\n```\n\nThe results stand in the order of the arguments, whatever finishes "
        "first.";
    second.checkpoint = "all-here";
    book::Prediction order;
    order.id = "gather-order";
    order.kind = book::Prediction::Kind::order;
    order.question = "Put these lines into the order in which they are printed.";
    order.lines = {"fetch-3 done", "fetch-1 done", "fetch-2 done"};
    order.explain = "Each task wakes when its own timer is due.";
    second.prediction = order;
    lesson.steps = {first, second};
    return lesson;
}

// The stream, and where a program that is being stepped would stand.
struct DemoStream {
    loopscope::testing::StreamBuilder out;
    std::vector<std::size_t> gates;        // slots told when it stands before a step
    std::vector<std::size_t> checkpoints;  // slots told when it stands at a checkpoint
};

class GatherDemo {
public:
    explicit GatherDemo(std::vector<double> delays) : delays_(std::move(delays)) {
        add(Kind::loop_start, 0,
            {.detail = loopscope::testing::number(loopscope::ClockKind::virtual_time),
             .a = demo_.out.string("03_gather")});
        create(1, "main", 0, 0);
        turn([&] { start_main(); }, 1);
        turn([&] { start_fetches(); }, static_cast<std::uint32_t>(delays_.size()));
        std::vector<std::pair<std::uint64_t, std::uint32_t>> timers;
        for (std::uint32_t i = 0; i < delays_.size(); ++i) timers.emplace_back(due(i), i);
        std::sort(timers.begin(), timers.end());
        std::size_t left = timers.size();
        for (const auto& [when, i] : timers) {
            fire(when, i);
            turn([&] { finish_fetch(i); }, 1);
            turn([&] { child_done(i, --left); }, 1);
        }
        turn([&] { finish_main(); }, 1);
        add(Kind::loop_stop, 0);
    }
    DemoStream take() { return std::move(demo_); }

private:
    using Kind = loopscope::EventKind;
    using Fields = loopscope::testing::Fields;

    loopscope::Sequence add(Kind kind, std::uint32_t subject, const Fields& fields = {}) {
        return demo_.out.add(kind, subject, fields);
    }
    loopscope::SiteId site(std::uint32_t line, const char* function) { return demo_.out.site(line, function); }
    std::uint64_t due(std::uint32_t i) const { return static_cast<std::uint64_t>(delays_[i] * 1e9); }
    static std::string name(std::uint32_t i) { return "fetch-" + std::to_string(i + 1); }
    static std::uint32_t task(std::uint32_t i) { return i + 2; }

    template <class Body>
    void turn(Body body, std::uint32_t handles, std::uint64_t wait = 0) {
        ++turn_;
        add(Kind::turn_begin, 0, {.b = turn_});
        add(Kind::poll_begin, 0, {.b = wait});
        add(Kind::poll_end, 0);
        if (wait > 0) add(Kind::time_moves, 0, {.b = now_ += wait});
        before_run_();
        before_run_ = [] {};
        add(Kind::run_begin, 0, {.a = handles});
        body();
        add(Kind::turn_end, 0, {.b = turn_});
    }
    void create(std::uint32_t id, const std::string& named, std::uint32_t parent, std::uint32_t line) {
        const auto where = line == 0 ? 0 : site(line, "program");
        const auto string = demo_.out.string(named);
        const auto defined =
            site(id == 1 ? 14 : 7, id == 1 ? "aio::Coro<> program()" : "aio::Coro<int> fetch(int, aio::Duration)");
        add(Kind::coro_create, id, {.a = defined, .b = parent});
        const auto cause = add(Kind::task_create, id, {.a = string, .b = loopscope::pack(parent, where)});
        add(Kind::task_ready, id, {.cause = cause, .detail = 0});
    }
    void begin(std::uint32_t id, std::uint32_t step) {
        add(Kind::step_begin, id, {.a = step});
        demo_.gates.push_back(demo_.out.slots().size());
        const auto defined =
            site(id == 1 ? 14 : 7, id == 1 ? "aio::Coro<> program()" : "aio::Coro<int> fetch(int, aio::Duration)");
        if (step == 1) add(Kind::coro_enter, id, {.b = loopscope::pack(id, defined)});
    }
    void print(std::uint32_t id, std::uint32_t line, const std::string& text) {
        demo_.out.add_text(Kind::print, id, {.b = site(line, "fetch")}, text);
    }
    void checkpoint(const char* named) {
        const auto string = demo_.out.string(named);
        add(Kind::checkpoint, 1, {.a = string, .b = site(21, "program")});
        demo_.checkpoints.push_back(demo_.out.slots().size());
    }
    void start_main() {
        begin(1, 1);
        print(1, 15, "fetching " + std::to_string(delays_.size()) + " pages");
        const auto where = site(16, "program");
        const auto named = demo_.out.string("gather");
        for (std::uint32_t i = 0; i < delays_.size(); ++i) create(task(i), name(i), 1, 16);
        add(Kind::object_create, 1,
            {.detail = loopscope::testing::number(loopscope::ObjectKind::gather),
             .a = named,
             .b = loopscope::pack(1, where)});
        for (std::uint32_t i = 0; i < delays_.size(); ++i) add(Kind::object_child, 1, {.a = task(i)});
        checkpoint("all-created");
        add(Kind::task_wait, 1,
            {.detail = loopscope::testing::number(loopscope::WaitReason::object), .a = where, .b = 1});
        add(Kind::step_end, 1);
    }
    void start_fetches() {
        for (std::uint32_t i = 0; i < delays_.size(); ++i) {
            begin(task(i), 1);
            print(task(i), 8, name(i) + " starts");
            const auto where = site(9, "aio::Coro<int> fetch(int, aio::Duration)");
            const auto label = demo_.out.string(name(i));
            add(Kind::timer_arm, i + 1, {.a = label, .b = due(i)});
            add(Kind::task_wait, task(i),
                {.detail = loopscope::testing::number(loopscope::WaitReason::sleep), .a = where, .b = i + 1});
            add(Kind::step_end, task(i));
        }
    }
    void fire(std::uint64_t when, std::uint32_t i) {
        loopscope::Sequence fired = 0;
        before_run_ = [&] { fired = add(Kind::timer_fire, i + 1, {.b = when}); };
        turn(
            [&] {
                add(Kind::callback_begin, i + 1, {.detail = loopscope::testing::number(loopscope::HandleKind::timer)});
                add(Kind::task_ready, task(i),
                    {.cause = fired, .detail = loopscope::testing::number(loopscope::WakeReason::timer)});
                add(Kind::callback_end, i + 1, {.detail = loopscope::testing::number(loopscope::HandleKind::timer)});
            },
            1, when - now_);
    }
    void finish_fetch(std::uint32_t i) {
        begin(task(i), 2);
        print(task(i), 10, name(i) + " done");
        add(Kind::coro_exit, task(i), {.b = task(i)});
        const auto cause = add(Kind::task_done, task(i));
        add(Kind::callback_ready, i + 1, {.cause = cause, .b = 1});
        add(Kind::step_end, task(i), {.detail = 1});
    }
    void child_done(std::uint32_t i, std::size_t left) {
        add(Kind::callback_begin, i + 1, {.detail = loopscope::testing::number(loopscope::HandleKind::callback)});
        const auto child = add(Kind::object_child_done, 1, {.a = task(i)});
        if (left == 0) {
            const auto cause = add(Kind::object_done, 1, {.cause = child});
            add(Kind::task_ready, 1,
                {.cause = cause, .detail = loopscope::testing::number(loopscope::WakeReason::object)});
        }
        add(Kind::callback_end, i + 1, {.detail = loopscope::testing::number(loopscope::HandleKind::callback)});
    }
    void finish_main() {
        begin(1, 2);
        print(1, 20, std::to_string(delays_.size()) + " results");
        checkpoint("all-here");
        add(Kind::coro_exit, 1, {.b = 1});
        add(Kind::task_done, 1);
        add(Kind::step_end, 1, {.detail = 1});
    }

    std::vector<double> delays_;
    DemoStream demo_;
    std::uint64_t turn_ = 0, now_ = 0;
    std::function<void()> before_run_ = [] {};
};

class FakeSession final : public Session {
public:
    explicit FakeSession(const std::map<std::string, double>& knobs) {
        const auto of = [&](const char* name, double fallback) {
            return knobs.contains(name) ? knobs.at(name) : fallback;
        };
        stream_ = GatherDemo({of("first", 1), of("second", 2), of("third", 3)}).take();
    }

    bool poll() override {
        if (state_ == SessionState::lost) return std::exchange(news_, false);
        if (allowed_ == 0 && state_ == SessionState::starting) go(0);
        if (running_ && !stand_at_checkpoint_) go(next_gate());
        if (running_ && stand_at_checkpoint_) go(next_checkpoint());
        return std::exchange(news_, false);
    }
    SessionState state() const override { return state_; }
    std::string notice() const override { return notice_; }
    std::string source_name() const override { return "lesson.cpp"; }
    bool can_steer() const override { return true; }
    void pause() override {
        running_ = false;
        if (state_ != SessionState::running) return;
        state_ = SessionState::standing;
        news_ = true;
    }
    void go_on() override { running_ = true, stand_at_checkpoint_ = false; }
    void step(unsigned count) override {
        running_ = false;
        std::size_t to = allowed_;
        for (unsigned i = 0; i < count; ++i) to = after(stream_.gates, to);
        go(to);
    }
    void run_to_checkpoint() override { go(next_checkpoint()); }
    void set_pace(loopscope::Pace pace) override { paces.push_back(pace); }

    // The program is killed here and now.
    void crash() {
        state_ = SessionState::lost;
        notice_ =
            "The program was killed (signal 9, SIGKILL). What it told until then is here; start it again when you "
            "like.";
        news_ = true;
        running_ = false;
    }
    std::vector<loopscope::Pace> paces;

private:
    std::size_t end() const { return stream_.out.slots().size(); }
    std::size_t after(const std::vector<std::size_t>& stops, std::size_t at) const {
        const auto found = std::upper_bound(stops.begin(), stops.end(), at);
        return found == stops.end() ? end() : *found;
    }
    std::size_t next_gate() const { return after(stream_.gates, allowed_); }
    std::size_t next_checkpoint() const { return after(stream_.checkpoints, allowed_); }

    void go(std::size_t to) {
        if (state_ == SessionState::lost) return;
        if (to == 0) to = stream_.gates.front();
        const auto& slots = stream_.out.slots();
        recording_.append(std::span(slots).subspan(allowed_, to - allowed_));
        news_ = news_ || to != allowed_;
        allowed_ = to;
        state_ = to == end() ? SessionState::finished : SessionState::standing;
        if (to == end() || stand_at_checkpoint_) running_ = false;
        if (running_) state_ = SessionState::running;
    }

    DemoStream stream_;
    SessionState state_ = SessionState::starting;
    std::string notice_;
    std::size_t allowed_ = 0;  // slots told so far
    bool running_ = false, stand_at_checkpoint_ = false, news_ = false;
};

// An App on the demo lesson, and the sessions that it started.
struct Demo {
    book::Catalogue catalogue;
    std::vector<std::map<std::string, double>> starts;  // the knobs of each start
    FakeSession* session = nullptr;                     // the last one started; the App's
    App app;

    explicit Demo(bool light = false) : app(options(light)) {
        catalogue.lessons = {gather_lesson(), gather_lesson()};
        catalogue.lessons[1].id = "another";
        catalogue.lessons[1].number = 4;
        catalogue.lessons[1].title = "Another lesson";
        app.open_lesson(catalogue.lessons[0]);
    }

private:
    AppOptions options(bool light) {
        AppOptions options;
        options.catalogue = &catalogue;
        options.light = light;
        options.start = [this](const LessonStart& start) {
            starts.push_back(start.knobs);
            auto made = std::make_unique<FakeSession>(start.knobs);
            session = made.get();
            return made;
        };
        return options;
    }
};

}  // namespace viz::testing
