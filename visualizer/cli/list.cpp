// loopscope list: all lessons, track by track.
#include "app/memory.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"
#include "kit/book/progress.hpp"
#include "session/xdg.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;

book::Progress read_progress() {
    const std::filesystem::path folder = viz::xdg_folders().data;
    return book::Progress(folder.empty() ? folder : folder / "progress.toml");
}

Json progress_json(const book::Lesson& lesson, const book::LessonProgress& progress) {
    const book::Marks marks = book::marks_of(lesson, progress);
    return {{"pages", lesson.steps.size()},
            {"pages_read", progress.pages.size()},
            {"predictions", book::predictions_of(lesson)},
            {"right_at_first", progress.right.size()},
            {"wrong_at_first", progress.wrong.size()},
            {"exercise_passed", progress.exercise},
            {"passed", marks.passed()}};
}

Json as_json(const Context& context, const book::Progress& progress) {
    Json all = Json::array();
    for (const book::Lesson& lesson : context.catalogue.lessons) {
        Json knobs = Json::array();
        for (const book::Knob& knob : lesson.knobs) {
            knobs.push_back({{"name", knob.name},
                             {"label", knob.label},
                             {"unit", knob.unit},
                             {"minimum", knob.minimum},
                             {"maximum", knob.maximum},
                             {"value", knob.value}});
        }
        all.push_back({{"number", lesson.number},
                       {"id", lesson.id},
                       {"title", lesson.title},
                       {"tagline", lesson.tagline},
                       {"track", lesson.track},
                       {"minutes", lesson.minutes},
                       {"concepts", lesson.concepts},
                       {"needs", lesson.needs},
                       {"knobs", knobs},
                       {"progress", progress_json(lesson, progress.of(lesson.id))}});
    }
    return all;
}

const std::string& track_name(const Context& context, const std::string& id) {
    const auto found = std::ranges::find(context.catalogue.tracks, id, &book::Track::id);
    return found == context.catalogue.tracks.end() ? id : found->name;
}

}  // namespace

int list_lessons(const Options& options) {
    Context context;
    if (const int status = open_context(context); status != 0) return status;
    book::Progress progress = read_progress();
    for (const book::KeptNote& note : progress.take_notes())
        complain(viz::note_words(note, viz::default_language()), "", 0);
    if (options.json) {
        put(as_json(context, progress).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        return kFine;
    }
    std::size_t id_width = 0, title_width = 0;
    for (const book::Lesson& lesson : context.catalogue.lessons) {
        id_width = std::max(id_width, width(lesson.id));
        title_width = std::max(title_width, width(lesson.title));
    }
    const std::string* track = nullptr;
    for (const book::Lesson& lesson : context.catalogue.lessons) {
        if (track == nullptr || *track != lesson.track)
            put(fmt::format("{}{}\n", track == nullptr ? "" : "\n", bold(track_name(context, lesson.track))));
        track = &lesson.track;
        put(fmt::format("  {}  {}  {}  {}  {:>3} min  {}\n", lesson.number_text(),
                        book::marks_text(book::marks_of(lesson, progress.of(lesson.id))), padded(lesson.id, id_width),
                        padded(lesson.title, title_width), lesson.minutes, dim(lesson.tagline)));
    }
    put(fmt::format("\n{}\n", dim("[pages predictions exercise]: - not yet, + begun, # done")));
    put(fmt::format("{}\n", dim("loopscope NAME opens a lesson in the window, loopscope run NAME runs it here.")));
    return kFine;
}

}  // namespace cli
