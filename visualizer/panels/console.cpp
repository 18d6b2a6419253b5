#include "panels/console.hpp"

#include "panels/rows.hpp"
#include "panels/stops.hpp"
#include "ui/text.hpp"

#include <algorithm>

namespace viz {
namespace {

std::size_t printed_before(const View& view) {
    const auto prints = view.recording.prints();
    return static_cast<std::size_t>(
        std::partition_point(prints.begin(), prints.end(), [&](std::uint32_t index) { return index < view.cursor; }) -
        prints.begin());
}

// "gated before: consumer-1, step 4"; "" when the program does not stand.
std::string gate_words(const View& view, const Text& text) {
    if (view.mode == Mode::gate && view.world.phase() == loopscope::LoopPhase::polling)
        return text("console.gated_at_time");
    const loopscope::TaskId running = view.world.running();
    const loopscope::TaskNow* task = running == 0 ? nullptr : view.world.task(running);
    if (view.mode != Mode::gate || task == nullptr || view.cursor == 0) return {};
    const loopscope::Event& last = view.recording[view.cursor - 1];
    if (last.kind == loopscope::EventKind::checkpoint)
        return fill(text("console.gated_at"), {{"checkpoint", view.recording.string(last.a)}});
    return fill(text("console.gated"),
                {{"task", view.recording.task_name(running)}, {"step", std::to_string(task->steps)}});
}

}  // namespace

void console_panel(const View& view, Ui& ui, ConsoleLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "console", min, max, true)) {
        const std::size_t now = printed_before(view);
        // What is printed later would give the answer to an open prediction away.
        const auto all = view.recording.prints();
        const auto prints = prediction_is_open(view) ? all.first(now) : all;
        const std::string gate = gate_words(view, ui.text);
        RowList rows(ui, prints.size() + (gate.empty() ? 0 : 1));
        if (look.cursor != view.cursor) rows.reveal(gate.empty() ? (now == 0 ? 0 : now - 1) : now);
        look.cursor = view.cursor;
        // Of what is over it is known that nothing more comes.
        const bool over = view.lesson == nullptr || view.recording.now().phase() == loopscope::LoopPhase::stopped;
        const char* const none = over && all.empty() ? "console.empty_over" : "console.empty";
        if (prints.empty() && gate.empty()) rows.remark("console/empty", ui.text(none));
        rows.draw([&](std::size_t row) {
            if (!gate.empty() && row == now) return rows.marker("console/gate", gate, ui.theme.mode_gate);
            const std::size_t at = row - (!gate.empty() && row > now ? 1 : 0);
            const std::uint32_t index = prints[at];
            const loopscope::TaskId task = view.recording[index].subject;
            Row line;
            line.name = "console/" + std::to_string(at);
            line.time_ns = view.recording.loop_time_at(index);
            line.task = task;
            line.who = view.recording.task_name(task);
            line.text = view.recording.text(index);
            line.mono = true;
            line.dimmed = at >= now;
            line.tooltip = ui.text("console.row_tip");
            if (rows.line(line)) actions.push_back(act::Seek{index + std::size_t{1}, true});
        });
    }
    end_panel();
}

std::string console_text(const View& view) {
    const Text& text = view.language->text;
    std::string out;
    const std::size_t now = printed_before(view);
    for (std::size_t i = 0; i < now; ++i) {
        const std::uint32_t index = view.recording.prints()[i];
        out += row_time(view.recording.loop_time_at(index)) + "  " +
               view.recording.task_name(view.recording[index].subject) + "  " +
               std::string(view.recording.text(index)) + "\n";
    }
    const std::string gate = gate_words(view, text);
    return gate.empty() ? out : out + "> " + gate + "\n";
}

}  // namespace viz
