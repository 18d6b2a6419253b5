#include "panels/findings.hpp"

#include "monitor/statistics_words.hpp"
#include "panels/draw.hpp"
#include "panels/flow.hpp"
#include "panels/stops.hpp"
#include "panels/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostCards = 40;
constexpr std::size_t kMostMoments = 8;
// A panel with fewer rows than these shows what there is to see before what there is to think about it.
constexpr float kRoomyRows = 12;

void severity_shape(Ui& ui, ImDrawList* list, ImVec2 middle, Severity severity) {
    const float r = std::floor(6 * ui.scale);
    if (severity == Severity::error) {
        list->AddQuadFilled(ImVec2(middle.x, middle.y - r), ImVec2(middle.x + r, middle.y),
                            ImVec2(middle.x, middle.y + r), ImVec2(middle.x - r, middle.y), ui.theme.failed);
    } else if (severity == Severity::warning) {
        list->AddTriangleFilled(ImVec2(middle.x, middle.y - r), ImVec2(middle.x + r, middle.y + r),
                                ImVec2(middle.x - r, middle.y + r), ui.theme.ready);
    } else {
        list->AddRect(ImVec2(middle.x - r + 1, middle.y - r + 1), ImVec2(middle.x + r - 1, middle.y + r - 1),
                      ui.theme.accent, 0, 0, std::floor(2 * ui.scale));
    }
}

// One card, from its top to its bottom.
class Card {
public:
    Card(const View& view, Ui& ui, FindingsLook& look, const FindingCard& card, std::size_t number, bool roomy,
         Actions& actions)
        : view_(view),
          ui_(ui),
          look_(look),
          card_(card),
          roomy_(roomy),
          actions_(actions),
          name_(fmt::format("findings/{}", number)),
          page_(std::min(look.pages[card.mistake], card.findings.size() - 1)),
          finding_(view.findings[card.findings[page_]]),
          text_(told()) {}

    float draw(ImVec2 at, float right) {
        const float s = ui_.scale;
        const float inner = at.x + std::floor(24 * s);
        float y = head(at, right);
        Flow claim(ui_, actions_, name_, ImVec2(inner, y), right);
        Sentence sentence = text_.claim;
        sentence.push_back({view_.language->text("findings.stop")});
        claim.write(sentence, 0);
        claim.end_line();
        y = claim.y() + std::floor(2 * s);
        if (!roomy_) y = moments(ImVec2(inner, y + std::floor(2 * s)), right) + std::floor(4 * s);
        y = labelled("why", "findings.why", text_.why, ImVec2(inner, y), right);
        y = labelled("advice", "findings.advice", text_.advice, ImVec2(inner, y), right);
        if (roomy_) y = moments(ImVec2(inner, y + std::floor(4 * s)), right);
        y += std::floor(8 * s);
        if (chosen()) {
            ImGui::GetWindowDrawList()->AddRectFilled(
                ImVec2(at.x - 8 * s, at.y), ImVec2(at.x - 8 * s + std::max(2.0f, std::floor(3 * s)), y - 6 * s),
                ui_.theme.accent);
        }
        return y;
    }

private:
    const FindingText& told() {
        const std::size_t index = card_.findings[page_];
        FindingsLook::Told& known = look_.told[index];
        if (known.text.title.empty() || known.count != finding_.count || known.last != finding_.last)
            known = {finding_.count, finding_.last, tell(finding_, view_.recording, view_.language->phrases)};
        return known.text;
    }

    Range range() const { return {finding_.first, finding_.last + 1}; }
    bool chosen() const { return view_.range && *view_.range == range(); }

    float small_row() const { return std::floor(ui_.fonts.small->FontSize + 6 * ui_.scale); }

    // A short word at the right end of the head; gives its left edge.
    float link_at_right(const std::string& id, const std::string& label, const char* tip, ImVec2 end, bool& pressed) {
        const float left = end.x - std::ceil(text_width(ui_.fonts.small, label));
        const ImVec2 low(left, end.y);
        const ImVec2 high(end.x, end.y + small_row());
        const Hit press = hit(ui_, id.c_str(), low, high);
        tooltip(ui_, tip);
        ImDrawList* list = ImGui::GetWindowDrawList();
        const ImVec2 text(left, end.y + std::floor(2 * ui_.scale));
        draw_text(list, ui_.fonts.small, text, ui_.theme.accent, label);
        if (press.hovered) list->AddLine(ImVec2(low.x, high.y - 3), ImVec2(high.x, high.y - 3), ui_.theme.accent);
        tell_(id, low, high, label);
        pressed = press.pressed;
        return left - std::floor(16 * ui_.scale);
    }

    // Only a part of it that is in sight is told, as the list scrolls.
    void tell_(const std::string& id, ImVec2 low, ImVec2 high, std::string_view text, bool cut = false) {
        ui_.probe.tell(id, low, high, text, true, cut);
    }

    float head(ImVec2 at, float right) {
        float end = right;
        bool pressed = false;
        if (const book::Lesson* lesson = lesson_of_kind()) {
            const std::string label = fill(ui_.text("findings.lesson"), {{"lesson", lesson->title}});
            end = link_at_right(name_ + "/lesson", label, ui_.text("findings.lesson_tip"), ImVec2(end, at.y), pressed);
            if (pressed) actions_.push_back(act::OpenLesson{lesson->id});
        }
        if (const std::string place = line(); !place.empty()) {
            end = link_at_right(name_ + "/line", place, ui_.text("selection.line_tip"), ImVec2(end, at.y), pressed);
            if (pressed) actions_.push_back(act::Select{.site = finding_.site});
        }
        if (card_.findings.size() > 1) end = pager(ImVec2(end, at.y));
        title(at, end);
        return at.y + small_row() + std::floor(2 * ui_.scale);
    }

    const book::Lesson* lesson_of_kind() const {
        const auto found = std::ranges::find(view_.lessons, lesson_of(finding_.kind), &book::Lesson::id);
        return found == view_.lessons.end() || &*found == view_.lesson ? nullptr : &*found;
    }

    std::string line() const {
        return view_.lesson != nullptr ? line_words(view_, finding_.site)
                                       : place_of_site(view_.recording, finding_.site);
    }

    float pager(ImVec2 end) {
        const std::string place = fill(ui_.text("findings.page"), {{"page", std::to_string(page_ + 1)},
                                                                   {"count", std::to_string(card_.findings.size())}});
        const float arrow = std::floor(18 * ui_.scale);
        const float words = std::ceil(text_width(ui_.fonts.small, place));
        const float left = end.x - words - 2 * arrow;
        const auto put = [&](const char* which, Icon icon, float x, bool can, std::size_t page) {
            const ImVec2 low(x, end.y), high(x + arrow, end.y + small_row());
            const std::string id = name_ + which;
            const Hit press = hit(ui_, id.c_str(), low, high, can);
            tooltip(ui_, ui_.text("findings.page_tip"));
            draw_icon(ImGui::GetWindowDrawList(), icon, ImVec2((low.x + high.x) / 2, (low.y + high.y) / 2),
                      11 * ui_.scale, can ? ui_.theme.text : ui_.theme.text_faint);
            ui_.probe.tell(id, low, high, "", can);
            if (press.pressed) show(page);
        };
        put("/previous", Icon::left, left, page_ > 0, page_ - 1);
        put("/next", Icon::right, end.x - arrow, page_ + 1 < card_.findings.size(), page_ + 1);
        const ImVec2 at(left + arrow, end.y + std::floor(2 * ui_.scale));
        draw_text(ImGui::GetWindowDrawList(), ui_.fonts.small, at, ui_.theme.text_dim, place);
        tell_(name_ + "/page", at, ImVec2(at.x + words, at.y + ui_.fonts.small->FontSize), place);
        return left - std::floor(16 * ui_.scale);
    }

    void show(std::size_t page) {
        look_.pages[card_.mistake] = page;
        choose(view_.findings[card_.findings[page]]);
    }
    void choose(const Finding& finding) {
        actions_.push_back(act::SetRange{Range{finding.first, finding.last + 1}});
        if (!finding.tasks.empty()) actions_.push_back(act::Select{finding.tasks.front()});
    }

    void title(ImVec2 at, float end) {
        const float s = ui_.scale;
        const ImVec2 high(end, at.y + small_row());
        if (hit(ui_, name_.c_str(), at, high).pressed) choose(finding_);
        ImDrawList* list = ImGui::GetWindowDrawList();
        const Severity severity = severity_of(finding_);
        severity_shape(ui_, list, ImVec2(at.x + 8 * s, at.y + std::floor(small_row() / 2)), severity);
        const ImVec2 words(at.x + std::floor(24 * s), at.y + std::floor(s));
        bool cut = text_cut(list, ui_.fonts.bold, words, ui_.theme.text, text_.title, end - words.x);
        const std::string how =
            fmt::format("{} \u00b7 {}", ui_.text((std::string("findings.severity.") + to_string(severity)).c_str()),
                        ui_.text((std::string("findings.confidence.") + to_string(finding_.confidence)).c_str()));
        const float left = words.x + text_width(ui_.fonts.bold, text_.title) + std::floor(12 * s);
        if (left < end) {
            cut = text_cut(list, ui_.fonts.small, ImVec2(left, at.y + std::floor(2 * s)), ui_.theme.text_dim, how,
                           end - left) ||
                  cut;
        }
        const std::string all = fmt::format("{} \u00b7 {}", text_.title, how);
        tooltip(ui_, ((cut ? all + "\n" : "") + ui_.text("findings.card_tip")).c_str());
        tell_(name_, at, high, all, cut && in_sight(at, high));
    }

    float labelled(const char* part, const char* key, const std::string& text, ImVec2 at, float right) {
        Flow flow(ui_, actions_, name_ + "/" + part, at, right, ui_.fonts.small);
        flow.words(ui_.text(key), ui_.theme.text_dim);
        flow.space();
        flow.words(text, ui_.theme.text);
        flow.end_line();
        tell_(name_ + "/" + part, at, ImVec2(right, flow.y()), text);
        return flow.y();
    }

    // What one can look at, each where it shows.
    float moments(ImVec2 at, float right) {
        const float s = ui_.scale;
        const float most = right - at.x;
        ImVec2 next = at;
        std::size_t shown = 0;
        for (std::size_t i = 0; i < std::min(finding_.moments.size(), text_.moments.size()); ++i) {
            const std::size_t moment = finding_.moments[i];
            if (moment >= view_.cursor && view_.cursor != moment + 1) continue;
            if (shown++ == kMostMoments) break;
            const std::string time = format_loop_time(view_.recording.loop_time_at(moment + 1));
            const std::string said = plain(text_.moments[i]);
            const float left = text_width(ui_.fonts.mono_small, time) + std::floor(16 * s);
            const float width = std::min(most, left + text_width(ui_.fonts.small, said) + std::floor(8 * s));
            if (next.x + width > right && next.x > at.x) next = ImVec2(at.x, next.y + small_row() + std::floor(4 * s));
            chip(i, moment, time, said, next, ImVec2(next.x + width, next.y + small_row()));
            next.x += width + std::floor(6 * s);
        }
        return shown == 0 ? at.y : next.y + small_row();
    }

    void chip(std::size_t number, std::size_t moment, const std::string& time, const std::string& said, ImVec2 low,
              ImVec2 high) {
        const float s = ui_.scale;
        const std::string id = fmt::format("{}/moment/{}", name_, number);
        const Hit press = hit(ui_, id.c_str(), low, high);
        tooltip(ui_, (said + "\n" + ui_.text("findings.moment_tip")).c_str());
        ImDrawList* list = ImGui::GetWindowDrawList();
        const bool here = view_.cursor == moment + 1;
        list->AddRect(low, high, here || press.hovered ? ui_.theme.accent : ui_.theme.card_line);
        const float y = low.y + std::floor(2 * s);
        draw_text(list, ui_.fonts.mono_small, ImVec2(low.x + 6 * s, y), ui_.theme.text_dim, time);
        const float left = low.x + text_width(ui_.fonts.mono_small, time) + std::floor(14 * s);
        const bool cut =
            text_cut(list, ui_.fonts.small, ImVec2(left, y), ui_.theme.text, said, high.x - left - std::floor(4 * s));
        // The whole of it is in the tooltip.
        tell_(id, low, high, time + " " + said);
        if (cut) tell_(id + "/cut", low, high, said);
        if (press.pressed) actions_.push_back(act::Seek{moment + 1, true});
    }

    const View& view_;
    Ui& ui_;
    FindingsLook& look_;
    const FindingCard& card_;
    bool roomy_;
    Actions& actions_;
    std::string name_;
    std::size_t page_;
    const Finding& finding_;
    const FindingText& text_;
};

void follow(const View& view, FindingsLook& look) {
    const bool held_back = prediction_is_open(view);
    const bool same = look.recording == &view.recording && look.cursor == view.cursor &&
                      look.known == view.findings.size() && look.held_back == held_back;
    if (look.recording != &view.recording || look.language != view.language) look.told.clear();
    if (look.recording != &view.recording) look.pages.clear();
    look.language = view.language;
    if (same) return;
    look.recording = &view.recording;
    look.cursor = view.cursor;
    look.known = view.findings.size();
    look.held_back = held_back;
    look.list = list_findings(view);
}

float remark(Ui& ui, const char* name, const std::string& text, ImVec2 at, float width) {
    ImGui::SetCursorScreenPos(at);
    paragraph(ui, name, text, ui.fonts.body, ui.theme.text_dim, width);
    return at.y + text_size(ui.fonts.body, text, width).y + std::floor(8 * ui.scale);
}

// What else there is, which the cursor has not reached.
float later(Ui& ui, const View& view, const FindingList& list, ImVec2 at, Actions& actions) {
    ImGui::SetCursorScreenPos(at);
    const std::string words = counted(*view.language, list.later, "findings.later");
    if (link(ui, "findings/later", words.c_str(), ui.text("findings.later_tip")))
        actions.push_back(act::Seek{list.next + 1, true});
    return at.y + std::floor(ui.fonts.body->FontSize + 8 * ui.scale);
}

void draw_panel(const View& view, Ui& ui, FindingsLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    const FindingList& list = look.list;
    const float left = min.x + std::floor(18 * s);
    const float right = max.x - std::floor(26 * s);
    float y = ImGui::GetCursorScreenPos().y + std::floor(6 * s);
    const auto say = [&](const char* name, const std::string& text) {
        y = remark(ui, name, text, ImVec2(left, y), right - left);
    };
    if (list.held_back) {
        say("findings/held_back", ui.text("findings.held_back"));
    } else {
        if (view.diagnosing) say("findings/looking", ui.text("findings.looking"));
        if (list.cards.empty()) {
            const std::string kinds = std::to_string(finding_kinds().size());
            say("findings/none", fill(ui.text("findings.none"), {{"count", kinds}}));
        }
    }
    const std::size_t shown = std::min(list.cards.size(), kMostCards);
    const bool roomy = max.y - min.y > kRoomyRows * ui.fonts.body->FontSize;
    for (std::size_t at = 0; at < shown; ++at) {
        y = Card(view, ui, look, list.cards[at], at, roomy, actions).draw(ImVec2(left, y), right);
        if (at + 1 < shown)
            ImGui::GetWindowDrawList()->AddLine(ImVec2(left, y - 4 * s), ImVec2(right, y - 4 * s), ui.theme.panel_line);
    }
    if (shown < list.cards.size())
        say("findings/more", counted(*view.language, list.cards.size() - shown, "findings.more"));
    if (list.later > 0) y = later(ui, view, list, ImVec2(left, y), actions);
    ImGui::SetCursorScreenPos(ImVec2(left, y));
    ImGui::Dummy(ImVec2(1, 1));
}

}  // namespace

void findings_panel(const View& view, Ui& ui, FindingsLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    follow(view, look);
    if (begin_panel(ui, "findings", min, max, true)) draw_panel(view, ui, look, min, max, actions);
    end_panel();
}

}  // namespace viz
