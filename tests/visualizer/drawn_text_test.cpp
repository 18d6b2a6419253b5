// The reader of drawn text finds what is wrong: it is trusted by every scene, so it must fail where it should.
#include "visualizer/drawn_text.hpp"
#include "ui/fonts.hpp"
#include "ui/text.hpp"
#include "ui/widgets.hpp"
#include "visualizer/panel_stage.hpp"

#include <doctest/doctest.h>

#include <string>

using viz::testing::drawn_runs;
using viz::testing::PanelStage;
using viz::testing::text_faults;

namespace {

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += line + "\n";
    return out;
}

// What is found when this is drawn.
template <class Draw>
std::string faults_of(Draw draw) {
    PanelStage stage;
    stage.frame([&](viz::Ui& ui, ImVec2 min, ImVec2, viz::Actions&) { draw(ui, ImGui::GetWindowDrawList(), min); });
    return joined(text_faults(drawn_runs()));
}

constexpr ImU32 kWhite = IM_COL32_WHITE;

}  // namespace

TEST_CASE("text is read back from the triangles, a line a run") {
    PanelStage stage;
    stage.frame([&](viz::Ui& ui, ImVec2 min, ImVec2, viz::Actions&) {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        viz::draw_text(draw, ui.fonts.body, min, kWhite, "fetch-1 waits");
        draw->AddRectFilled(ImVec2(min.x, min.y + 30), ImVec2(min.x + 99, min.y + 50), kWhite);
        draw->AddLine(ImVec2(min.x, min.y + 60), ImVec2(min.x + 99, min.y + 71), kWhite, 2);
        viz::draw_text(draw, ui.fonts.mono, ImVec2(min.x, min.y + 80), kWhite, "co_await");
    });
    const auto runs = drawn_runs();
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].text == "fetch-1waits");
    CHECK(runs[1].text == "co_await");
    CHECK(text_faults(runs).empty());
}

TEST_CASE("two words over each other are found, and two lines close to each other are not") {
    const std::string found = faults_of([](viz::Ui& ui, ImDrawList* draw, ImVec2 at) {
        viz::draw_text(draw, ui.fonts.body, at, kWhite, "waiting");
        viz::draw_text(draw, ui.fonts.bold, ImVec2(at.x + 20, at.y + 3), kWhite, "ready");
    });
    CHECK(found.find("over each other: 'waiting'") != std::string::npos);
    CHECK(found.find("'ready'") != std::string::npos);
    CHECK(faults_of([](viz::Ui& ui, ImDrawList* draw, ImVec2 at) {
              viz::draw_text(draw, ui.fonts.body, at, kWhite, "going");
              viz::draw_text(draw, ui.fonts.body, ImVec2(at.x, at.y + ui.fonts.body->FontSize), kWhite, "gathering");
          }) == "");
}

TEST_CASE("a word under a tooltip is no fault") {
    CHECK(faults_of([](viz::Ui& ui, ImDrawList* draw, ImVec2 at) {
              viz::draw_text(draw, ui.fonts.body, at, kWhite, "waiting");
              draw->AddRectFilled(ImVec2(at.x - 10, at.y - 10), ImVec2(at.x + 200, at.y + 40), IM_COL32(9, 9, 9, 255));
              viz::draw_text(draw, ui.fonts.body, at, kWhite, "a tooltip");
          }) == "");
}

TEST_CASE("a word that a clip rectangle cuts is found, sideways and below") {
    const auto clipped = [](ImVec2 room) {
        return faults_of([&](viz::Ui& ui, ImDrawList* draw, ImVec2 at) {
            draw->PushClipRect(at, ImVec2(at.x + room.x, at.y + room.y), true);
            viz::draw_text(draw, ui.fonts.body, at, kWhite, "semaphore");
            draw->PopClipRect();
        });
    };
    // Dear ImGui leaves out the glyphs of which nothing would be seen.
    CHECK(clipped({200, 40}) == "");
    CHECK(clipped({41, 40}).find("cut sideways: 'semap'") != std::string::npos);
    CHECK(clipped({200, 8}).find("cut above or below: 'h'") != std::string::npos);
}

TEST_CASE("where the reader can scroll, a line may be half shown") {
    PanelStage stage;
    const auto draw = [&](viz::Ui& ui, ImVec2 min, ImVec2, viz::Actions&) {
        viz::begin_panel(ui, "scrolls", min, ImVec2(min.x + 200, min.y + 45), true);
        for (int i = 0; i < 9; ++i) ImGui::TextUnformatted("a line of many");
        viz::end_panel();
    };
    stage.frame(draw);
    stage.frame(draw);
    const auto runs = drawn_runs();
    CHECK(runs.size() >= 2);
    CHECK(joined(text_faults(runs)) == "");
}

TEST_CASE("a word beside the window is found") {
    const std::string found = faults_of([](viz::Ui& ui, ImDrawList*, ImVec2 at) {
        viz::draw_text(ImGui::GetForegroundDrawList(), ui.fonts.body, ImVec2(at.x - 40, at.y), kWhite, "lost");
    });
    CHECK(found.find("cut sideways: 'st'") != std::string::npos);  // the other two are not even drawn
    CHECK(found.find("outside the window") != std::string::npos);
}
