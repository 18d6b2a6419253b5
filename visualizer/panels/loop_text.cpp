// What the event loop panel shows, as text.
#include "panels/loop.hpp"
#include "panels/loop_picture.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostTextRows = 100;

}  // namespace

std::string loop_text(const View& view) {
    const Language& language = *view.language;
    const LoopPicture picture = loop_picture(view, kMostTextRows, kMostTextRows);
    const auto with = [](const std::string& second) { return second.empty() ? std::string() : ", " + second; };
    const auto more = [&](std::size_t count, const char* key) {
        return count == 0 ? std::string() : fill(language.text(key), {{"count", std::to_string(count)}}) + "\n";
    };
    std::string text = fill(language.text("loop.text"), {{"turn", std::to_string(view.world.turn())},
                                                         {"time", seconds_fixed(view.world.loop_time())},
                                                         {"sentence", picture.sentence}}) +
                       "\n";
    const std::string running =
        picture.running ? with_body(*picture.running) + with(picture.running->second) : language.text("loop.nobody");
    text += fill(language.text("loop.text_running"), {{"task", running}}) + "\n";
    if (picture.ready.empty()) text += std::string(language.text("loop.text_nobody_ready")) + "\n";
    for (std::size_t at = 0; at < picture.ready.size(); ++at) {
        const LoopCard& card = picture.ready[at];
        text += fill(language.text(card.this_turn ? "loop.text_ready" : "loop.text_ready_next"),
                     {{"place", std::to_string(at + 1)}, {"task", with_body(card) + with(card.second)}}) +
                "\n";
    }
    text += more(picture.ready_more, "loop.more_ready");
    for (const LoopTimer& timer : picture.timers) {
        text += fill(language.text("loop.text_timer"),
                     {{"timer", timer.name}, {"due", seconds_fixed(timer.due)}, {"left", seconds_fixed(timer.left)}}) +
                "\n";
    }
    text += more(picture.timers_more, "loop.more_timers");
    for (const std::string& words : picture.unawaited) text += words + "\n";
    text += picture.outside + "\n";
    for (const LoopOperation& operation : picture.operations) {
        text += "    " + operation.what + with(operation.name) + with(operation.since) + "\n";
    }
    return text + more(picture.operations_more, "loop.more_operations");
}

}  // namespace viz
