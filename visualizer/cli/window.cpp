// loopscope [LESSON] and loopscope view FILE: the window, or a picture of it.
#include "ui/window.hpp"
#include "app.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"
#include "cli/output_file.hpp"
#include "cli/values.hpp"
#include "session/xdg.hpp"
#include "ui/offscreen.hpp"
#include "ui/script.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// What was asked of the window, read.
struct Asked {
    Size size;
    viz::App::At at;
    std::vector<std::string> panels;  // to be told as text
    bool stays = false;               // a recording is shown where it opens
};

// On the start page there is nowhere to come to.
bool come_to(viz::App& app, const Asked& asked, std::string& error) {
    return app.session() == nullptr || asked.stays || app.run_until(asked.at, kPatience, error);
}

int print_panels(viz::App& app, const Asked& asked) {
    std::string error;
    if (!come_to(app, asked, error)) return complain(error, "", kFailed);
    std::string out;
    for (const std::string& panel : asked.panels) out += (out.empty() ? "" : "\n") + app.text(panel);
    put(out);
    return kFine;
}

int draw(viz::App& app, const Options& options, const Asked& asked) {
    OutputFile file(options.screenshot);
    std::string error;
    if (file.error().empty()) {
        if (!come_to(app, asked, error)) return complain(error, "", kFailed);
        if (!viz::screenshot(app, asked.size.width, asked.size.height, file.part(), error))
            return complain(error, "", kFailed);
        if (!is_whole_picture(file.part())) file.fail("the disk may be full");
    }
    if (file.put_into_place()) return kFine;
    return complain(file.error(), "Choose another place with --screenshot.", kFailed);
}

int refuse_language(const viz::AppOptions& how) {
    if (how.language.empty()) return 0;
    const viz::Languages languages = viz::find_languages(how.language_folders);
    std::string known;
    for (const viz::Language& language : languages.known) {
        if (language.id == how.language) return 0;
        known += (known.empty() ? "" : ", ") + language.id;
    }
    for (const std::string& note : languages.notes) complain(note, "", 0);
    return complain(fmt::format("There is no language '{}'.", how.language),
                    fmt::format("Known are: {}. A new one is a file {}.toml in {}.", known, how.language,
                                how.language_folders.back().string()),
                    kWrongUse);
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
    if (const auto [width, height] = app.window_size(); options.size.empty() && width > 0) {
        window.width = width;
        window.height = height;
    }
    if (options.narrate) {
        window.say = [](const std::string& told) {
            put(told);
            std::fflush(stdout);
        };
    }
    spdlog::debug("opening a window of {}x{}", size.width, size.height);
    return viz::run_window(app, window, error);
}

bool asks_for_window(const Options& options) {
    return options.screenshot.empty() && options.text.empty() && options.script.empty();
}

// What a script does, without a display; it makes its pictures itself.
int play(viz::App& app, const Options& options, const Asked& asked) {
    std::ifstream in(options.script, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    if (!in) return complain(fmt::format("The script {} cannot be read.", options.script), "", kFailed);
    const viz::Script script = viz::parse_script(text);
    if (!script.error.empty()) return complain(script.error, "", kWrongUse);
    std::string error;
    if (!options.at.empty() && !come_to(app, asked, error)) return complain(error, "", kFailed);
    const auto place = [](const std::string& word) -> std::optional<viz::App::At> { return read_at(word).value; };
    viz::Offscreen picture;
    const bool well = picture.open(app, asked.size.width, asked.size.height, error) &&
                      viz::play_script(app, picture, script, place, error);
    return well ? kFine : complain(error, "", kFailed);
}

// The exit status of what needs no window.
int tell_or_draw(viz::App& app, const Options& options, const Asked& asked) {
    if (!asked.panels.empty()) return print_panels(app, asked);
    if (!options.script.empty()) return play(app, options, asked);
    return draw(app, options, asked);
}

void offer_lessons(Context& context, viz::AppOptions& how) {
    if (context.catalogue.lessons.empty()) context.catalogue = book::read_catalogue(context.resources.lessons);
    how.catalogue = &context.catalogue;
    how.program_of = [&context](const book::Lesson& one) { return viz::program_of(context.resources, one); };
}

// Nothing was said about what to open.
bool asks_for_start(const Options& options) {
    return options.lesson.empty() && options.at.empty() && options.knobs.empty() && options.extras.empty();
}

int show_start(const Options& options, const Asked& asked, viz::App& app, std::string& error) {
    app.open_start();
    if (!asks_for_window(options)) return tell_or_draw(app, options, asked);
    return show(app, options, asked.size, asked.at, error);
}

int view_file(const Options& options, const Asked& asked, viz::AppOptions how) {
    std::unique_ptr<viz::Session> session = viz::open_file(options.file, viz::kMostInWindow);
    if (session->state() == viz::SessionState::lost) return complain(session->notice(), "", kFailed);
    if (!session->notice().empty()) complain(session->notice(), "", 0);
    // The lessons are a click away from a recording; without them it is shown just the same.
    Context context;
    context.resources = viz::find_resources();
    if (context.resources.error.empty()) offer_lessons(context, how);
    viz::App app(std::move(how));
    app.open_session(std::move(session), options.file);
    if (!asks_for_window(options)) return tell_or_draw(app, options, asked);
    std::string error;
    const int status = show(app, options, asked.size, asked.at, error);
    if (error.empty()) return status;
    return complain(error, fmt::format("`loopscope export {}` shows it as text.", options.file), kFailed);
}

}  // namespace

int open_window(const Options& options) {
    Asked asked;
    const auto size = read_size(options.size);
    if (!size.value) return complain(size.sentence, size.suggestion, kWrongUse);
    asked.size = *size.value;
    const auto at = read_at(options.at);
    if (!at.value) return complain(at.sentence, at.suggestion, kWrongUse);
    asked.at = *at.value;
    asked.stays = options.verb == Verb::view && options.at.empty();
    if (!options.text.empty()) {
        const auto panels = read_panels(options.text);
        if (!panels.value) return complain(panels.sentence, panels.suggestion, kWrongUse);
        asked.panels = *panels.value;
    }
    viz::AppOptions how;
    how.light = options.light;
    how.reduce_motion = options.reduce_motion || is_on("LOOPSCOPE_REDUCE_MOTION");
    how.real_time = options.real_time;
    how.language_folders = {viz::find_resources().languages, viz::xdg_folders().data / "language"};
    how.language = options.language;
    if (asks_for_window(options)) how.folders = viz::xdg_folders();
    if (const int status = refuse_language(how); status != 0) return status;
    if (options.verb == Verb::view) return view_file(options, asked, std::move(how));

    Context context;
    if (const int status = open_context(context); status != 0) return status;
    const book::Lesson* lesson = choose_lesson(context, options.lesson, true);
    if (lesson == nullptr) return kWrongUse;
    if (const int status = refuse_extras(options); status != 0) return status;
    const auto knobs = read_knobs(options.knobs, *lesson);
    if (!knobs.value) return complain(knobs.sentence, knobs.suggestion, kWrongUse);
    how.knobs = *knobs.value;
    offer_lessons(context, how);
    const bool start = asks_for_start(options);
    if (!start && !is_built(context, *lesson)) return kFailed;

    if (asks_for_window(options) && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY"))
        return run_here_instead(options, *lesson, "There is no display here, so no window.");
    std::string error;
    int status = kFine;
    {
        viz::App app(std::move(how));
        if (start) {
            status = show_start(options, asked, app, error);
            return error.empty() ? status : run_here_instead(options, *lesson, error);
        }
        app.open_lesson(*lesson);
        if (!asks_for_window(options)) return tell_or_draw(app, options, asked);
        status = show(app, options, asked.size, asked.at, error);
    }
    return error.empty() ? status : run_here_instead(options, *lesson, error);
}

}  // namespace cli
