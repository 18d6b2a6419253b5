// A real program that the panels are tried on: two workers share a lock, one forgets to let the others in,
// a coroutine is never awaited, and two tasks end up waiting for each other.
#pragma once
#include "findings/support.hpp"
#include "panels/view.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/sample_recording.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace viz::testing {

inline aio::Coro<> bank_worker(aio::Lock& vault, aio::Queue<int>& orders) {
    using namespace std::chrono_literals;
    int balance = 100;
    for (int i = 0; i < 3; ++i) {
        aio::watch("balance", balance);
        const int amount = co_await orders.get();
        const auto guard = co_await vault.guard();
        co_await aio::sleep(200ms);
        balance += amount;
    }
    aio::watch("balance", balance);
    aio::watch("over", std::string("yes"));
}

inline aio::Coro<> bank_crossing(aio::Lock& first, aio::Lock& second) {
    using namespace std::chrono_literals;
    const auto one = co_await first.guard();
    co_await aio::sleep(1s);
    const auto two = co_await second.guard();
}

inline aio::Coro<> bank_forgotten() { co_return; }

inline aio::Coro<> bank_program() {
    using namespace std::chrono_literals;
    aio::Lock vault("vault");
    aio::Queue<int> orders(0, "orders");
    static_cast<void>(bank_forgotten());
    auto one = aio::create_task(bank_worker(vault, orders), "worker-1");
    auto two = aio::create_task(bank_worker(vault, orders), "worker-2");
    for (int i = 0; i < 6; ++i) co_await orders.put(10);
    co_await aio::gather(one, two);
    aio::Lock left("left");
    aio::Lock right("right");
    auto ann = aio::create_task(bank_crossing(left, right), "ann");
    auto bob = aio::create_task(bank_crossing(right, left), "bob");
    co_await aio::sleep(2s);
    ann.cancel();
    bob.cancel();
    co_await aio::sleep(0);
}

// The run, with a View of it at any cursor.
class Bank {
public:
    Bank() : examined_(test::examine(bank_program())), world_(examined_.recording.now()) { seek(recording().size()); }

    const loopscope::Recording& recording() const { return examined_.recording; }
    const std::vector<loopscope::Finding>& findings() const { return examined_.findings; }
    const loopscope::Finding& the(loopscope::FindingKind kind) const { return examined_.the(kind); }
    void seek(std::size_t cursor) {
        cursor_ = cursor;
        world_ = recording().at(cursor);
    }

    View view() const {
        View view = make_view(recording(), world_, cursor_);
        view.findings = findings();
        view.selection = selection;
        view.range = range;
        view.lesson = lesson;
        view.lessons = lessons;
        return view;
    }

    loopscope::TaskId task(const std::string& name) const {
        for (const loopscope::TaskInfo& info : recording().tasks())
            if (recording().task_name(info.id) == name) return info.id;
        FAIL("no task is called " << name);
        return 0;
    }
    loopscope::ObjectId object(const std::string& name) const {
        for (const loopscope::ObjectInfo& info : recording().objects())
            if (recording().string(info.name) == name) return info.id;
        FAIL("no object is called " << name);
        return 0;
    }
    // The first event of this kind about that one, at or behind `from`.
    std::size_t event(loopscope::EventKind kind, std::uint32_t subject, std::size_t from = 0) const {
        for (std::size_t at = from; at < recording().size(); ++at)
            if (recording()[at].kind == kind && recording()[at].subject == subject) return at;
        FAIL("no such event");
        return 0;
    }

    Selection selection;
    std::optional<Range> range;
    const book::Lesson* lesson = nullptr;
    std::span<const book::Lesson> lessons;

private:
    test::Examined examined_;
    loopscope::World world_;
    std::size_t cursor_ = 0;
};

// A lesson whose page asks a question that has no answer yet.
inline book::Lesson asking_lesson() {
    book::Lesson lesson;
    lesson.id = "asking";
    book::Step step;
    step.prediction.emplace();
    step.prediction->id = "question";
    lesson.steps.push_back(step);
    return lesson;
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A panel with its look, drawn as often as it wants.
template <class Look>
class Shown {
public:
    using Panel = void (*)(const View&, Ui&, Look&, ImVec2, ImVec2, Actions&);
    Shown(Bank& bank, Panel panel, ImVec2 size = {780, 400}) : stage(size), bank_(bank), panel_(panel) {}

    void draw(int frames = 2) {
        for (int i = 0; i < frames; ++i) stage.frame(once());
    }
    void click(const std::string& name) {
        INFO("no widget is called " << name);
        REQUIRE(stage.probe.find(name) != nullptr);
        stage.click(once(), name);
        draw(1);
    }
    std::string text(const std::string& name) const { return stage.shown(name); }
    bool shows(const std::string& name) const { return stage.probe.find(name) != nullptr; }
    // The first widget whose name begins like that.
    std::string first(const std::string& prefix) const {
        for (const auto& [name, probed] : stage.probe.shown())
            if (name.starts_with(prefix)) return name;
        return {};
    }
    std::size_t count(const std::string& prefix) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(stage.probe.shown(), [&](const auto& one) { return one.first.starts_with(prefix); }));
    }

    PanelStage stage;
    Look look;

private:
    PanelStage::Draw once() {
        return [this](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
            panel_(bank_.view(), ui, look, min, max, actions);
        };
    }
    Bank& bank_;
    Panel panel_;
};

}  // namespace viz::testing
