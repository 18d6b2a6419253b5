#include "app/twins.hpp"

#include "panels/console.hpp"
#include "panels/findings.hpp"
#include "panels/happened.hpp"
#include "panels/help.hpp"
#include "panels/lesson.hpp"
#include "panels/loop.hpp"
#include "panels/narration.hpp"
#include "panels/note.hpp"
#include "panels/palette.hpp"
#include "panels/resources.hpp"
#include "panels/selection.hpp"
#include "panels/source.hpp"
#include "panels/start.hpp"
#include "panels/statistics.hpp"
#include "panels/stops.hpp"
#include "panels/tasks.hpp"
#include "panels/timeline.hpp"
#include "panels/transport.hpp"

#include "monitor/narrate.hpp"

namespace viz {
namespace {

constexpr Twin kTwins[] = {
    {"transport", transport_text},
    {"lesson", lesson_text},
    {"timeline", timeline_text},
    {"source", source_text},
    {"loop", loop_text},
    {"resources", resources_text},
    {"why", selection_text},
    {"console", console_text},
    {"narration", narration_text},
    {"tasks", tasks_text},
    {"findings", findings_text},
    {"statistics", statistics_text},
    {"happened", happened_text},
    {"start", start_text},
    {"palette", static_cast<std::string (*)(const View&)>(palette_text)},
    {"notes", note_text},
};

// More than this at once nobody listens to: the program ran on, and the rest is in the narration.
constexpr std::size_t kMostSentences = 40;

}  // namespace

std::span<const Twin> twins() { return kTwins; }

std::string Teller::moved(const View& view) {
    const loopscope::Narrator narrator(view.recording, view.language->phrases);
    // What went before the window was opened nobody has to listen to.
    const bool onward = view.cursor > cursor_ && !first_;
    const std::size_t from = onward ? cursor_ : stop_before(view.recording, view.cursor);
    std::string out = fill(
        view.language->text("teller.at"),
        {{"step", std::to_string(view.world.step())}, {"time", loopscope::format_loop_time(view.world.loop_time())}});
    out += "\n";
    for (const std::string& sentence : narrator.sentences(from, view.cursor, kMostSentences))
        if (!sentence.empty()) out += "  " + sentence + "\n";
    return out;
}

std::string Teller::take(const View& view) {
    const bool other = recording_ != &view.recording || started_ != view.recording.real_time_began() ||
                       view.recording.size() < cursor_;
    if (other) cursor_ = 0;
    std::string out;
    if (first_ || lesson_ != view.lesson || page_ != view.lesson_step) out += lesson_text(view) + "\n";
    if (notice_ != view.notice && !view.notice.empty()) out += view.notice + "\n";
    if (first_ || mode_ != view.mode) {
        out +=
            std::string(view.language->text(mode_word(view.mode))) + ": " + view.language->text(mode_tip(view)) + "\n";
    }
    if (cursor_ != view.cursor) out += moved(view);
    if (selection_ != view.selection && view.selection != Selection{}) out += selection_text(view) + "\n";
    first_ = false;
    recording_ = &view.recording;
    started_ = view.recording.real_time_began();
    cursor_ = view.cursor;
    mode_ = view.mode;
    selection_ = view.selection;
    notice_ = view.notice;
    lesson_ = view.lesson;
    page_ = view.lesson_step;
    return out;
}

}  // namespace viz
