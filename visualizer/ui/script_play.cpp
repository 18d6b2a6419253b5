// Plays a script on an App that is drawn offscreen, at the pace of the real program.
#include "ui/offscreen.hpp"
#include "ui/script.hpp"

#include <imgui/imgui.h>
#include <imgui/imgui_internal.h>

#include <chrono>
#include <thread>

namespace viz {
namespace {

using Verb = ScriptLine::Verb;

constexpr double kPatience = 30;  // s, for a program to come to where it is wanted
constexpr double kLongest = 5;    // s, for the window to come to rest
constexpr int kQuietLooks = 6;    // so often nothing was new, a frame's time apart

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class Stage {
public:
    Stage(App& app, Offscreen& picture) : app_(app), picture_(picture) { app_.probe().on = true; }

    bool play(const ScriptLine& line, const std::function<std::optional<App::At>(const std::string&)>& until,
              std::string& error) {
        switch (line.verb) {
            case Verb::click:
                return at(line.name, error) && press(0, 0);
            case Verb::drag:
                return at(line.name, error) && press(line.x, line.y);
            case Verb::hover:
                return at(line.name, error) && rest();
            case Verb::scroll:
                if (!at(line.name, error)) return false;
                ImGui::GetIO().MouseWheel = static_cast<float>(line.amount);
                return settle();
            case Verb::key:
                app_.key(line.key, line.modifiers);
                return settle();
            case Verb::type:
                type(line.name);
                return settle();
            case Verb::wait:
                return spend(line.amount);
            case Verb::until: {
                const auto place = until(line.name);
                if (!place) {
                    error = "there is no place '" + line.name +
                            "'; write `until 12`, `until checkpoint:NAME` or `until end`";
                    return false;
                }
                return app_.run_until(*place, kPatience, error) && settle();
            }
            case Verb::picture:
                break;
        }
        settle();
        return picture_.save(line.name, error);
    }
    bool settle() {
        const double end = seconds_now() + kLongest;
        for (int quiet = 0; quiet < kQuietLooks && seconds_now() < end;) {
            frame();
            const bool busy = app_.next_update().value_or(1) < 0.1 ||
                              (app_.session() != nullptr && app_.session()->state() == SessionState::starting);
            quiet = busy ? 0 : quiet + 1;
        }
        return true;
    }

private:
    // A sixtieth of a second passes and is drawn.
    void frame() {
        app_.update(seconds_now());
        picture_.frame();
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    bool spend(double seconds) {
        const double end = seconds_now() + seconds;
        while (seconds_now() < end) frame();
        return settle();
    }
    bool rest() {
        ImGuiIO& io = ImGui::GetIO();
        const float before = std::exchange(io.DeltaTime, 0.25f);
        for (int i = 0; i < 4; ++i) frame();
        io.DeltaTime = before;
        return true;
    }
    bool at(const std::string& name, std::string& error) {
        // As a reader does: the wheel, until it can be seen.
        for (int turns = 0; turns < 60; ++turns) {
            frame();
            const Probed* found = app_.probe().find(name);
            if (found == nullptr) {
                error = "nothing that is shown is called '" + name + "'";
                return false;
            }
            const ImVec2 middle((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2);
            ImGuiIO& io = ImGui::GetIO();
            const ImGuiWindow* panel = scrolled_away(middle);
            io.MousePos = panel == nullptr ? middle : panel->InnerClipRect.GetCenter();
            frame();
            if (panel == nullptr) break;
            io.MouseWheel = middle.y < panel->InnerClipRect.Min.y ? 1.0f : -1.0f;
        }
        frame();
        return true;
    }
    // The scrolling panel to whose contents this place belongs, if it is out of sight there.
    static const ImGuiWindow* scrolled_away(ImVec2 place) {
        for (const ImGuiWindow* panel : ImGui::GetCurrentContext()->Windows) {
            if (!panel->Active || panel->ScrollMax.y <= 0 || (panel->Flags & ImGuiWindowFlags_NoScrollWithMouse) != 0)
                continue;
            const ImRect& shown = panel->InnerClipRect;
            const bool beside = place.x < shown.Min.x || place.x > shown.Max.x;
            const bool inside = place.y > panel->DC.CursorStartPos.y - 1 && place.y < panel->DC.CursorMaxPos.y + 1;
            if (!beside && inside && (place.y < shown.Min.y || place.y > shown.Max.y)) return panel;
        }
        return nullptr;
    }
    bool press(float dx, float dy) {
        ImGuiIO& io = ImGui::GetIO();
        const ImVec2 from = io.MousePos;
        io.MouseDown[0] = true;
        frame();
        constexpr int kMoves = 6;
        for (int i = 1; i <= kMoves && (dx != 0 || dy != 0); ++i) {
            const float part = static_cast<float>(i) / kMoves;
            io.MousePos = ImVec2(from.x + dx * part, from.y + dy * part);
            frame();
        }
        io.MouseDown[0] = false;
        frame();
        io.MousePos = ImVec2(-1000, -1000);  // no tooltip in the picture
        return settle();
    }
    void type(const std::string& text) {
        for (const char* at = text.data(); at < text.data() + text.size();) {
            unsigned character = 0;
            at += ImTextCharFromUtf8(&character, at, text.data() + text.size());
            app_.character(character);
        }
    }

    App& app_;
    Offscreen& picture_;
};

}  // namespace

bool play_script(App& app, Offscreen& picture, const Script& script,
                 const std::function<std::optional<App::At>(const std::string&)>& until, std::string& error) {
    if (script.lines.empty()) {  // the first frame alone: what starting costs
        picture.frame();
        picture.finish();
        return true;
    }
    Stage stage(app, picture);
    stage.settle();
    for (const ScriptLine& line : script.lines) {
        if (stage.play(line, until, error)) continue;
        error = "Line " + std::to_string(line.number) + " of the script cannot be done: " + error + ".";
        return false;
    }
    return true;
}

}  // namespace viz
