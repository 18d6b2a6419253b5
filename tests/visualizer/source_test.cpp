#include "panels/source.hpp"
#include "panels/source_marks.hpp"
#include "ui/highlight.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/sample_recording.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace viz;
using namespace loopscope;
using viz::testing::PanelStage;
using viz::testing::Sample;

namespace {

// Each token's text with its kind.
std::map<std::string, TokenKind> tokens(CodeLanguage language, const std::string& line) {
    LineState state;
    std::map<std::string, TokenKind> found;
    for (const Token& token : highlight_line(language, line, state)) {
        found[line.substr(token.begin, token.end - token.begin)] = token.kind;
    }
    return found;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Scene {
    Sample sample;
    book::Lesson lesson = viz::testing::sample_lesson();
    World world;
    View view;
    explicit Scene(std::size_t step)
        : world(sample.recording.at(sample.step(step))),
          view(viz::testing::make_view(sample.recording, world, sample.step(step))) {
        view.lesson = &lesson;
    }
};

}  // namespace

TEST_CASE("C++: keywords, types, strings, numbers, comments and definitions are told apart") {
    const auto line = tokens(CodeLanguage::cpp, "    int n = co_await get(\"a \\\" b\", 1'000ms, 'x');  // why");
    CHECK(line.at("int") == TokenKind::type);
    CHECK(line.at("co_await") == TokenKind::keyword);
    CHECK(line.at("\"a \\\" b\"") == TokenKind::string);
    CHECK(line.at("1'000ms") == TokenKind::number);
    CHECK(line.at("'x'") == TokenKind::string);
    CHECK(line.at("// why") == TokenKind::comment);
    CHECK_FALSE(line.contains("get"));
    const auto head = tokens(CodeLanguage::cpp, "aio::Coro<int> fetch(int id) {");
    CHECK(head.at("fetch") == TokenKind::function);
    CHECK(head.at("Coro") == TokenKind::type);
    const auto include = tokens(CodeLanguage::cpp, "#include <chrono>");
    CHECK(include.at("#include") == TokenKind::keyword);
    CHECK(include.at("<chrono>") == TokenKind::string);
}

TEST_CASE("C++: comments and raw strings go on over lines, and end where they end") {
    LineState state;
    const auto kinds = [&](const std::string& line) { return highlight_line(CodeLanguage::cpp, line, state); };
    CHECK(kinds("int a; /* one") == std::vector<Token>{{0, 3, TokenKind::type}, {7, 13, TokenKind::comment}});
    CHECK(kinds("int b;") == std::vector<Token>{{0, 6, TokenKind::comment}});
    CHECK(kinds("x */ int") == std::vector<Token>{{0, 4, TokenKind::comment}, {5, 8, TokenKind::type}});
    CHECK(kinds("R\"q(if )\" int") == std::vector<Token>{{0, 13, TokenKind::string}});
    CHECK(kinds(")q\" if") == std::vector<Token>{{0, 3, TokenKind::string}, {4, 6, TokenKind::keyword}});
    CHECK(state == LineState{});
}

TEST_CASE("Python: keywords, def names, f-strings, triple quotes and comments") {
    const auto line = tokens(CodeLanguage::python, "async def fetch(n: int): return f'got {n}'  # why");
    CHECK(line.at("async") == TokenKind::keyword);
    CHECK(line.at("fetch") == TokenKind::function);
    CHECK(line.at("int") == TokenKind::type);
    CHECK(line.at("f'got {n}'") == TokenKind::string);
    CHECK(line.at("# why") == TokenKind::comment);
    LineState state;
    highlight_line(CodeLanguage::python, "\"\"\"Reads", state);
    CHECK(highlight_line(CodeLanguage::python, "if all", state) == std::vector<Token>{{0, 6, TokenKind::string}});
    highlight_line(CodeLanguage::python, "\"\"\"", state);
    CHECK(state.closing.empty());
}

TEST_CASE("no line can make the highlighter read past its end") {
    for (const std::string line :
         {"\"", "'\\", "R\"", "R\"x(", "/*", "1'", "u8\"", "#", "0x", "\\", "\"\"\"", "f'", "\xff\xfe("}) {
        for (const CodeLanguage language : {CodeLanguage::cpp, CodeLanguage::python}) {
            LineState state;
            for (const Token& token : highlight_line(language, line, state)) CHECK(token.end <= line.size());
        }
    }
}

TEST_CASE("region marks are hidden and the other lines keep their numbers") {
    const auto lines = code_lines(CodeLanguage::cpp, viz::testing::kSampleProgram);
    for (const CodeLine& line : lines) CHECK_FALSE(contains(line.text, "[fetch]"));
    CHECK(lines[3].number == 4);
    CHECK(lines[4].number == 6);
    CHECK(contains(lines[4].text, "fetch(int id)"));
}

TEST_CASE("every living task stands at its line") {
    const Scene scene(3);  // fetch-2 runs, fetch-1 sleeps
    std::map<TaskId, int> line;
    for (const SourceMark& mark : source_marks(scene.view, "lesson.cpp")) line[mark.task] = mark.line;
    CHECK(line.at(1) == 16);
    CHECK(line.at(2) == 8);
    CHECK(line.at(3) == 6);
    CHECK(line.at(4) == 6);  // has not begun: at the head of its coroutine
    CHECK(source_marks(scene.view, "other.cpp").empty());
}

TEST_CASE("the source's text marks the running line and who stands where") {
    const Scene scene(8);
    const std::string text = source_text(scene.view);
    CHECK(contains(text, ">   8     co_await aio::sleep(id * 1s);  [fetch-2 waits]  [fetch-3 waits]  [doomed runs]"));
    CHECK(contains(text, "   16     co_await aio::gather(fetch(1), fetch(2), fetch(3));  [main waits]"));
    CHECK_FALSE(contains(text, "Python twin"));
}

TEST_CASE("the panel shows a chip for each task, and a click on it selects the task") {
    Scene scene(8);
    PanelStage stage;
    SourceLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        source_panel(scene.view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    CHECK(stage.shown("source/marker/3") == "fetch-2 \u00b7 waits");
    CHECK(stage.shown("source/marker/6") == "doomed \u00b7 runs");
    CHECK(stage.shown("source/file") == "lesson.cpp");
    stage.click(draw, "source/marker/3");
    REQUIRE(stage.last_action<act::Select>() != nullptr);
    CHECK(stage.last_action<act::Select>()->task == 3);
    stage.click(draw, "source/tab/both");
    REQUIRE(stage.last_action<act::SetSourceTab>() != nullptr);
    CHECK(stage.last_action<act::SetSourceTab>()->tab == SourceTab::both);
    scene.view.source_tab = SourceTab::both;
    stage.frame(draw);
    CHECK(stage.shown("twin/line/2") == "    await asyncio.sleep(id)");
    CHECK(stage.shown("source/line/8") != "(not shown)");
}

TEST_CASE("many tasks at one line become a few chips and a count") {
    loopscope::testing::StreamBuilder out;
    const auto where = out.site(8, "fetch");
    const auto name = out.string("a task with a name of some length");
    for (TaskId id = 1; id <= 50; ++id) {
        out.add(EventKind::task_create, id, {.a = name});
        out.add(EventKind::step_begin, id, {.a = 1});
        out.add(EventKind::task_wait, id, {.detail = static_cast<std::uint8_t>(WaitReason::task), .a = where, .b = 99});
        out.add(EventKind::step_end, id);
    }
    Recording recording;
    recording.append(out.slots());
    const book::Lesson lesson = viz::testing::sample_lesson();
    View view = viz::testing::make_view(recording, recording.now(), recording.size());
    view.lesson = &lesson;
    PanelStage stage;
    SourceLook look;
    stage.frame(
        [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) { source_panel(view, ui, look, min, max, actions); });
    std::size_t chips = 0;
    for (const auto& [shown, probed] : stage.probe.shown()) chips += shown.starts_with("source/marker/") ? 1 : 0;
    CHECK(chips >= 4);
    CHECK(stage.shown("source/more/8") == "+" + std::to_string(50 - chips));
    // All of them stand right of the code.
    const Probed* line = stage.probe.find("source/line/8");
    REQUIRE(line != nullptr);
    CHECK_FALSE(line->clipped);
}

TEST_CASE("the running line is brought into view, and the reader may scroll away from it") {
    Scene scene(8);
    std::string padding;
    for (int i = 0; i < 200; ++i) padding += "// " + std::to_string(i) + "\n";
    scene.lesson.program += padding;
    PanelStage stage(ImVec2(700, 160));
    SourceLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        source_panel(scene.view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    CHECK(stage.shown("source/line/8") != "(not shown)");
    stage.wheel(draw, ImVec2(300, 150), -20);
    CHECK(stage.shown("source/line/8") == "(not shown)");
    stage.frame(draw);
    CHECK(stage.shown("source/line/8") == "(not shown)");
    // Another cursor: back to what runs.
    scene.world = scene.sample.recording.at(scene.sample.step(9));
    scene.view.cursor = scene.sample.step(9);
    stage.frame(draw);
    stage.frame(draw);
    CHECK(stage.shown("source/line/8") != "(not shown)");
}

TEST_CASE("without the file, the lines where tasks stand are listed") {
    Scene scene(8);
    scene.view.lesson = nullptr;
    const std::string text = source_text(scene.view);
    CHECK(contains(text, "Source not at hand"));
    CHECK(contains(text, "line 8: fetch-2 waits"));
    PanelStage stage;
    SourceLook look;
    stage.frame([&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        source_panel(scene.view, ui, look, min, max, actions);
    });
    CHECK(contains(stage.shown("source/missing"), "line 16: main waits"));
}
