// loopscope doctor: what is here, what is missing, and how to get it.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/headless_gl.hpp"
#include "cli/output.hpp"
#include "ui/fonts.hpp"

#include <GLFW/glfw3.h>
#include <fmt/core.h>
#include <imgui/imgui.h>
#include <spdlog/version.h>
#include <CLI/Version.hpp>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace cli {
namespace {

class Report {
public:
    void good(std::string_view what, std::string_view found) { line(green("ok     "), what, found); }
    // Not needed for everything.
    void absent(std::string_view what, std::string_view why) { line(dim("none   "), what, why); }
    void missing(std::string_view what, std::string_view why) {
        line(red("missing"), what, why);
        ++missing_;
    }
    int missing_count() const { return missing_; }

private:
    void line(std::string_view mark, std::string_view what, std::string_view text) {
        put(fmt::format("{}  {}  {}\n", mark, padded(what, 10), text));
    }
    int missing_ = 0;
};

// Where a command is found, "" if nowhere.
std::string which(std::string_view command) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::filesystem::path candidate = std::filesystem::path(folder) / command;
        std::error_code ignored;
        if (std::filesystem::is_regular_file(candidate, ignored) && ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
    }
    return {};
}

void check_compilers(Report& report) {
    const std::string made_with = __VERSION__;
    report.good("built with", made_with);
    for (const char* name : {"clang++-19", "clang++-18", "clang++-17", "clang++", "g++-14", "g++-13"}) {
        if (const std::string found = which(name); !found.empty()) return report.good("compiler", found);
    }
    report.missing(
        "compiler",
        "Neither Clang 17 or newer nor GCC 13 or newer was found. Debian and Ubuntu: apt-get install clang-19");
}

void check_libraries(Report& report) {
    int major = 0, minor = 0, revision = 0;
    glfwGetVersion(&major, &minor, &revision);
    report.good(
        "libraries",
        fmt::format("Dear ImGui {}, GLFW {}.{}.{}, spdlog {}.{}.{}, fmt {}.{}.{}, CLI11 {}, nlohmann-json {}.{}.{}",
                    ImGui::GetVersion(), major, minor, revision, SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH,
                    FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100, CLI11_VERSION,
                    NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH));
}

void check_display(Report& report) {
    const char* x11 = std::getenv("DISPLAY");
    const char* wayland = std::getenv("WAYLAND_DISPLAY");
    const bool named = (x11 != nullptr && *x11 != '\0') || (wayland != nullptr && *wayland != '\0');
    if (!named) {
        report.absent(
            "display",
            "DISPLAY and WAYLAND_DISPLAY are not set, so no window; `loopscope run` and --screenshot work without");
    } else if (glfwInit() == GLFW_TRUE) {
        report.good("display", x11 != nullptr && *x11 != '\0' ? x11 : wayland);
        glfwTerminate();
    } else {
        report.missing("display",
                       fmt::format("{} cannot be reached; is it running, and may you use it (xhost, ssh -X)?",
                                   x11 != nullptr ? x11 : wayland));
    }
    const HeadlessGl gl = probe_headless_gl();
    if (gl.renderer.empty()) {
        report.missing("OpenGL", "EGL cannot draw; Debian and Ubuntu: apt-get install libgl1-mesa-dri libegl1");
    } else {
        report.good("OpenGL", fmt::format("{}, {}", gl.version, gl.renderer));
    }
}

void check_fonts(Report& report) {
    ImGuiContext* context = ImGui::CreateContext();
    const std::string note = viz::build_fonts(1.0f, {}).note;
    ImGui::DestroyContext(context);
    if (note.empty()) return report.good("fonts", "Noto Sans, JetBrains Mono");
    report.missing("fonts", note);
}

void check_lessons(Report& report) {
    Context context;
    context.resources = viz::find_resources();
    if (!context.resources.error.empty()) return report.missing("lessons", context.resources.error);
    context.catalogue = book::read_catalogue(context.resources.lessons);
    for (const std::string& error : context.catalogue.errors) report.missing("lessons", error);
    std::string not_built;
    for (const book::Lesson& lesson : context.catalogue.lessons) {
        if (::access(viz::program_of(context.resources, lesson).c_str(), X_OK) != 0) not_built += " " + lesson.id;
    }
    const std::size_t count = context.catalogue.lessons.size();
    report.good("lessons", fmt::format("{} in {}", count, context.resources.lessons.string()));
    if (not_built.empty())
        return report.good("programs", fmt::format("{} in {}", count, context.resources.programs.string()));
    report.missing("programs", fmt::format("not built:{}; run ./loopscope, which builds them", not_built));
}

void check_python(Report& report) {
    const std::string python = which("python3");
    if (python.empty())
        return report.absent("python3",
                             "only for the lessons' Python twins and for the tests: apt-get install python3");
    report.good("python3", python);
}

}  // namespace

int doctor(const Options&) {
    Report report;
    report.good("loopscope", LOOPSCOPE_VERSION);
    check_compilers(report);
    check_libraries(report);
    check_display(report);
    check_fonts(report);
    check_lessons(report);
    check_python(report);
    const int count = report.missing_count();
    if (count == 0) {
        put("\nAll that Loopscope needs is here.\n");
        return kFine;
    }
    put(fmt::format("\n{} missing; each line above says how to get it.\n",
                    count == 1 ? "One thing is" : fmt::format("{} things are", count)));
    return kFailed;
}

}  // namespace cli
