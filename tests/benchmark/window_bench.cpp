// The window's figures: opening, a frame built, a whole frame on software GL, the start of the program.
#include "report.hpp"
#include "window_recordings.hpp"

#include "app.hpp"
#include "panels/view.hpp"
#include "ui/fonts.hpp"
#include "ui/offscreen.hpp"

#include <imgui/imgui.h>
#include <sys/wait.h>
#include <unistd.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bench {
namespace {

constexpr int kWidth = 1600, kHeight = 900;
constexpr std::size_t kMillion = 1'000'000;

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

class Recorded final : public viz::Session {
public:
    explicit Recorded(loopscope::Recording recording) { recording_ = std::move(recording); }
    bool poll() override { return false; }
    viz::SessionState state() const override { return viz::SessionState::finished; }
    std::string source_name() const override { return "large.loop"; }
};

viz::AppOptions calm() {
    viz::AppOptions options;
    options.calm = true;  // as on software GL
    options.reduce_motion = true;
    return options;
}

// What is looked through in the background is looked through: it is not a frame's work.
void come_to_rest(viz::App& app) {
    for (double now = 1; app.next_update() && now < 100'000; now += 0.02) app.update(now);
}

// An App in a Dear ImGui context without any GPU: what building a frame costs.
class Builder {
public:
    explicit Builder(loopscope::Recording recording) : app_(calm()), context_(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DeltaTime = 1.0f / 60;
        io.DisplaySize = ImVec2(kWidth, kHeight);
        io.MousePos = ImVec2(-1000, -1000);
        fonts_ = viz::build_fonts(1, app_.glyphs()).fonts;
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        app_.open_session(std::make_unique<Recorded>(std::move(recording)));
        come_to_rest(app_);
    }
    ~Builder() { ImGui::DestroyContext(context_); }
    Builder(const Builder&) = delete;
    Builder& operator=(const Builder&) = delete;

    void frame() {
        ImGui::NewFrame();
        app_.frame(fonts_, 1);
        ImGui::Render();
    }
    void key(int code) { app_.key(code, 0); }
    void seek(double part) {
        app_.player()->seek(static_cast<std::size_t>(part * static_cast<double>(app_.view().recording.size())));
        app_.update(now_ += 0.02);
    }
    // The shortest of several frames is the least disturbed; the first ones, that lay things out, are left out.
    double frame_ms() {
        for (int i = 0; i < 3; ++i) settle();
        double best = 1e9;
        for (int i = 0; i < 9; ++i) {
            const auto since = Clock::now();
            frame();
            best = std::min(best, ms_since(since));
        }
        return best;
    }
    void click(const std::string& name) {
        app_.probe().on = true;
        settle();
        const viz::Probed* found = app_.probe().find(name);
        app_.probe().on = false;  // costs nothing while it is measured
        if (found == nullptr) return;
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos = ImVec2((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2);
        settle();
        io.MouseDown[0] = true;
        settle();
        io.MouseDown[0] = false;
        settle();
        io.MousePos = ImVec2(-1000, -1000);
        settle();
    }

private:
    void settle() {
        app_.update(now_ += 0.5);
        frame();
    }
    viz::App app_;
    ImGuiContext* context_;
    viz::Fonts fonts_;
    double now_ = 200'000;
};

struct Worst {
    double ms = 0;
    std::string where;
};

// The dearest frame of all that the reader may look at, and where that is.
Worst dearest_frame(Builder& window, bool verbose) {
    Worst worst;
    constexpr std::array kAxes{std::pair{GLFW_KEY_1, "step"}, std::pair{GLFW_KEY_2, "loop time"},
                               std::pair{GLFW_KEY_3, "real time"}};
    const auto measure = [&](const std::string& where) {
        const double ms = window.frame_ms();
        if (verbose) std::fprintf(stderr, "  %7.2f ms  %s\n", ms, where.c_str());
        if (ms > worst.ms) worst = {ms, where};
    };
    for (const double part : {1.0, 0.5}) {
        const std::string place = part == 1.0 ? "end, " : "middle, ";
        window.seek(part);
        for (const auto& [key, axis] : kAxes) {
            window.key(key);
            window.key(GLFW_KEY_F);
            measure(place + axis + ", all");
            for (int i = 0; i < 24; ++i) window.key(GLFW_KEY_W);
            measure(place + axis + ", near");
            window.key(GLFW_KEY_DOWN);
            measure(place + axis + ", near, a task chosen");
            window.key(GLFW_KEY_F);
            measure(place + axis + ", all, a task chosen");
            window.key(GLFW_KEY_ESCAPE);
        }
        for (const std::string tab : {"tab/narration", "tab/tasks", "tab/findings", "tab/statistics"}) {
            window.click(tab);
            measure(place + tab);
        }
        window.click("tab/console");
    }
    return worst;
}

// A frame after each jump of the cursor: what is kept from the frame before helps least.
double frame_after_jump(Builder& window) {
    double worst = 0;
    for (int i = 1; i < 20; ++i) {
        window.seek(0.05 * i);
        const auto since = Clock::now();
        window.frame();
        worst = std::max(worst, ms_since(since));
    }
    return worst;
}

// With rasterising, as llvmpipe does it.
std::optional<double> whole_frame(loopscope::Recording recording) {
    viz::App app(calm());
    app.open_session(std::make_unique<Recorded>(std::move(recording)));
    come_to_rest(app);
    viz::Offscreen picture;
    std::string error;
    if (!picture.open(app, kWidth, kHeight, error)) return std::nullopt;
    for (int i = 0; i < 5; ++i) picture.frame();
    picture.finish();
    double best = 1e9;
    for (int i = 0; i < 15; ++i) {
        const auto since = Clock::now();
        picture.frame();
        picture.finish();
        best = std::min(best, ms_since(since));
    }
    return best;
}

// The program from its start on a lesson to the end of its first frame (an empty script draws just that),
// offscreen by EGL; the shortest of several.
std::optional<double> first_frame() {
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / "loopscope";
    std::optional<double> best;
    for (int i = 0; i < 5; ++i) {
        const auto since = Clock::now();
        const pid_t child = ::fork();
        if (child == 0) {
            ::execl(program.c_str(), program.c_str(), "gather", "--script", "/dev/null", nullptr);
            ::_exit(127);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) break;
        best = std::min(best.value_or(1e9), ms_since(since));
    }
    return best;
}

double open_file_ms(std::size_t events) {
    const auto path =
        std::filesystem::temp_directory_path() / ("loopscope_bench_" + std::to_string(::getpid()) + ".loop");
    write_large_recording(events, path);
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
        const auto since = Clock::now();
        const auto session = viz::open_file(path);
        best = std::min(best, ms_since(since));
        if (session->state() == viz::SessionState::lost) best = 1e9;
    }
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return best;
}

}  // namespace

void measure_window(Values& values, bool verbose) {
    values["open_file"][""] = open_file_ms(kMillion);
    if (const auto whole = whole_frame(large_recording(kMillion))) values["whole_frame"][""] = *whole;
    if (const auto first = first_frame()) values["first_frame"][""] = *first;
    for (const auto& [events, name] : {std::pair{kMillion, "frame"}, std::pair{10 * kMillion, "frame_many"}}) {
        Builder window(large_recording(events));
        const Worst worst = dearest_frame(window, verbose);
        values[name][""] = worst.ms;
        values[std::string(name) + "_jump"][""] = frame_after_jump(window);
    }
}

}  // namespace bench
