// loopscope list: all lessons, track by track.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;

Json as_json(const Context& context) {
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
                       {"knobs", knobs}});
    }
    return all;
}

}  // namespace

int list_lessons(const Options& options) {
    Context context;
    if (const int status = open_context(context); status != 0) return status;
    if (options.json) {
        put(as_json(context).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
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
            put(fmt::format("{}{}\n", track == nullptr ? "" : "\n", bold(lesson.track)));
        track = &lesson.track;
        put(fmt::format("  {}  {}  {}  {:>3} min  {}\n", lesson.number_text(), padded(lesson.id, id_width),
                        padded(lesson.title, title_width), lesson.minutes, dim(lesson.tagline)));
    }
    put(fmt::format("\n{}\n", dim("loopscope NAME opens a lesson in the window, loopscope run NAME runs it here.")));
    return kFine;
}

}  // namespace cli
