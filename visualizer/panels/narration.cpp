#include "panels/narration.hpp"

#include "panels/rows.hpp"
#include "panels/stops.hpp"

#include <algorithm>

namespace viz {
namespace {

using loopscope::EventKind;

// Looks at the events that have come since the last frame: each is looked at once. Of very many a part each
// frame, which takes less than a millisecond or two; those up to the cursor come first, being in order.
void follow(const View& view, NarrationLook& look) {
    if (look.recording != &view.recording || look.seen > view.recording.size()) {
        look.told.clear();
        look.seen = 0;
        look.recording = &view.recording;
        look.narrator.reset();
    }
    if (!look.narrator || look.language != view.language) look.narrator.emplace(view.recording, view.language->phrases);
    look.language = view.language;
    constexpr std::size_t kAtOnce = 200'000;
    const std::size_t end = look.seen + std::min(kAtOnce, view.recording.size() - look.seen);
    for (; look.seen < end; ++look.seen) {
        if (loopscope::Narrator::significant(view.recording[look.seen]))
            look.told.push_back(static_cast<std::uint32_t>(look.seen));
    }
    look.counting = look.seen < view.recording.size();
}

loopscope::TaskId task_of(const loopscope::Event& event) {
    const auto kind = static_cast<std::uint16_t>(event.kind);
    const bool of_task = (kind >= 48 && kind < 64) || event.kind == EventKind::print ||
                         event.kind == EventKind::checkpoint || event.kind == EventKind::mark;
    return of_task ? event.subject : 0;
}

}  // namespace

void narration_panel(const View& view, Ui& ui, NarrationLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "narration", min, max, true)) {
        follow(view, look);
        const auto end = std::lower_bound(look.told.begin(), look.told.end(), view.cursor);
        const auto now = static_cast<std::size_t>(end - look.told.begin());
        const std::size_t last_stop = stop_before(view.recording, view.cursor);
        RowList rows(ui, now);
        if (look.cursor != view.cursor && now > 0) rows.reveal(now - 1);
        look.cursor = view.cursor;
        if (now == 0) rows.remark("narration/empty", ui.text("narration.empty"));
        rows.draw([&](std::size_t at) {
            const std::uint32_t index = look.told[at];
            Row line;
            line.name = "narration/" + std::to_string(at);
            line.time_ns = view.recording.loop_time_at(index + std::size_t{1});
            line.task = task_of(view.recording[index]);
            line.text = look.narrator->sentence(index);
            line.marked = index >= last_stop;
            line.tooltip = ui.text("console.row_tip");
            if (rows.line(line)) actions.push_back(act::Seek{index + std::size_t{1}, true});
        });
    }
    end_panel();
}

std::string narration_text(const View& view) {
    const loopscope::Narrator narrator(view.recording, view.language->phrases);
    std::string out;
    for (std::size_t index = 0; index < view.cursor; ++index) {
        if (!loopscope::Narrator::significant(view.recording[index])) continue;
        out += row_time(view.recording.loop_time_at(index + 1)) + "  " + narrator.sentence(index) + "\n";
    }
    return out;
}

}  // namespace viz
