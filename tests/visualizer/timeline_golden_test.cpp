// Golden pictures of the timeline: see picture.hpp for how they are compared and kept.
#include "panels/timeline.hpp"
#include "visualizer/picture.hpp"
#include "visualizer/sample_recording.hpp"
#include "visualizer/timeline_streams.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>

using namespace viz;
using namespace loopscope;
using namespace viz::testing;

namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 280;
constexpr std::size_t kMostDifferent = kWidth * kHeight / 1000;

// The timeline alone, with Dear ImGui's own font: the same widths on every machine.
Picture draw(View& view, const std::function<void(View&, TimelineLook&)>& arrange, bool light) {
    TimelineLook look;
    look.reduce_motion = true;
    ImGuiContext* before = ImGui::GetCurrentContext();
    ImGuiContext* context = ImGui::CreateContext();
    ImGui::SetCurrentContext(context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(kWidth, kHeight);
    io.DeltaTime = 1.0f / 60;
    io.MousePos = ImVec2(-1, -1);
    ImFontConfig config;
    config.SizePixels = 15;
    ImFont* font = io.Fonts->AddFontDefault(&config);
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    const Fonts fonts{font, font, font, font, font, font, font, font, font, font};
    const Theme theme = light ? light_theme() : dark_theme();
    apply_style(theme, 1, true);
    Probe probe;
    Picture picture;
    for (int frame = 0; frame < 2; ++frame) {
        ImGui::NewFrame();
        ImGui::SetNextWindowPos(ImVec2(0, 0));
        ImGui::SetNextWindowSize(io.DisplaySize);
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
        ImGui::Begin("stage", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
        Ui ui{theme, fonts, view.language->text, probe, 1.0f, true, false, nullptr};
        Actions actions;
        timeline_panel(view, ui, look, ImVec2(0, 0), io.DisplaySize, actions);
        ImGui::End();
        ImGui::PopStyleVar();
        ImGui::Render();
        // The first picture only makes the look know the recording.
        if (frame == 0 && arrange) arrange(view, look);
        picture = Rasteriser(kWidth, kHeight, theme.background).draw(*ImGui::GetDrawData());
    }
    ImGui::DestroyContext(context);
    ImGui::SetCurrentContext(before);
    return picture;
}

void compare(const std::string& name, const Picture& picture) {
    const std::filesystem::path folder = LOOPSCOPE_GOLDEN_FOLDER;
    const std::filesystem::path path = folder / (name + ".png");
    const char* rewrite = std::getenv("LOOPSCOPE_REWRITE_GOLDENS");
    if (rewrite != nullptr && *rewrite == '1') {
        std::filesystem::create_directories(folder);
        REQUIRE(write_png(path, picture));
        return;
    }
    const auto kept = read_png(path);
    INFO("kept picture: " << path.string());
    REQUIRE(kept.has_value());
    const std::size_t count = different(*kept, picture);
    if (count > kMostDifferent) {
        const std::string actual = name + ".actual.png";
        write_png(actual, picture);
        MESSAGE("the picture as it is now: " << std::filesystem::absolute(actual).string());
    }
    CHECK(count <= kMostDifferent);
}

void golden(const std::string& name, const Recording& recording, std::size_t cursor, Axis axis,
            const std::function<void(View&, TimelineLook&)>& arrange = {}, bool light = false) {
    const World world = recording.at(cursor);
    View view = make_view(recording, world, cursor);
    view.axis = axis;
    compare(name, draw(view, arrange, light));
}

}  // namespace

TEST_CASE("golden: gather on three axes") {
    const Sample sample;
    golden("gather_step", sample.recording, sample.step(7), Axis::step);
    golden("gather_loop_time", sample.recording, sample.step(9), Axis::loop_time);
    golden("gather_real_time", sample.recording, sample.recording.size(), Axis::real_time);
}

TEST_CASE("golden: a task is selected, in the light theme") {
    const Sample sample;
    golden(
        "gather_light", sample.recording, sample.step(11), Axis::step,
        [](View& view, TimelineLook&) { view.selection.task = 1; }, true);
}

TEST_CASE("golden: a deadlock, with one of its locks selected") {
    const Recording recording = deadlock_run();
    golden("deadlock", recording, recording.size(), Axis::step,
           [](View& view, TimelineLook&) { view.selection.object = 2; });
}

TEST_CASE("golden: a long gap is folded") {
    const Recording recording = long_gap_run();
    golden("folded_gap", recording, recording.size(), Axis::loop_time);
}

TEST_CASE("golden: a lane of 100,000 events is a strip") {
    const Recording recording = busy_run();
    golden("strip", recording, recording.size(), Axis::loop_time);
}

TEST_CASE("golden: a subtree is collapsed, a lane pinned, a range marked") {
    const Sample sample;
    golden("collapsed", sample.recording, sample.recording.size(), Axis::step, [&](View& view, TimelineLook& look) {
        look.rows.toggle_collapsed(1);
        look.rows.toggle_pinned(3);
        view.range = Range{sample.recording.steps()[2], sample.recording.steps()[6]};
    });
}

TEST_CASE("a picture that differs is found") {
    Picture one{4, 4, std::vector<unsigned char>(48, 10)};
    Picture two = one;
    CHECK(different(one, two) == 0);
    two.rgb[3] = 200;
    CHECK(different(one, two) == 1);
    two.width = 2;
    CHECK(different(one, two) == 16);
}
