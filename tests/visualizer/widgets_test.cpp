// Widgets, words, keys and prose, each by itself.
#include "ui/widgets.hpp"
#include "app/layout.hpp"
#include "panels/predict.hpp"
#include "panels/transport.hpp"
#include "ui/focus.hpp"
#include "ui/fonts.hpp"
#include "ui/keys.hpp"
#include "ui/prose.hpp"
#include "ui/text.hpp"

#include <doctest/doctest.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <set>
#include <string>

using namespace viz;

namespace {

// A frame of Dear ImGui without a GPU, in which widgets can be drawn one by one.
class Bench {
public:
    Bench() : before_(ImGui::GetCurrentContext()), context_(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DeltaTime = 1.0f / 60;
        io.DisplaySize = ImVec2(800, 600);
        fonts = build_fonts(1, {}).fonts;
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        probe.on = true;
    }
    ~Bench() {
        ImGui::DestroyContext(context_);
        ImGui::SetCurrentContext(before_);
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    template <class Draw>
    void frame(Draw draw) {
        ImGui::NewFrame();
        ImGui::SetNextWindowPos(ImVec2(0, 0));
        ImGui::SetNextWindowSize(ImVec2(400, 300));
        ImGui::Begin("bench", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
        probe.begin_frame();
        focus.begin_frame();
        draw(ui);
        ImGui::End();
        ImGui::Render();
    }
    void mouse(ImVec2 at, bool down) {
        ImGui::GetIO().MousePos = at;
        ImGui::GetIO().MouseDown[0] = down;
    }

    Theme theme = dark_theme();
    Text text{english_language()};
    Probe probe;
    Focus focus;
    Fonts fonts;
    Ui ui{.theme = theme, .fonts = fonts, .text = text, .probe = probe, .focus = &focus};

private:
    ImGuiContext* before_;
    ImGuiContext* context_;
};

ImVec2 centre(const Probed& probed) { return {(probed.min.x + probed.max.x) / 2, (probed.min.y + probed.max.y) / 2}; }

}  // namespace

TEST_CASE("a button is pressed once a click, and not at all when it is disabled") {
    Bench bench;
    int pressed = 0;
    bool enabled = true;
    const auto draw = [&](Ui& ui) { pressed += button(ui, "b", "Press", "tip", false, enabled) ? 1 : 0; };
    const auto click = [&] {
        const ImVec2 at = centre(*bench.probe.find("b"));
        for (const bool down : {false, false, true, false, false}) {
            bench.mouse(at, down);
            bench.frame(draw);
        }
    };
    bench.frame(draw);
    CHECK(bench.probe.find("b")->text == "Press");
    click();
    CHECK(pressed == 1);
    enabled = false;
    click();
    CHECK(pressed == 1);
    CHECK_FALSE(bench.probe.find("b")->enabled);
}

TEST_CASE("a button that is too narrow for its label says that it is clipped") {
    Bench bench;
    bench.frame([](Ui& ui) {
        button(ui, "wide", "A long label", "");
        button(ui, "narrow", "A long label", "", false, true, 40);
    });
    CHECK_FALSE(bench.probe.find("wide")->clipped);
    CHECK(bench.probe.find("narrow")->clipped);
}

TEST_CASE("what sticks out of its window says that it is clipped") {
    Bench bench;
    bench.frame([](Ui& ui) {
        ImGui::SetCursorScreenPos(ImVec2(380, 20));
        button(ui, "out", "Sticks out", "");
    });
    CHECK(bench.probe.find("out")->clipped);
}

TEST_CASE("a slider follows the mouse in its steps and tells when it is let go") {
    Bench bench;
    double value = 1;
    int released = 0;
    const auto draw = [&](Ui& ui) {
        bool let_go = false;
        slider(ui, "s", "delay", value, 0, 10, 0.5, "1.0 s", 360, &let_go);
        released += let_go ? 1 : 0;
    };
    bench.frame(draw);
    const Probed track = *bench.probe.find("s");
    const ImVec2 middle = centre(track);
    bench.mouse(middle, false), bench.frame(draw), bench.frame(draw);
    bench.mouse(middle, true), bench.frame(draw);
    CHECK(value == doctest::Approx(5));
    CHECK(released == 0);
    bench.mouse(ImVec2(track.max.x + 50, middle.y), true), bench.frame(draw);
    CHECK(value == doctest::Approx(10));
    bench.mouse(ImVec2(track.max.x + 50, middle.y), false), bench.frame(draw), bench.frame(draw);
    CHECK(released == 1);
}

TEST_CASE("a focused slider moves by its step with Left and Right") {
    Bench bench;
    double value = 1;
    bool let_go = false;
    const auto draw = [&](Ui& ui) { slider(ui, "s", "", value, 0, 10, 0.5, "", 300, &let_go); };
    bench.frame(draw);
    bench.focus.move(1);
    bench.frame(draw);
    CHECK(bench.focus.on_adjustable());
    bench.focus.nudge(1);
    bench.frame(draw);
    CHECK(value == doctest::Approx(1.5));
    CHECK(let_go);
}

TEST_CASE("a splitter goes back to its place on a double click and keeps its limits") {
    Bench bench;
    float fraction = 0.25f;
    const auto draw = [&](Ui& ui) {
        splitter(ui, "split", true, ImVec2(100, 0), ImVec2(107, 200), fraction, 0.25f, 400, 0.2f, 0.6f);
    };
    bench.frame(draw);
    bench.mouse(ImVec2(103, 100), false), bench.frame(draw), bench.frame(draw);
    bench.mouse(ImVec2(103, 100), true), bench.frame(draw);
    bench.mouse(ImVec2(143, 100), true), bench.frame(draw);
    CHECK(fraction == doctest::Approx(0.35f));
    bench.mouse(ImVec2(399, 100), true), bench.frame(draw);
    CHECK(fraction == doctest::Approx(0.6f));
    bench.mouse(ImVec2(103, 100), false), bench.frame(draw), bench.frame(draw);
    for (const bool down : {true, false, true, false}) bench.mouse(ImVec2(103, 100), down), bench.frame(draw);
    CHECK(fraction == doctest::Approx(0.25f));
}

TEST_CASE("Tab walks through what can be pressed, in order and around") {
    Focus focus;
    const auto frame = [&] {
        focus.begin_frame();
        std::string at;
        for (const char* name : {"a", "b", "c"}) {
            if (focus.here(name).focused) at = name;
        }
        return at;
    };
    CHECK(frame().empty());
    focus.move(1);
    CHECK(frame() == "a");
    focus.move(1), focus.move(1);
    CHECK(frame() == "c");
    focus.move(1);
    CHECK(frame() == "a");
    focus.move(-1);
    CHECK(frame() == "c");
    focus.take("b");
    CHECK(frame().empty());  // the mouse needs no ring
    focus.move(1);
    CHECK(frame() == "c");
    focus.clear();
    CHECK_FALSE(focus.any());
}

TEST_CASE("Enter presses what has the focus, once, and never what is gone") {
    Focus focus;
    focus.begin_frame(), focus.here("a");
    focus.move(1);
    focus.press();
    focus.begin_frame();
    CHECK(focus.here("a").pressed);
    CHECK_FALSE(focus.here("a").pressed);
    focus.begin_frame();
    focus.here("other");
    focus.press();
    focus.begin_frame();
    CHECK_FALSE(focus.here("a").pressed);
}

TEST_CASE("lines break at spaces, never inside a number") {
    Bench bench;
    ImFont* font = bench.fonts.body;
    const float narrow = text_size(font, "reached at t=0.300").x - 2;
    CHECK(text_size(font, "reached at t=0.300", narrow).y == doctest::Approx(2 * font->FontSize));
    CHECK(text_size(font, "reached at t=0.300", narrow).x == doctest::Approx(text_size(font, "reached at").x));
    CHECK(text_size(font, "one\ntwo", 500).y == doctest::Approx(2 * font->FontSize));
    CHECK(text_size(font, "averylongwordindeed", 40).x <= 40.5f);
    CHECK(text_size(font, "", 100).x == 0);
}

TEST_CASE("text that is cut ends in an ellipsis and says so") {
    Bench bench;
    bool cut = false, whole = true;
    bench.frame([&](Ui& ui) {
        cut = text_cut(ImGui::GetWindowDrawList(), ui.fonts.body, ImVec2(0, 0), IM_COL32_WHITE, "a long piece of text",
                       50);
        whole = text_cut(ImGui::GetWindowDrawList(), ui.fonts.body, ImVec2(0, 0), IM_COL32_WHITE, "short", 200);
    });
    CHECK(cut);
    CHECK_FALSE(whole);
}

TEST_CASE("a question that moved knobs have made unclear is answered neither right nor wrong") {
    book::Prediction prediction;
    prediction.options.resize(2);
    Guess guess;
    guess.option = 0;
    guess.committed = true;
    book::Answer answer;
    answer.values = {"3"};
    CHECK(verdict(prediction, &guess, &answer) == Verdict::wrong);
    answer.doubt = book::Answer::Doubt::cannot_tell;
    CHECK(verdict(prediction, &guess, &answer) == Verdict::unclear);
    answer.option = 0;
    CHECK(verdict(prediction, &guess, &answer) == Verdict::right);
}

TEST_CASE("the fonts have the signs that lessons print") {
    Bench bench;
    for (const int sign : {0x2192, 0x2190, 0x2026, 0x2500, 0x2502, 0x25B6, 0x2713, 0x00D7, 0x2264, 0x201C, 0x2022}) {
        INFO("U+" << std::hex << sign);
        CHECK(bench.fonts.body->FindGlyphNoFallback(static_cast<ImWchar>(sign)) != nullptr);
        CHECK(bench.fonts.mono->FindGlyphNoFallback(static_cast<ImWchar>(sign)) != nullptr);
    }
}

TEST_CASE("characters beyond ASCII are collected once, and broken bytes do no harm") {
    Glyphs glyphs;
    CHECK(add_glyphs(glyphs, "na\xc3\xafve \xe2\x86\x92"));
    CHECK(glyphs.size() == 2);
    CHECK_FALSE(add_glyphs(glyphs, "plain"));
    CHECK_FALSE(add_glyphs(glyphs, "\xc3\xaf"));
    add_glyphs(glyphs, "\xff\xfe\x80 \xf0\x9f\x98\x80 \xe2");
    CHECK(glyphs.size() <= 3);
}

TEST_CASE("markdown becomes paragraphs, lists and code with their styles") {
    const auto blocks = parse_prose(
        "A **bold** and *soft* `co_await` word.\n\n- one\n- two\n\n```cpp\nint a;\nint b;\n```\n\n3. third\n");
    REQUIRE(blocks.size() == 5);
    using Style = ProseRun::Style;
    CHECK(blocks[0].runs == std::vector<ProseRun>{{"A ", Style::plain},
                                                  {"bold", Style::bold},
                                                  {" and ", Style::plain},
                                                  {"soft", Style::italic},
                                                  {" ", Style::plain},
                                                  {"co_await", Style::code},
                                                  {" word.", Style::plain}});
    CHECK(blocks[1].kind == ProseBlock::Kind::item);
    CHECK(blocks[1].marker == "\u2022");
    CHECK(blocks[3].kind == ProseBlock::Kind::code);
    CHECK(blocks[3].runs.front().text == "int a;\nint b;\n");
    CHECK(blocks[4].marker == "3.");
    CHECK(prose_text(blocks).find("A bold and soft co_await word.\n") == 0);
}

TEST_CASE("markdown that nobody meant does no harm") {
    for (const char* text : {"", "***", "```", "- - - a", "> quote\n> more", "| a | b |\n|---|---|\n| 1 | 2 |",
                             "a&lt;b&amp;c", "<b>x</b>", "\\"})
        CHECK_NOTHROW(parse_prose(text));
    CHECK(prose_text(parse_prose("a&lt;b&amp;c")) == "a<b&c\n");
}

TEST_CASE("a language file's mistake leaves English in place") {
    const Text broken("[ui\nnonsense");
    CHECK(std::string(broken("mode.live")) == "LIVE");
    const Text other("[ui.mode]\nlive = \"LEBT\"\n");
    CHECK(std::string(other("mode.live")) == "LEBT");
    CHECK(std::string(other("mode.gate")) == "GATE");
    CHECK(std::string(other("no.such.key")) == "no.such.key");
}

TEST_CASE("a pattern is filled by name, and what is not given stays") {
    CHECK(fill("turn {turn} of {all}", {{"turn", "3"}}) == "turn 3 of {all}");
    CHECK(fill("open { brace", {{"turn", "3"}}) == "open { brace");
    CHECK(fill("{a}{a}", {{"a", "{a}"}}) == "{a}{a}");
    CHECK(fill("", {}).empty());
}

TEST_CASE("every key has words, and no two rows claim the same stroke") {
    const Text text(english_language());
    std::set<std::pair<int, int>> strokes;
    for (const KeyRow& row : key_table()) {
        INFO(row.text);
        CHECK(std::string(text(row.text)) != row.text);
        CHECK(strokes.emplace(row.key, row.modifiers).second);
    }
    for (const Mode mode : {Mode::live, Mode::gate, Mode::freeze, Mode::travel, Mode::ended, Mode::lost})
        CHECK(std::string(text((std::string(mode_word(mode)) + "_tip").c_str())).size() > 10);
}

TEST_CASE("keys are found by place, whatever Caps Lock says") {
    REQUIRE(find_key(GLFW_KEY_SPACE, GLFW_MOD_CAPS_LOCK) != nullptr);
    CHECK(find_key(GLFW_KEY_SPACE, GLFW_MOD_CAPS_LOCK)->command == Command::run_or_pause);
    CHECK(find_key(GLFW_KEY_RIGHT, GLFW_MOD_SHIFT)->command == Command::next_turn);
    CHECK(find_key(GLFW_KEY_SPACE, GLFW_MOD_CONTROL) == nullptr);
    CHECK(find_key(GLFW_KEY_SLASH, GLFW_MOD_SHIFT)->command == Command::help);
}

TEST_CASE("the pace slider goes from a tenth to eight times, then to no waiting at all") {
    CHECK(pace_of(0) == doctest::Approx(0.1));
    CHECK(pace_of(0.94) == doctest::Approx(8));
    CHECK(pace_of(1) == kFastest);
    CHECK(pace_words(kFastest) == "max");
    CHECK(pace_words(0.25) == "\u00d70.25");
    CHECK(position_of(kFastest) == 1);
    CHECK(pace_of(position_of(1.0)) == 1.0);
    for (const double pace : {0.1, 0.25, 0.5, 2.0, 4.0, 8.0})
        CHECK(pace_of(position_of(pace)) == doctest::Approx(pace).epsilon(0.001));
}

TEST_CASE("regions cover the window without overlap at any size") {
    for (const ImVec2 size :
         {ImVec2(1280, 720), ImVec2(1600, 900), ImVec2(1920, 1080), ImVec2(800, 500), ImVec2(3840, 2160)}) {
        for (const float scale : {1.0f, 1.5f, 2.0f}) {
            for (const bool notice : {false, true}) {
                const Layout layout = lay_out(size, Fractions{}, scale, notice);
                INFO(size.x << "x" << size.y << " at " << scale);
                CHECK(layout.lesson.max.x <= layout.timeline.min.x);
                CHECK(layout.timeline.max.x <= layout.loop.min.x);
                CHECK(layout.timeline.max.y <= layout.source.min.y);
                CHECK(layout.loop.max.y <= layout.selection.min.y);
                CHECK(layout.source.max.y <= layout.tabs.min.y);
                CHECK(layout.tabs.max.x <= layout.happened.min.x);
                CHECK(layout.happened.max.x == size.x);
                CHECK(layout.happened.max.y == size.y);
                for (const Box& box : {layout.lesson, layout.timeline, layout.source, layout.loop, layout.selection,
                                       layout.tabs, layout.happened}) {
                    CHECK(box.width() > 0);
                    CHECK(box.height() > 0);
                }
            }
        }
    }
}
