#include "panels/graph.hpp"

#include "panels/draw.hpp"
#include "panels/graph_layout.hpp"
#include "ui/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostTextNodes = 200;

class GraphDrawing {
public:
    GraphDrawing(const View& view, Ui& ui, const GraphPicture& picture, ImVec2 min, ImVec2 max, Actions& actions)
        : view_(view),
          ui_(ui),
          picture_(picture),
          min_(min),
          max_(max),
          actions_(actions),
          list_(ImGui::GetWindowDrawList()),
          s_(ui.scale) {}

    void draw() {
        if (picture_.nodes.empty()) {
            ImGui::SetCursorScreenPos(min_);
            paragraph(ui_, "graph/none", ui_.text("graph.none"), ui_.fonts.body, ui_.theme.text_dim, max_.x - min_.x);
            return;
        }
        const float label = std::max(text_width(ui_.fonts.small, ui_.text("graph.waits_for")),
                                     text_width(ui_.fonts.small, ui_.text("graph.held_by")));
        // The picture comes first: where it has no room beside all the words, there are fewer of them.
        float text_top = max_.y;
        for (const float share : {0.45f, 0.27f, 0.15f}) {
            share_ = share;
            text_top = max_.y - sentence_height();
            layout_ = lay_out_graph(picture_, min_, ImVec2(max_.x, text_top - 6 * s_), label, line());
            if (!layout_.boxes.empty()) break;
        }
        for (std::size_t at = 0; at < layout_.ways.size(); ++at) way(layout_.ways[at], at);
        for (const GraphBox& box : layout_.boxes) node(box);
        for (std::size_t at = 0; at < layout_.ways.size(); ++at) way_label(layout_.ways[at], at);
        sentences(layout_.boxes.empty() ? min_.y : text_top);
    }

private:
    float line() const { return std::floor(ui_.fonts.small->FontSize * 0.92f); }
    bool large() const { return max_.x - min_.x > 600 * s_ && max_.y - min_.y > 380 * s_; }
    ImFont* title_font() const { return large() ? ui_.fonts.title : ui_.fonts.bold; }
    ImFont* sentence_font() const { return large() ? ui_.fonts.body : ui_.fonts.small; }

    // What stands below the picture: the ring in words, or what was left out.
    std::string rest_words() const {
        // A ring that has no room as a picture is told in words.
        const std::size_t hidden = picture_.more + (picture_.ring ? 0 : layout_.left_out);
        if (picture_.cut) return ui_.text("graph.cut");
        if (picture_.other_rings > 0)
            return fill(ui_.text("graph.other_rings"), {{"count", std::to_string(picture_.other_rings)}});
        if (hidden == 0) return {};
        return fill(ui_.text(picture_.ring ? "graph.behind" : "graph.more"), {{"count", std::to_string(hidden)}});
    }

    float sentence_height() const {
        const float width = max_.x - min_.x;
        float height = 0;
        if (picture_.ring) height += text_size(title_font(), picture_.title, width).y + 2 * s_;
        for (const std::string& sentence : picture_.sentences) height += text_size(sentence_font(), sentence, width).y;
        if (!picture_.ring || !rest_words().empty()) height += ui_.fonts.small->FontSize;
        return std::min(height, (max_.y - min_.y) * share_);
    }

    void sentences(float y) {
        const float width = max_.x - min_.x;
        std::size_t number = 0;
        const auto tell_one = [&](const std::string& text, ImFont* font, ImU32 colour) {
            const float height = text_size(font, text, width).y;
            if (text.empty() || y + height > max_.y + 1) return false;
            ImGui::SetCursorScreenPos(ImVec2(min_.x, y));
            paragraph(ui_, fmt::format("graph/sentence/{}", number++).c_str(), text, font, colour, width);
            y += height;
            return true;
        };
        if (picture_.ring && tell_one(picture_.title, title_font(), ui_.theme.text)) y += 2 * s_;
        std::string all = picture_.title;
        for (const std::string& sentence : picture_.sentences) all += "\n" + sentence;
        const float one_line = ui_.fonts.small->FontSize;
        std::size_t told = 0;
        for (; told < picture_.sentences.size(); ++told) {
            const std::string& sentence = picture_.sentences[told];
            const bool last = told + 1 == picture_.sentences.size();
            const float height = text_size(sentence_font(), sentence, width).y;
            if (!last && y + height + one_line > max_.y + 1) break;
            if (!tell_one(sentence, sentence_font(), ui_.theme.text_dim)) break;
        }
        const std::size_t untold = picture_.sentences.size() - told;
        tell_one(untold > 0 ? fill(ui_.text("resources.more"), {{"count", std::to_string(untold)}}) : rest_words(),
                 ui_.fonts.small, ui_.theme.text_dim);
        if (!picture_.ring) return;
        // What has no room there can be read by pointing at it.
        const float top = max_.y - sentence_height();
        if (drag_area("graph/words", ImVec2(min_.x, top), max_)) tooltip(ui_, all.c_str());
    }

    ImU32 colour_of(const GraphEdge& edge) const {
        if (picture_.ring) return ui_.theme.failed;
        return edge.kind == WaitEdge::Kind::waits ? ui_.theme.waiting : ui_.theme.text_dim;
    }

    void way(const GraphWay& way, std::size_t number) {
        const GraphEdge& edge = picture_.edges[way.edges.front()];
        const ImU32 colour = colour_of(edge);
        const float thick = std::max(1.0f, std::floor((picture_.ring ? 2 : 1.5f) * s_));
        const ImDrawListFlags flags = list_->Flags;
        list_->Flags |= ImDrawListFlags_AntiAliasedLines | ImDrawListFlags_AntiAliasedFill;
        const float head = std::floor((picture_.ring ? 9 : 7) * s_);
        const ImVec2 end = way.points.back();
        // The head points along the last stretch that is as long as itself.
        std::size_t at = way.points.size() - 1;
        while (at > 0 && std::hypot(end.x - way.points[at].x, end.y - way.points[at].y) < head) --at;
        const ImVec2 back = way.points[at];
        const float length = std::max(0.01f, std::hypot(end.x - back.x, end.y - back.y));
        const ImVec2 along((end.x - back.x) / length, (end.y - back.y) / length);
        for (std::size_t point = 0; point <= at; ++point) list_->PathLineTo(way.points[point]);
        list_->PathLineTo(ImVec2(end.x - along.x * head * 0.8f, end.y - along.y * head * 0.8f));
        list_->PathStroke(colour, 0, thick);
        const ImVec2 base(end.x - along.x * head, end.y - along.y * head);
        const ImVec2 across(-along.y * head * 0.5f, along.x * head * 0.5f);
        list_->AddTriangleFilled(ImVec2(base.x - across.x, base.y - across.y), end,
                                 ImVec2(base.x + across.x, base.y + across.y), colour);
        list_->Flags = flags;
        std::string words;
        for (const std::size_t one : way.edges)
            words += (words.empty() ? "" : "; ") + edge_words(picture_, picture_.edges[one]);
        const auto [low, high] = bounds(way);
        tell(ui_, fmt::format("graph/edge/{}", number), low, high, words);
    }

    static std::pair<ImVec2, ImVec2> bounds(const GraphWay& way) {
        ImVec2 low = way.points.front();
        ImVec2 high = low;
        for (const ImVec2 point : way.points) {
            low = ImVec2(std::min(low.x, point.x), std::min(low.y, point.y));
            high = ImVec2(std::max(high.x, point.x), std::max(high.y, point.y));
        }
        return {low, high};
    }

    // A word on the line, where it hides no node and no other word; what finds no room is in the tooltips.
    void way_label(const GraphWay& way, std::size_t number) {
        const GraphEdge& edge = picture_.edges[way.edges.front()];
        // A gather that needs many says so once.
        if (!picture_.ring && !said_.emplace(edge.from, edge.label).second) return;
        std::string words = edge.label;
        if (way.folded < picture_.nodes.size()) words = picture_.nodes[way.folded].name;
        const std::string longer = edge.line.empty() ? words : words + " \u00b7 " + edge.line;
        const auto last = static_cast<float>(way.points.size() - 1);
        for (const std::string& text : {longer, words}) {
            for (const float part : {0.5f, 0.36f, 0.64f, 0.25f, 0.75f}) {
                if (place_label(way, way.points[static_cast<std::size_t>(last * part)], text, number)) return;
            }
        }
        place_beside(way.points[way.points.size() / 2], words, number);
    }

    // Outside of a ring, beside its line.
    void place_beside(ImVec2 at, const std::string& text, std::size_t number) {
        if (!picture_.ring) return;
        const float width = text_width(ui_.fonts.small, text);
        const float height = ui_.fonts.small->FontSize - 2 * s_;
        const bool left = at.x < (min_.x + max_.x) / 2;
        const ImVec2 middle((min_.x + max_.x) / 2, (layout_.boxes.front().min.y + lowest()) / 2);
        const ImVec2 low(std::floor(left ? at.x - width - 4 * s_ : at.x + 4 * s_),
                         std::floor(at.y < middle.y ? at.y - height - 2 * s_ : at.y + 2 * s_));
        const ImVec2 high(low.x + width, low.y + height);
        if (low.x < min_.x || high.x > max_.x || !free_place(low, high)) return;
        put_label(low, high, text, number);
    }

    float lowest() const {
        float y = min_.y;
        for (const GraphBox& box : layout_.boxes) y = std::max(y, box.max.y);
        return y;
    }

    void put_label(ImVec2 low, ImVec2 high, const std::string& text, std::size_t number) {
        draw_text(list_, ui_.fonts.small, ImVec2(low.x, low.y - s_),
                  picture_.ring ? ui_.theme.failed : ui_.theme.text_dim, text);
        tell(ui_, fmt::format("graph/label/{}", number), low, high, text);
        taken_.emplace_back(low, high);
    }

    // How much of a way a word would leave to be seen.
    static float seen(const GraphWay& way, ImVec2 low, ImVec2 high) {
        float length = 0;
        for (std::size_t at = 1; at < way.points.size(); ++at) {
            const ImVec2 from = way.points[at - 1];
            const ImVec2 to = way.points[at];
            if (!inside(to, low, high)) length += std::hypot(to.x - from.x, to.y - from.y);
        }
        return length;
    }

    bool place_label(const GraphWay& way, ImVec2 middle, const std::string& text, std::size_t number) {
        ImFont* font = ui_.fonts.small;
        const float width = text_width(font, text);
        const float height = font->FontSize - 2 * s_;
        // A little to the side may be enough to stay in the box.
        const float left = std::clamp(middle.x - width / 2, min_.x, std::max(min_.x, max_.x - width));
        const ImVec2 low(std::floor(left), std::floor(middle.y - height / 2));
        const ImVec2 high(low.x + width, low.y + height);
        if (std::fabs(left + width / 2 - middle.x) > width / 2 || !free_place(low, high)) return false;
        if (seen(way, ImVec2(low.x - 3 * s_, low.y), ImVec2(high.x + 3 * s_, high.y)) < 20 * s_) return false;
        list_->AddRectFilled(ImVec2(low.x - 3 * s_, low.y), ImVec2(high.x + 3 * s_, high.y), ui_.theme.background);
        put_label(low, high, text, number);
        return true;
    }

    bool free_place(ImVec2 low, ImVec2 high) const {
        if (low.y < min_.y || high.y > max_.y) return false;
        const float air = 2 * s_;
        const bool on_node = std::ranges::any_of(layout_.boxes, [&](const GraphBox& box) {
            return overlap(ImVec2(low.x - air, low.y), ImVec2(high.x + air, high.y), box.min, box.max);
        });
        return !on_node && std::ranges::none_of(taken_, [&](const auto& other) {
            return overlap(low, high, other.first, other.second);
        });
    }

    void node(const GraphBox& box) {
        const GraphNode& node = picture_.nodes[box.node];
        const bool task = node.node.kind == WaitNode::Kind::task;
        const bool object = node.node.kind == WaitNode::Kind::object;
        constexpr std::array<const char*, 4> kKinds{"task", "object", "timer", "operation"};
        const std::string name =
            fmt::format("graph/{}/{}", kKinds[static_cast<std::size_t>(node.node.kind)], node.node.id);
        const Hit press = hit(ui_, name.c_str(), box.min, box.max);
        tooltip(ui_, tip(box.node).c_str());
        if (press.pressed && task) actions_.push_back(act::Select{.task = node.node.id});
        if (press.pressed && object) actions_.push_back(act::Select{.object = node.node.id});
        const bool chosen =
            (task && node.node.id == view_.selection.task) || (object && node.node.id == view_.selection.object);
        const ImU32 edge =
            node.state && *node.state != TaskState::done ? ui_.theme.state(*node.state) : ui_.theme.text_faint;
        list_->AddRectFilled(box.min, box.max, ui_.theme.card);
        if (press.hovered) list_->AddRectFilled(box.min, box.max, fade(ui_.theme.text, 0.06f));
        list_->AddRect(box.min, box.max, edge, 0, 0, std::max(1.0f, std::floor((task ? 2 : 1) * s_)));
        if (chosen) list_->AddRectFilled(ImVec2(box.min.x, box.max.y - 3 * s_), box.max, ui_.theme.accent);
        const float swatch = task ? std::floor(8 * s_) : 0;
        const float room = box.max.x - box.min.x - 10 * s_ - (task ? swatch + 6 * s_ : 0);
        ImFont* bold = text_width(ui_.fonts.bold, node.name) <= room ? ui_.fonts.bold : ui_.fonts.small;
        const float named = std::min(room, text_width(bold, node.name));
        const float used = named + (task ? swatch + 6 * s_ : 0);
        float x = std::floor((box.min.x + box.max.x - used) / 2);
        const float top = box.min.y + std::floor((line() + 4 * s_ - bold->FontSize) / 2) + s_;
        if (task) {
            const float middle = std::floor(top + bold->FontSize / 2);
            list_->AddRectFilled(ImVec2(x, middle - swatch / 2), ImVec2(x + swatch, middle + swatch / 2),
                                 ui_.theme.swatch(node.node.id));
            x += swatch + 6 * s_;
        }
        text_cut(list_, bold, ImVec2(x, top), ui_.theme.text, node.name, room);
        const float wide = box.max.x - box.min.x - 8 * s_;
        // Where there is no room for the line, what it is must do.
        std::string_view words = node.below;
        if (text_width(ui_.fonts.small, words) > wide) words = words.substr(0, words.find(", "));
        const float below = std::min(wide, text_width(ui_.fonts.small, words));
        text_cut(list_, ui_.fonts.small, ImVec2((box.min.x + box.max.x - below) / 2, box.min.y + line()),
                 ui_.theme.text_dim, words, wide + 1);
        // The tooltip has both in full.
        tell(ui_, name, box.min, box.max, node.name + ", " + node.below);
    }

    std::string tip(std::size_t node) const {
        std::string words = picture_.nodes[node].name + ", " + picture_.nodes[node].below;
        for (const GraphEdge& edge : picture_.edges) {
            if (edge.from == node || edge.to == node) words += "\n" + edge_words(picture_, edge);
        }
        return words;
    }

    const View& view_;
    Ui& ui_;
    const GraphPicture& picture_;
    ImVec2 min_, max_;
    Actions& actions_;
    ImDrawList* list_;
    float s_;
    GraphLayout layout_;
    float share_ = 0.45f;                                 // of the height, for words at most
    std::vector<std::pair<ImVec2, ImVec2>> taken_;        // by labels
    std::set<std::pair<std::size_t, std::string>> said_;  // by which node, in which word
};

const GraphPicture& known(const View& view, GraphLook& look) {
    if (look.moment.moved_to(view)) look.picture = graph_picture(view);
    return look.picture;
}

}  // namespace

void graph_draw(const View& view, Ui& ui, GraphLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (max.x - min.x < 60 * ui.scale || max.y - min.y < 40 * ui.scale) return;
    GraphDrawing(view, ui, known(view, look), min, max, actions).draw();
}

bool graph_has_ring(const View& view, GraphLook& look) { return known(view, look).ring; }

std::string graph_text(const View& view) {
    const Language& language = *view.language;
    const GraphPicture picture = graph_picture(view, kMostTextNodes);
    if (picture.edges.empty()) return std::string(language.text("graph.none")) + "\n";
    std::string text = picture.ring ? picture.title : std::string(language.text("graph.heading"));
    text += "\n";
    for (const std::string& sentence : picture.sentences) text += sentence + "\n";
    for (const GraphEdge& edge : picture.edges) text += "    " + edge_words(picture, edge) + "\n";
    if (picture.more > 0) {
        text += fill(language.text(picture.ring ? "graph.behind" : "graph.more"),
                     {{"count", std::to_string(picture.more)}}) +
                "\n";
    }
    if (picture.cut) text += std::string(language.text("graph.cut")) + "\n";
    return text;
}

}  // namespace viz
