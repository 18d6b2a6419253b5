// loopscope [LESSON] and loopscope view FILE: the window, or a picture of it.
#include "ui/window.hpp"
#include "app.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"
#include "cli/output_file.hpp"
#include "cli/values.hpp"
#include "ui/offscreen.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace cli {
namespace {

// How long a program may take to come to where the picture is wanted, s.
constexpr double kPatience = 30;

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

bool is_on(const char* name) { return is_set(name) && std::string_view(std::getenv(name)) != "0"; }

// Who writes the picture does not learn of a full disk, so its end is looked at: a PNG ends in an empty IEND.
bool is_whole_picture(const std::filesystem::path& path) {
    constexpr std::string_view kEnd("\0\0\0\0IEND\xae\x42\x60\x82", 12);
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in || in.tellg() < std::streamoff{kEnd.size()}) return false;
    std::string end(kEnd.size(), ' ');
    in.seekg(-static_cast<std::streamoff>(kEnd.size()), std::ios::end);
    in.read(end.data(), static_cast<std::streamsize>(end.size()));
    return in && end == kEnd;
}

int draw(viz::App& app, const Options& options, Size size, const viz::App::At& at) {
    OutputFile file(options.screenshot);
    std::string error;
    if (file.error().empty()) {
        if (!app.run_until(at, kPatience, error)) return complain(error, "", kFailed);
        if (!viz::screenshot(app, size.width, size.height, file.part(), error)) return complain(error, "", kFailed);
        if (!is_whole_picture(file.part())) file.fail("the disk may be full");
    }
    if (file.put_into_place()) return kFine;
    return complain(file.error(), "Choose another place with --screenshot.", kFailed);
}

// The window cannot be had: the lesson in the terminal is the next best thing.
int run_here_instead(const Options& options, const book::Lesson& lesson, const std::string& why) {
    complain(
        why,
        fmt::format(
            "Lesson '{}' runs in this terminal instead. For the window, start it on a desktop or through `ssh -X`; "
            "for a picture of it, add --screenshot FILE.",
            lesson.id),
        0);
    Options run = options;
    run.lesson = lesson.id;
    return run_lesson(run);
}

int show(viz::App& app, const Options& options, Size size, const viz::App::At& at, std::string& error) {
    if (std::string why; !options.at.empty() && !app.run_until(at, kPatience, why)) return complain(why, "", kFailed);
    viz::WindowOptions window;
    window.width = size.width;
    window.height = size.height;
    spdlog::debug("opening a window of {}x{}", size.width, size.height);
    return viz::run_window(app, window, error);
}

int view_file(const Options& options, Size size, const viz::App::At& at, viz::AppOptions how) {
    std::unique_ptr<viz::Session> session = viz::open_file(options.file, viz::kMostInWindow);
    if (session->state() == viz::SessionState::lost) return complain(session->notice(), "", kFailed);
    if (!session->notice().empty()) complain(session->notice(), "", 0);
    viz::App app(std::move(how));
    app.open_session(std::move(session));
    if (!options.screenshot.empty()) return draw(app, options, size, at);
    std::string error;
    const int status = show(app, options, size, at, error);
    if (error.empty()) return status;
    return complain(error, fmt::format("`loopscope export {}` shows it as text.", options.file), kFailed);
}

}  // namespace

int open_window(const Options& options) {
    const auto size = read_size(options.size);
    if (!size.value) return complain(size.sentence, size.suggestion, kWrongUse);
    const auto at = read_at(options.at);
    if (!at.value) return complain(at.sentence, at.suggestion, kWrongUse);
    viz::AppOptions how;
    how.light = options.light;
    how.reduce_motion = options.reduce_motion || is_on("LOOPSCOPE_REDUCE_MOTION");
    how.real_time = options.real_time;
    if (options.verb == Verb::view) return view_file(options, *size.value, *at.value, std::move(how));

    Context context;
    if (const int status = open_context(context); status != 0) return status;
    const book::Lesson* lesson = choose_lesson(context, options.lesson, true);
    if (lesson == nullptr) return kWrongUse;
    if (const int status = refuse_extras(options); status != 0) return status;
    const auto knobs = read_knobs(options.knobs, *lesson);
    if (!knobs.value) return complain(knobs.sentence, knobs.suggestion, kWrongUse);
    how.knobs = *knobs.value;
    how.catalogue = &context.catalogue;
    how.program_of = [&context](const book::Lesson& one) { return viz::program_of(context.resources, one); };
    if (!is_built(context, *lesson)) return kFailed;

    if (options.screenshot.empty() && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY"))
        return run_here_instead(options, *lesson, "There is no display here, so no window.");
    std::string error;
    int status = kFine;
    {
        viz::App app(std::move(how));
        app.open_lesson(*lesson);
        if (!options.screenshot.empty()) return draw(app, options, *size.value, *at.value);
        status = show(app, options, *size.value, *at.value, error);
    }
    return error.empty() ? status : run_here_instead(options, *lesson, error);
}

}  // namespace cli
