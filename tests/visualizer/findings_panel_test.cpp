// The findings as cards: which are told, in which order, and where they lead.
#include "panels/findings.hpp"
#include "visualizer/bank_run.hpp"

using namespace viz;
using namespace loopscope;
using viz::testing::Bank;
using viz::testing::contains;

namespace {

struct Scene {
    Bank bank;
    viz::testing::Shown<FindingsLook> panel{bank, findings_panel, ImVec2(780, 900)};

    // The number of the card of that kind.
    std::string card(FindingKind kind) {
        const FindingList list = list_findings(bank.view());
        for (std::size_t at = 0; at < list.cards.size(); ++at)
            if (std::get<FindingKind>(list.cards[at].mistake) == kind) return "findings/" + std::to_string(at);
        FAIL("no such card");
        return {};
    }
};

}  // namespace

TEST_CASE("a finding is a card with its title, how grave and how sure, its claim, reason and advice") {
    Scene scene;
    scene.panel.draw();
    const std::string card = scene.card(FindingKind::deadlock);
    CHECK(scene.panel.text(card) == "Deadlock \u00b7 error \u00b7 certain");
    CHECK(contains(scene.panel.text(card + "/sentence/0"), "waits for the lock"));
    CHECK(contains(scene.panel.text(card + "/why"), "none can ever go on"));
    CHECK(scene.panel.shows(card + "/advice"));
    CHECK(scene.panel.count(card + "/moment/") >= 2);
}

TEST_CASE("errors come first, and each sort in the order in which it showed") {
    Scene scene;
    const View view = scene.bank.view();
    const FindingList list = list_findings(view);
    REQUIRE(list.cards.size() >= 3);
    for (std::size_t at = 1; at < list.cards.size(); ++at) {
        const Finding& before = view.findings[list.cards[at - 1].findings.front()];
        const Finding& here = view.findings[list.cards[at].findings.front()];
        CHECK(severity_of(before) >= severity_of(here));
        if (severity_of(before) == severity_of(here)) CHECK(before.last <= here.last);
    }
}

TEST_CASE("what the cursor has not reached is counted and not told, and a click leads there") {
    Scene scene;
    const Finding& ring = scene.bank.the(FindingKind::deadlock);
    scene.bank.seek(ring.last);
    scene.panel.draw();
    CHECK_FALSE(contains(findings_text(scene.bank.view()), "Deadlock"));
    const FindingList list = list_findings(scene.bank.view());
    CHECK(list.later >= 1);
    CHECK(list.next == ring.last);
    CHECK(contains(scene.panel.text("findings/later"), "later in the recording"));
    scene.panel.click("findings/later");
    REQUIRE(scene.panel.stage.last_action<act::Seek>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == ring.last + 1);
    scene.bank.seek(ring.last + 1);
    CHECK(contains(findings_text(scene.bank.view()), "Deadlock"));
}

TEST_CASE("before anything is found the panel says what was looked for") {
    Scene scene;
    scene.bank.seek(1);
    scene.panel.draw();
    CHECK(contains(scene.panel.text("findings/none"), std::to_string(finding_kinds().size()) + " kinds of mistake"));
    CHECK(contains(findings_text(scene.bank.view()), "nothing found so far"));
}

TEST_CASE("while a prediction is open nothing is told, not even how many there are") {
    Scene scene;
    const book::Lesson lesson = viz::testing::asking_lesson();
    scene.bank.lesson = &lesson;
    scene.panel.draw();
    CHECK(scene.panel.shows("findings/held_back"));
    CHECK_FALSE(scene.panel.shows("findings/0"));
    CHECK_FALSE(scene.panel.shows("findings/later"));
    CHECK(findings_told(scene.bank.view()) == 0);
    CHECK_FALSE(contains(findings_text(scene.bank.view()), "Deadlock"));
}

TEST_CASE("choosing a card marks its part of the run and selects the task that it is about") {
    Scene scene;
    scene.panel.draw();
    const Finding& ring = scene.bank.the(FindingKind::deadlock);
    scene.panel.click(scene.card(FindingKind::deadlock));
    REQUIRE(scene.panel.stage.last_action<act::SetRange>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::SetRange>()->range == Range{ring.first, ring.last + 1});
    REQUIRE(scene.panel.stage.last_action<act::Select>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Select>()->task == ring.tasks.front());
}

TEST_CASE("moments, names and lines of a card lead to what they name") {
    Scene scene;
    scene.panel.draw();
    const Finding& ring = scene.bank.the(FindingKind::deadlock);
    const std::string card = scene.card(FindingKind::deadlock);
    scene.panel.click(card + "/moment/0");
    REQUIRE(scene.panel.stage.last_action<act::Seek>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == ring.moments.front() + 1);
    scene.panel.click(card + "/line");
    CHECK(scene.panel.stage.last_action<act::Select>()->site == ring.site);
    const std::string lock = scene.panel.first(card + "/object/" + std::to_string(scene.bank.object("right")));
    scene.panel.click(lock);
    CHECK(scene.panel.stage.last_action<act::Select>()->object == scene.bank.object("right"));
}

TEST_CASE("a card leads to the lesson that teaches it, if there is one") {
    Scene scene;
    scene.panel.draw();
    const std::string card = scene.card(FindingKind::deadlock);
    CHECK_FALSE(scene.panel.shows(card + "/lesson"));
    std::vector<book::Lesson> lessons(1);
    lessons[0].id = lesson_of(FindingKind::deadlock);
    lessons[0].title = "Rings";
    scene.bank.lessons = lessons;
    scene.panel.draw();
    CHECK(scene.panel.text(card + "/lesson") == "lesson: Rings");
    scene.panel.click(card + "/lesson");
    REQUIRE(scene.panel.stage.last_action<act::OpenLesson>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::OpenLesson>()->id == lessons[0].id);
}

TEST_CASE("the same mistake at the same line is one card, through which one pages") {
    Scene scene;
    View view = scene.bank.view();
    std::vector<Finding> twice{scene.bank.the(FindingKind::never_awaited), scene.bank.the(FindingKind::never_awaited)};
    twice[1].last += 1;
    view.findings = twice;
    const FindingList list = list_findings(view);
    REQUIRE(list.cards.size() == 1);
    CHECK(list.cards[0].findings == std::vector<std::size_t>{0, 1});
    CHECK(contains(findings_text(view), "2 times at this line"));
    viz::testing::PanelStage stage;
    FindingsLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        findings_panel(view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    CHECK(stage.shown("findings/0/page") == "1 of 2");
    stage.click(draw, "findings/0/next");
    stage.frame(draw);
    CHECK(stage.shown("findings/0/page") == "2 of 2");
    REQUIRE(stage.last_action<act::SetRange>() != nullptr);
    CHECK(stage.last_action<act::SetRange>()->range->to == twice[1].last + 1);
}
