#include "ui/window.hpp"

#include "ui/wakeup.hpp"

#define GLFW_INCLUDE_GLEXT
#include <GLFW/glfw3.h>
#include <imgui/backends/imgui_impl_glfw.h>
#include <imgui/backends/imgui_impl_opengl3.h>
#include <imgui/imgui_internal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace viz {
namespace {

// Popups and tooltips need a second and a third frame to settle.
constexpr int kFramesAfterInput = 3;
constexpr double kCalmFrameSeconds = 1.0 / 30;
constexpr double kTooltipSeconds = 0.4;

// A key that went down, or a character that was typed: in the order in which they came.
struct KeyPress {
    int key, modifiers;
    unsigned character = 0;  // not 0: this is one
};

// What the callbacks leave for the loop.
struct Input {
    std::deque<KeyPress> keys;
    std::vector<std::string> dropped;
    bool typing = false;  // every key repeats
    bool any = true;
};

Input& input_of(GLFWwindow* window) { return *static_cast<Input*>(glfwGetWindowUserPointer(window)); }

// Dear ImGui 1.86 sees only which keys are down when a frame begins: a press and release
// between two frames would be lost. So keys are queued here, one by one.
void on_key(GLFWwindow* window, int key, int, int action, int modifiers) {
    Input& input = input_of(window);
    input.any = true;
    if (action == GLFW_RELEASE) return;
    if (action == GLFW_REPEAT) {
        const KeyRow* row = find_key(key, modifiers);
        if (!input.typing && (row == nullptr || !row->repeats)) return;
    }
    input.keys.push_back({key, modifiers});
}

void on_character(GLFWwindow* window, unsigned code) {
    Input& input = input_of(window);
    input.any = true;
    input.keys.push_back({0, 0, code});
}

void on_drop(GLFWwindow* window, int count, const char** paths) {
    Input& input = input_of(window);
    input.any = true;
    input.dropped.assign(paths, paths + count);
}

void install_callbacks(GLFWwindow* window) {
    glfwSetKeyCallback(window, on_key);
    glfwSetCharCallback(window, on_character);
    glfwSetDropCallback(window, on_drop);
    glfwSetMouseButtonCallback(window, [](GLFWwindow* of, int, int, int) { input_of(of).any = true; });
    glfwSetScrollCallback(window, [](GLFWwindow* of, double, double) { input_of(of).any = true; });
    glfwSetCursorPosCallback(window, [](GLFWwindow* of, double, double) { input_of(of).any = true; });
    glfwSetCursorEnterCallback(window, [](GLFWwindow* of, int) { input_of(of).any = true; });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* of, int) { input_of(of).any = true; });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* of, int, int) { input_of(of).any = true; });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* of) { input_of(of).any = true; });
    glfwSetWindowContentScaleCallback(window, [](GLFWwindow* of, float, float) { input_of(of).any = true; });
}

double now_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Owns GLFW, the window, and Dear ImGui's context, in that order.
class Shell {
public:
    Shell(App& app, const WindowOptions& options) : app_(app), options_(options) {}
    ~Shell() {
        if (backends_) {
            ImGui_ImplOpenGL3_Shutdown();
            ImGui_ImplGlfw_Shutdown();
        }
        if (ImGui::GetCurrentContext() != nullptr) ImGui::DestroyContext();
        if (window_ != nullptr) glfwDestroyWindow(window_);
        if (started_) glfwTerminate();
    }
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    bool open(std::string& error) {
        glfwSetErrorCallback([](int, const char*) {});  // said below, in one sentence
        started_ = glfwInit() == GLFW_TRUE;
        if (!started_) {
            error = "No display can be reached. Use `loopscope run` in this terminal, or set DISPLAY.";
            return false;
        }
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
        glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
        GLFWmonitor* monitor = options_.fullscreen ? glfwGetPrimaryMonitor() : nullptr;
        const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
        const int width = mode != nullptr ? mode->width : options_.width;
        const int height = mode != nullptr ? mode->height : options_.height;
        window_ = glfwCreateWindow(width, height, app_.title().c_str(), monitor, nullptr);
        if (window_ == nullptr) {
            error =
                "No window with OpenGL 3.2 can be opened. Install libgl1-mesa-dri, which draws without a graphics "
                "card, or use `loopscope run`.";
            return false;
        }
        glfwSetWindowSizeLimits(window_, 960, 600, GLFW_DONT_CARE, GLFW_DONT_CARE);
        glfwMakeContextCurrent(window_);
        glfwSwapInterval(1);
        calm_ = is_software();
        if (calm_) app_.set_calm(true);

        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.ConfigInputTextCursorBlink = false;
        glfwSetWindowUserPointer(window_, &input_);
        install_callbacks(window_);
        backends_ = ImGui_ImplGlfw_InitForOpenGL(window_, true) && ImGui_ImplOpenGL3_Init("#version 150");
        if (!backends_) error = "OpenGL could not be set up. Update the graphics driver, or use `loopscope run`.";
        return backends_;
    }

    void run() {
        Wakeup wakeup([] { glfwPostEmptyEvent(); });
        int owed = kFramesAfterInput;
        while (glfwWindowShouldClose(window_) == GLFW_FALSE && !app_.wants_quit()) {
            wait(owed > 0 ? 0.0 : patience());
            if (std::exchange(input_.any, false)) owed = kFramesAfterInput;
            press_keys();
            if (!input_.dropped.empty()) app_.drop(std::exchange(input_.dropped, {}));
            if (app_.take_full_screen()) toggle_full_screen();
            keep_size();
            if (app_.update(now_seconds())) owed = std::max(owed, 2);
            tell();
            wakeup.set(app_.session() != nullptr ? app_.session()->descriptor() : -1);
            if (tooltip_is_due()) owed = std::max(owed, 1);
            if (owed == 0) continue;
            --owed;
            draw();
        }
    }

private:
    static bool is_software() {
        const char* renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
        return renderer != nullptr &&
               (std::strstr(renderer, "llvmpipe") != nullptr || std::strstr(renderer, "softpipe") != nullptr);
    }

    void tell() {
        if (!options_.say) return;
        app_.probe().on = true;
        if (const std::string told = app_.take_told(); !told.empty()) options_.say(told);
    }

    // Seconds to sleep at most.
    double patience() const {
        double longest = 3600;
        if (const auto next = app_.next_update()) longest = std::clamp(*next, 0.0, longest);
        const ImGuiContext& context = *ImGui::GetCurrentContext();
        if (context.HoveredId != 0 && context.HoveredIdTimer < kTooltipSeconds) longest = std::min(longest, 0.1);
        return longest;
    }

    bool tooltip_is_due() const {
        const ImGuiContext& context = *ImGui::GetCurrentContext();
        return context.HoveredId != 0 && context.HoveredIdTimer < kTooltipSeconds;
    }

    void wait(double seconds) {
        if (glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_TRUE && seconds <= 0) seconds = 0.25;
        if (calm_) seconds = std::max(seconds, last_draw_ + kCalmFrameSeconds - now_seconds());
        if (seconds <= 0.0005)
            glfwPollEvents();
        else
            glfwWaitEventsTimeout(seconds);
    }

    void press_keys() {
        while (!input_.keys.empty()) {
            const KeyPress press = input_.keys.front();
            input_.keys.pop_front();
            if (ImGui::GetIO().WantTextInput) continue;
            if (press.character != 0)
                app_.character(press.character);
            else
                app_.key(press.key, press.modifiers);
            input_.typing = app_.is_typing();
        }
        input_.typing = app_.is_typing();
    }

    // Full screen is no size to begin with next time.
    void keep_size() {
        if (glfwGetWindowMonitor(window_) != nullptr || glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_TRUE)
            return;
        int width = 0, height = 0;
        glfwGetWindowSize(window_, &width, &height);
        app_.set_window_size(width, height);
    }

    void toggle_full_screen() {
        if (glfwGetWindowMonitor(window_) != nullptr) {
            glfwSetWindowMonitor(window_, nullptr, place_[0], place_[1], place_[2], place_[3], GLFW_DONT_CARE);
            return;
        }
        GLFWmonitor* monitor = glfwGetPrimaryMonitor();
        const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
        if (mode == nullptr) return;
        glfwGetWindowPos(window_, &place_[0], &place_[1]);
        glfwGetWindowSize(window_, &place_[2], &place_[3]);
        glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    }

    // By the monitor and the reader's wish, but no larger than the panels can be read at in this window.
    float scale() const {
        constexpr float kLeastWidth = 1000, kLeastHeight = 560;  // pixels at scale 1
        float x = 1, y = 1;
        int width = 0, height = 0;
        glfwGetWindowContentScale(window_, &x, &y);
        glfwGetWindowSize(window_, &width, &height);
        const float monitor = std::clamp(std::max(x, y), 0.75f, 4.0f);
        const float wished = monitor * (1 + 0.1f * static_cast<float>(app_.scale_notches()));
        const float room = std::min(static_cast<float>(width) / kLeastWidth, static_cast<float>(height) / kLeastHeight);
        return std::min(wished, std::max(monitor, room));
    }

    // New fonts when the scale changed or a character came up that they lack.
    void prepare_fonts() {
        const float wanted = scale();
        if (wanted == font_scale_ && app_.glyphs().size() == font_glyphs_) return;
        const bool first = font_scale_ == 0;
        if (!first) ImGui_ImplOpenGL3_DestroyFontsTexture();
        const FontsResult built = build_fonts(wanted, app_.glyphs());
        fonts_ = built.fonts;
        if (!built.note.empty()) app_.set_note(built.note);
        font_scale_ = wanted;
        font_glyphs_ = app_.glyphs().size();
        if (!first) ImGui_ImplOpenGL3_CreateFontsTexture();
    }

    void draw() {
        prepare_fonts();
        if (const std::string title = app_.title(); title != title_) {
            title_ = title;
            glfwSetWindowTitle(window_, title_.c_str());
        }
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        app_.frame(fonts_, font_scale_);
        ImGui::Render();
        int width = 0, height = 0;
        glfwGetFramebufferSize(window_, &width, &height);
        const ImVec4 clear = ImGui::ColorConvertU32ToFloat4(app_.background());
        glViewport(0, 0, width, height);
        glClearColor(clear.x, clear.y, clear.z, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        glfwSwapBuffers(window_);
        last_draw_ = now_seconds();
    }

    App& app_;
    const WindowOptions options_;
    GLFWwindow* window_ = nullptr;
    Input input_;
    Fonts fonts_;
    std::string title_;
    int place_[4] = {100, 100, 1600, 900};  // x, y, width, height before full screen
    float font_scale_ = 0;
    std::size_t font_glyphs_ = 0;
    double last_draw_ = 0;
    bool started_ = false, backends_ = false, calm_ = false;
};

}  // namespace

int run_window(App& app, const WindowOptions& options, std::string& error) {
    Shell shell(app, options);
    if (!shell.open(error)) return 1;
    shell.run();
    return 0;
}

}  // namespace viz
