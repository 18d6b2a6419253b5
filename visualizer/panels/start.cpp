#include "panels/start.hpp"

#include "panels/draw.hpp"
#include "panels/start_words.hpp"
#include "ui/keys.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

using book::Mark;

constexpr float kWidest = 1480;      // of the page's content at scale 1
constexpr float kBesideTitle = 112;  // of a card: its number, its squares and the space around

// The page of one frame, from top to bottom.
class Page {
public:
    Page(const View& view, Ui& ui, StartLook& look, ImVec2 min, ImVec2 max, Actions& actions)
        : page_(*view.start),
          language_(*view.language),
          ui_(ui),
          look_(look),
          actions_(actions),
          draw_(ImGui::GetWindowDrawList()),
          s_(ui.scale) {
        const float margin = std::floor(std::clamp((max.x - min.x) * 0.038f, 20 * s_, 60 * s_));
        const float width = std::min(max.x - min.x - 2 * margin, kWidest * s_);
        left_ = std::floor((min.x + max.x - width) / 2);
        right_ = left_ + std::floor(width);
        bottom_ = max.y;
        y_ = ImGui::GetCursorScreenPos().y + std::floor(26 * s_);
    }

    void draw() {
        look_.cells.clear();
        header();
        go_on();
        lessons();
        rule();
        recordings();
        footer();
        ImGui::SetCursorScreenPos(ImVec2(left_, y_));
        ImGui::Dummy(ImVec2(1, std::floor(8 * s_)));
    }

private:
    const char* word(const char* key) const { return ui_.text(key); }

    // Text at a place; returns where it ends.
    float put(const std::string& name, ImVec2 at, std::string_view text, ImFont* font, ImU32 colour, float room) {
        const bool cut = text_cut(draw_, font, at, colour, text, room);
        const float width = std::min(room, text_width(font, text));
        const ImVec2 to(at.x + width, at.y + font->FontSize);
        // Within a cell this has no effect: the cell's own tooltip says all.
        if (cut && width > 1) {
            drag_area(name.c_str(), at, to);
            tooltip(ui_, std::string(text).c_str());
        }
        tell(ui_, name, at, to, text, true, cut);
        return at.x + width;
    }

    Hit cell(const std::string& name, ImVec2 min, ImVec2 max, const char* tip) {
        const Hit press = hit(ui_, name.c_str(), min, max);
        tooltip(ui_, tip);
        look_.cells.push_back({name, min, max});
        return press;
    }

    void rule() {
        draw_->AddRectFilled(ImVec2(left_, y_), ImVec2(right_, y_ + std::max(1.0f, std::floor(s_))),
                             ui_.theme.panel_line);
        y_ += std::floor(18 * s_);
    }

    // A word at the right end of the header; the next one goes to its left.
    void header_link(const char* name, const char* label, const char* tip, float& x, const Action& action) {
        ImFont* font = ui_.fonts.body;
        const float width = text_width(font, label);
        x -= width;
        const ImVec2 min(std::floor(x), y_ + std::floor(6 * s_)), max(std::floor(x) + width, min.y + font->FontSize);
        const Hit press = cell(name, min, max, tip);
        draw_text(draw_, font, min, press.hovered ? ui_.theme.text : ui_.theme.text_dim, label);
        tell(ui_, name, min, max, label);
        if (press.pressed) actions_.push_back(action);
        x -= std::floor(22 * s_);
    }

    void header() {
        ImFont* title = ui_.fonts.title;
        const float end =
            put("start/title", ImVec2(left_, y_), word("app.title"), title, ui_.theme.text, right_ - left_);
        float x = right_;
        header_link("start/search", word("start.search"), word("start.search_tip"), x, act::TogglePalette{});
        header_link("start/help", word("start.keys"), word("transport.help_tip"), x, act::ToggleHelp{});
        header_link("start/theme", word(page_.light ? "start.dark" : "start.light"), word("start.theme_tip"), x,
                    act::SetTheme{!page_.light});
        if (page_.can_leave)
            header_link("start/leave", word("start.leave"), word("start.leave_tip"), x, act::OpenStart{});
        const float from = end + std::floor(18 * s_);
        if (x - from > text_width(ui_.fonts.lead, word("start.subtitle")))
            put("start/subtitle", ImVec2(from, y_ + title->FontSize - ui_.fonts.lead->FontSize), word("start.subtitle"),
                ui_.fonts.lead, ui_.theme.text_dim, x - from);
        y_ += std::floor(title->FontSize + 16 * s_);
        rule();
    }

    void go_on() {
        const GoOnWords words = go_on_words(page_, language_);
        const float high = std::floor(80 * s_), pad = std::floor(22 * s_);
        const ImVec2 min(left_, y_), max(right_, y_ + high);
        const bool open = words.lesson != nullptr;
        Hit press;
        const std::string tip = words.title + ", " + words.remark + "\n" + word("start.go_on_tip");
        if (open) press = cell("start/go_on", min, max, tip.c_str());
        draw_->AddRectFilled(min, max, fade(ui_.theme.accent_fill, press.hovered ? 0.42f : 0.28f));
        const float heading = min.y + std::floor(14 * s_);
        put("start/go_on/heading", ImVec2(min.x + pad, heading), words.heading, ui_.fonts.heading, ui_.theme.accent,
            max.x - min.x - 2 * pad);
        float room = max.x - min.x - 2 * pad;
        if (open) {
            const float wide = button_width(ui_, Icon::right, words.button.c_str()) + std::floor(18 * s_);
            const ImVec2 from(max.x - pad - wide, std::floor((min.y + max.y - control_height(ui_)) / 2));
            go_on_button(words, from, ImVec2(from.x + wide, from.y + control_height(ui_)));
            room -= wide + pad;
        }
        const float line = heading + std::floor(26 * s_);
        const float end =
            put("start/go_on/title", ImVec2(min.x + pad, line), words.title, ui_.fonts.title, ui_.theme.text, room);
        const float remark = text_width(ui_.fonts.body, words.remark);
        const float gap = std::floor(36 * s_);
        if (open && end + gap + remark < min.x + pad + room)
            put("start/go_on/remark", ImVec2(end + gap, line + std::floor(4 * s_)), words.remark, ui_.fonts.body,
                ui_.theme.text_dim, remark + 1);
        if (open) tell(ui_, "start/go_on", min, max, words.heading + ": " + words.title + ", " + words.remark);
        if (press.pressed) actions_.push_back(act::OpenLesson{words.lesson->id});
        y_ = max.y + std::floor(26 * s_);
    }

    // It looks like a button, and the whole card is one.
    void go_on_button(const GoOnWords& words, ImVec2 min, ImVec2 max) {
        draw_->AddRectFilled(min, max, ui_.theme.accent_fill);
        const float mark = std::floor(12 * s_), gap = std::floor(10 * s_);
        const float width = text_width(ui_.fonts.bold, words.button);
        const float x = std::floor((min.x + max.x - width - mark - gap) / 2);
        draw_text(draw_, ui_.fonts.bold, ImVec2(x, std::floor((min.y + max.y - ui_.fonts.bold->FontSize) / 2) - s_),
                  ui_.theme.accent_text, words.button);
        draw_icon(draw_, Icon::right, ImVec2(x + width + gap + mark / 2, (min.y + max.y) / 2), mark,
                  ui_.theme.accent_text);
        tell(ui_, "start/go_on/button", min, max, words.button);
    }

    void lessons() {
        const std::vector<TrackWords> tracks = tracks_of(page_);
        if (tracks.empty()) {
            put("start/none", ImVec2(left_, y_), word("start.no_lessons_tip"), ui_.fonts.body, ui_.theme.text_dim,
                right_ - left_);
            y_ += std::floor(40 * s_);
            return;
        }
        const float gap = std::floor(28 * s_);
        const auto fit = static_cast<std::size_t>((right_ - left_ + gap) / (card_width(tracks) + gap));
        const std::size_t columns = std::clamp<std::size_t>(fit, 1, std::max<std::size_t>(4, tracks.size()));
        const std::vector<std::size_t> spans = spans_of(tracks, columns);
        std::size_t used = 0;  // of the columns; what nobody needs makes the others wider
        for (std::size_t i = 0; i < std::min(spans.size(), columns); ++i) used += spans[i];
        used = std::min(used, columns);
        const float wide = std::floor((right_ - left_ + gap) / static_cast<float>(used) - gap);
        float lowest = y_;
        row_ = y_;
        std::size_t column = 0;
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            if (column + spans[i] > used) {
                column = 0;
                row_ = lowest + std::floor(14 * s_);
            }
            const float x = left_ + static_cast<float>(column) * (wide + gap);
            lowest = std::max(lowest, track(tracks[i], ImVec2(x, row_), wide, gap, spans[i]));
            column += spans[i];
        }
        y_ = lowest + std::floor(6 * s_);
        legend();
        y_ += std::floor(16 * s_);
    }

    // What a card takes so that no title is cut, as far as that is sensible.
    float card_width(const std::vector<TrackWords>& tracks) const {
        float title = 0;
        for (const TrackWords& track : tracks)
            for (const book::Lesson* lesson : track.lessons)
                title = std::max(title, text_width(ui_.fonts.bold, lesson->title));
        return std::clamp(title + kBesideTitle * s_, 250 * s_, 420 * s_);
    }

    // How many columns each track takes: where there are more columns than tracks, those with the most lessons
    // in a column get the others.
    static std::vector<std::size_t> spans_of(const std::vector<TrackWords>& tracks, std::size_t columns) {
        std::vector<std::size_t> spans(tracks.size(), 1);
        const auto high = [&](std::size_t i) { return (tracks[i].lessons.size() + spans[i] - 1) / spans[i]; };
        for (std::size_t left = columns > tracks.size() ? columns - tracks.size() : 0; left > 0; --left) {
            std::size_t most = 0;
            for (std::size_t i = 1; i < tracks.size(); ++i)
                if (high(i) > high(most)) most = i;
            if (high(most) < 2) break;
            ++spans[most];
        }
        return spans;
    }

    // Its lessons stand row by row in `span` columns.
    float track(const TrackWords& words, ImVec2 at, float wide, float gap, std::size_t span) {
        const std::string name = "start/track/" + words.track->id;
        const float all = static_cast<float>(span) * (wide + gap) - gap;
        put(name, at, words.track->name, ui_.fonts.title, ui_.theme.text, all);
        at.y += ui_.fonts.title->FontSize + std::floor(s_);
        put(name + "/subtitle", at, words.track->subtitle, ui_.fonts.small, ui_.theme.text_dim, all);
        at.y += ui_.fonts.small->FontSize + std::floor(14 * s_);
        const float row = std::floor(64 * s_);
        for (std::size_t i = 0; i < words.lessons.size(); ++i) {
            const float x = at.x + static_cast<float>(i % span) * (wide + gap);
            const float y = at.y + static_cast<float>(i / span) * row;
            card(*words.lessons[i], ImVec2(x, y), ImVec2(x + wide, y + std::floor(56 * s_)));
        }
        return at.y + static_cast<float>((words.lessons.size() + span - 1) / span) * row;
    }

    void card(const book::Lesson& lesson, ImVec2 min, ImVec2 max) {
        const std::string name = "start/lesson/" + lesson.id;
        const std::string done = marks_words(lesson, page_, language_);
        const std::string tip = lesson.title + ": " + lesson.tagline + "\n" + done;
        const Hit press = cell(name, min, max, tip.c_str());
        const bool last = page_.progress != nullptr && page_.progress->last_lesson() == lesson.id;
        if (last || press.hovered)
            draw_->AddRectFilled(min, max, fade(ui_.theme.accent_fill, press.hovered ? 0.3f : 0.18f));
        draw_->AddRect(min, max, last || press.hovered ? ui_.theme.accent : ui_.theme.card_line, 0, 0,
                       std::max(1.0f, std::floor(s_)));
        const float pad = std::floor(14 * s_), number = std::floor(34 * s_);
        const float middle = std::floor((min.y + max.y) / 2);
        put(name + "/number", ImVec2(min.x + pad, middle - std::floor(ui_.fonts.mono->FontSize / 2)),
            lesson.number_text(), ui_.fonts.mono, ui_.theme.text_dim, number);
        const float text = min.x + pad + number;
        const float marks_left = max.x - pad - std::floor(40 * s_);
        const float room = marks_left - text - std::floor(8 * s_);
        const float top = min.y + std::floor(8 * s_);
        put(name + "/title", ImVec2(text, top), lesson.title, ui_.fonts.bold, ui_.theme.text, room);
        put(name + "/tagline", ImVec2(text, top + ui_.fonts.bold->FontSize + std::floor(s_)), lesson.tagline,
            ui_.fonts.small, ui_.theme.text_dim, room);
        marks(lesson, ImVec2(marks_left, middle - std::floor(5 * s_)));
        tell(ui_, name + "/marks", ImVec2(marks_left, min.y), ImVec2(max.x - pad, max.y), done);
        tell(ui_, name, min, max, lesson.title);
        if (press.pressed) actions_.push_back(act::OpenLesson{lesson.id});
    }

    // Told by shape first: hollow, half, full; the colour says whether the whole lesson is passed.
    void marks(const book::Lesson& lesson, ImVec2 at) {
        const book::LessonProgress progress =
            page_.progress == nullptr ? book::LessonProgress{} : page_.progress->of(lesson.id);
        const book::Marks all = book::marks_of(lesson, progress);
        const ImU32 colour = all.passed() ? ui_.theme.running : ui_.theme.ready;
        const float side = std::floor(10 * s_);
        // To the right, whatever there is.
        at.x += static_cast<float>(std::ranges::count(all.each, Mark::absent)) * (side + std::floor(5 * s_));
        for (const Mark mark : all.each) {
            if (mark == Mark::absent) continue;
            square(mark, at, colour);
            at.x += side + std::floor(5 * s_);
        }
    }

    void square(Mark mark, ImVec2 at, ImU32 colour) {
        const float side = std::floor(10 * s_), thick = std::max(1.0f, std::floor(s_));
        const ImVec2 to(at.x + side, at.y + side);
        if (mark == Mark::done) draw_->AddRectFilled(at, to, colour);
        if (mark == Mark::begun) draw_->AddRectFilled(ImVec2(at.x, at.y + std::floor(side / 2)), to, colour);
        if (mark == Mark::begun) draw_->AddRect(at, to, colour, 0, 0, thick);
        if (mark == Mark::open) draw_->AddRect(at, to, ui_.theme.text_faint, 0, 0, thick);
    }

    // What the squares say: how full one is, and which stands for what.
    void legend() {
        float x = left_;
        const float line = ui_.fonts.small->FontSize;
        const auto words = [&](const char* name, const char* text) {
            const float room = std::max(1.0f, right_ - x);
            x = put(name, ImVec2(x, y_), text, ui_.fonts.small, ui_.theme.text_dim, room) + std::floor(18 * s_);
        };
        words("start/legend/order", word(legend_key(page_)));
        constexpr std::pair<Mark, const char*> kFull[] = {
            {Mark::open, "start.legend_open"}, {Mark::begun, "start.legend_begun"}, {Mark::done, "start.legend_done"}};
        for (const auto& [mark, key] : kFull) {
            if (x + 60 * s_ > right_) break;
            square(mark, ImVec2(x, y_ + std::floor((line - 10 * s_) / 2) + s_), ui_.theme.ready);
            x += std::floor(17 * s_);
            words((std::string("start/") + (key + std::string_view("start.").size())).c_str(), word(key));
        }
        y_ += line;
    }

    void recordings() {
        put("start/recordings", ImVec2(left_, y_), word("start.recordings"), ui_.fonts.heading, ui_.theme.heading,
            right_ - left_);
        y_ += std::floor(26 * s_);
        if (page_.recordings.empty()) {
            put("start/recordings/none", ImVec2(left_, y_), word("start.no_recordings"), ui_.fonts.body,
                ui_.theme.text_dim, right_ - left_);
            y_ += std::floor(28 * s_);
        }
        const float row = std::floor(27 * s_);
        constexpr std::size_t kMostRows = 6;
        for (std::size_t i = 0; i < std::min(page_.recordings.size(), kMostRows); ++i) {
            recording(page_.recordings[i], i, y_, row);
            y_ += row;
        }
        y_ += std::floor(8 * s_);
        const char* const hint = word("start.open_hint");
        const ImVec2 min(left_, y_), max(left_ + text_width(ui_.fonts.body, hint), y_ + ui_.fonts.body->FontSize);
        const Hit press = cell("start/open", min, max, word("start.open_tip"));
        draw_text(draw_, ui_.fonts.body, min, press.hovered ? ui_.theme.accent : ui_.theme.text_dim, hint);
        tell(ui_, "start/open", min, max, hint);
        if (press.pressed) actions_.push_back(act::OpenBox{});
        y_ += std::floor(40 * s_);
    }

    void recording(const RecentFile& file, std::size_t number, float y, float row) {
        const RecordingWords words = recording_words(file, page_, language_);
        const std::string name = "start/recording/" + std::to_string(number);
        const float width = right_ - left_;
        const float when = left_ + std::floor(std::min(width * 0.36f, 420 * s_));
        const float remark = when + std::floor(std::min(width * 0.2f, 190 * s_));
        const std::string tip = file.path + "\n" + words.when + (words.when.empty() ? "" : ", ") + words.remark;
        const Hit press = cell(name, ImVec2(left_, y), ImVec2(right_, y + row - std::floor(2 * s_)), tip.c_str());
        const bool lit = press.hovered && file.there;
        const ImU32 strong = !file.there ? ui_.theme.text_faint : lit ? ui_.theme.accent : ui_.theme.text;
        const ImU32 weak = file.there ? ui_.theme.text_dim : ui_.theme.text_faint;
        const float text = y + std::floor((row - ui_.fonts.body->FontSize) / 2);
        put(name + "/name", ImVec2(left_, text), words.name, ui_.fonts.mono, strong, when - left_ - 10 * s_);
        put(name + "/when", ImVec2(when, text), words.when, ui_.fonts.body, weak, remark - when - 10 * s_);
        put(name + "/remark", ImVec2(remark, text), words.remark, ui_.fonts.body, words.wrong ? ui_.theme.failed : weak,
            right_ - remark);
        tell(ui_, name, ImVec2(left_, y), ImVec2(right_, y + row), words.name);
        if (press.pressed) actions_.push_back(act::OpenFile{file.path});
    }

    void footer() {
        const std::string words = sum_words(page_, language_);
        const float line = ui_.fonts.body->FontSize;
        // At the foot of the window where there is room.
        y_ = std::max(y_, bottom_ - line - std::floor(26 * s_));
        if (!words.empty())
            put("start/sum", ImVec2(left_, y_), words, ui_.fonts.body, ui_.theme.text_dim, right_ - left_);
        y_ += line + std::floor(10 * s_);
    }

    const StartPage& page_;
    const Language& language_;
    Ui& ui_;
    StartLook& look_;
    Actions& actions_;
    ImDrawList* draw_;
    float s_;
    float left_ = 0, right_ = 0, bottom_ = 0, y_ = 0, row_ = 0;
};

}  // namespace

void start_panel(const View& view, Ui& ui, StartLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "start", min, max, true) && view.start != nullptr)
        Page(view, ui, look, min, max, actions).draw();
    end_panel();
}

std::string start_text(const View& view) {
    if (view.start == nullptr) return "";
    const StartPage& page = *view.start;
    const Language& language = *view.language;
    const GoOnWords go_on = go_on_words(page, language);
    std::string out = go_on.heading + ": " + go_on.title + (go_on.remark.empty() ? "" : ", " + go_on.remark) + "\n";
    for (const TrackWords& track : tracks_of(page)) {
        out += "\n" + track.track->name + ": " + track.track->subtitle + "\n";
        for (const book::Lesson* lesson : track.lessons)
            out += lesson->number_text() + "  " + lesson->title + ": " + lesson->tagline + " (" +
                   marks_words(*lesson, page, language) + ")\n";
    }
    out += std::string("\n") + language.text("start.recordings") + "\n";
    if (page.recordings.empty()) out += std::string(language.text("start.no_recordings")) + "\n";
    for (const RecentFile& file : page.recordings) {
        const RecordingWords words = recording_words(file, page, language);
        out += words.name + ", " + words.when + ": " + words.remark + "\n";
    }
    return out + language.text("start.open_hint") + "\n" + sum_words(page, language) + "\n";
}

std::string neighbour_cell(const StartLook& look, std::string_view name, int right, int down) {
    const auto here = std::ranges::find(look.cells, name, &StartLook::Cell::name);
    if (here == look.cells.end()) return look.cells.empty() ? std::string() : look.cells.front().name;
    const auto middle = [](const StartLook::Cell& cell) {
        return ImVec2((cell.min.x + cell.max.x) / 2, (cell.min.y + cell.max.y) / 2);
    };
    const ImVec2 from = middle(*here);
    const StartLook::Cell* best = nullptr;
    float least = 0;
    for (const StartLook::Cell& cell : look.cells) {
        if (&cell == &*here) continue;
        const ImVec2 to = middle(cell);
        // How far it is beyond our edge in the wanted direction, and how far off to the side.
        const float along = right != 0 ? (right > 0 ? cell.min.x - here->max.x : here->min.x - cell.max.x)
                                       : (down > 0 ? cell.min.y - here->max.y : here->min.y - cell.max.y);
        if (along < -1) continue;
        const bool wide = cell.min.x <= from.x && cell.max.x >= from.x;
        const float aside = right != 0 ? std::abs(to.y - from.y) : wide ? 0 : std::abs(cell.min.x - here->min.x);
        const float far = along + 3 * aside;
        if (best != nullptr && far >= least) continue;
        best = &cell;
        least = far;
    }
    return best == nullptr ? std::string() : best->name;
}

}  // namespace viz
