#include "panels/graph.hpp"

#include "panels/draw.hpp"
#include "panels/graph_layout.hpp"
#include "ui/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostTextNodes = 200;
constexpr float kRingHeight = 108;
constexpr float kGap = 3;

class GraphDrawing {
public:
    GraphDrawing(const View& view, Ui& ui, const GraphPicture& picture, ImVec2 min, ImVec2 max, Actions& actions)
        : view_(view),
          ui_(ui),
          picture_(&picture),
          min_(min),
          max_(max),
          actions_(actions),
          list_(ImGui::GetWindowDrawList()),
          s_(ui.scale) {}

    // Returns how high it is; where it has no room, the panel scrolls.
    float draw(GraphLook& look) {
        if (picture_->nodes.empty())
            return below(min_.y, ui_.text("graph.none"), "graph/none", ui_.fonts.body) - min_.y;
        label_ = std::max(text_width(ui_.fonts.small, ui_.text("graph.waits_for")),
                          text_width(ui_.fonts.small, ui_.text("graph.held_by")));
        if (picture_->ring)
            lay_out_ring();
        else
            fit_columns(look);
        for (std::size_t at = 0; at < layout_.ways.size(); ++at) way(layout_.ways[at], at);
        for (const GraphBox& box : layout_.boxes) node(box);
        labels();
        return sentences(layout_.boxes.empty() ? min_.y : text_top_) - min_.y;
    }

private:
    float line() const { return std::floor(ui_.fonts.small->FontSize * 0.92f); }
    bool large() const { return max_.x - min_.x > 600 * s_ && max_.y - min_.y > 380 * s_; }
    ImFont* title_font() const { return large() ? ui_.fonts.title : ui_.fonts.bold; }
    ImFont* sentence_font() const { return large() ? ui_.fonts.body : ui_.fonts.small; }
    float high(ImFont* font, const std::string& text) const {
        return text.empty() ? 0 : text_size(font, text, max_.x - min_.x).y;
    }

    // The picture comes first: it has what the words leave, and never less than a ring needs to be seen as one.
    void lay_out_ring() {
        const float room = max_.y - min_.y - kGap * s_;
        const float title = high(title_font(), picture_->title);
        float words = title + high(ui_.fonts.small, rest_words());
        for (const std::string& sentence : picture_->sentences) words += high(sentence_font(), sentence);
        const float least = std::min(kRingHeight * s_, room - title);
        for (const float height : {std::max(room - words, least), kRingHeight * s_, room - title, room}) {
            text_top_ = std::floor(min_.y + height + kGap * s_);
            layout_ = lay_out_graph(*picture_, min_, ImVec2(max_.x, text_top_ - kGap * s_), label_, line());
            if (!layout_.boxes.empty()) return;
        }
    }

    // As much around the selection as there is room for: better less of it and whole, than cut anywhere.
    void fit_columns(GraphLook& look) {
        const ImVec2 size(max_.x - min_.x, max_.y - min_.y);
        if (look.fitted && look.size.x == size.x && look.size.y == size.y) {
            picture_ = &*look.fitted;
            lay_out_columns(look.low);
            return;
        }
        GraphPicture picture = *picture_;
        picture_ = &picture;
        constexpr std::array<std::size_t, 8> kFewer{11, 9, 7, 6, 5, 4, 3, 2};
        for (std::size_t next = 0;; ++next) {
            if (lay_out_columns(false) || lay_out_columns(true) || next == kFewer.size()) break;
            if (kFewer[next] < picture.nodes.size()) picture = graph_picture(view_, kFewer[next]);
        }
        look.size = size;
        look.low = layout_.low;
        look.fitted = std::move(picture);
        picture_ = &*look.fitted;
    }

    // True if all of it has room.
    bool lay_out_columns(bool low) {
        layout_ = {};
        float words = high(ui_.fonts.small, rest_words());
        for (int attempt = 0; attempt < 2; ++attempt) {
            text_top_ = std::floor(max_.y - words);
            layout_ = lay_out_graph(*picture_, min_, ImVec2(max_.x, text_top_ - (words > 0 ? 4 * s_ : 0)), label_,
                                    line(), low);
            if (layout_.left_out == 0 || words > 0) break;
            words = high(ui_.fonts.small, rest_words());
        }
        return layout_.left_out == 0;
    }

    // What stands below the picture: the ring in words, or what was left out.
    std::string rest_words() const {
        // A ring that has no room as a picture is told in words.
        const std::size_t hidden = picture_->more + (picture_->ring ? 0 : layout_.left_out);
        if (!picture_->alone.empty()) return picture_->alone;
        if (picture_->cut) return ui_.text("graph.cut");
        if (picture_->other_rings > 0)
            return fill(ui_.text("graph.other_rings"), {{"count", std::to_string(picture_->other_rings)}});
        if (hidden == 0) return {};
        return fill(ui_.text(picture_->ring ? "graph.behind" : "graph.more"), {{"count", std::to_string(hidden)}});
    }

    // Returns where it ends. Of a long story only what is in sight is drawn.
    float below(float y, const std::string& text, const std::string& name, ImFont* font, bool strong = false) {
        const float end = y + high(font, text);
        const float top = ImGui::GetWindowPos().y;
        const float bottom = top + ImGui::GetWindowHeight();
        if (text.empty() || end < top || y > bottom) return end;
        // The panel learns only in its first frame that it has to scroll.
        if (end > bottom + 1 && ImGui::GetScrollMaxY() <= 0) return end;
        ImGui::SetCursorScreenPos(ImVec2(min_.x, y));
        paragraph(ui_, name.c_str(), text, font, strong ? ui_.theme.text : ui_.theme.text_dim, max_.x - min_.x);
        return end;
    }

    float sentences(float y) {
        std::size_t number = 0;
        const auto next = [&] { return fmt::format("graph/sentence/{}", number++); };
        if (picture_->ring) y = below(y, picture_->title, next(), title_font(), true);
        for (const std::string& sentence : picture_->sentences) y = below(y, sentence, next(), sentence_font());
        return below(y, rest_words(), next(), ui_.fonts.small);
    }

    ImU32 colour_of(const GraphEdge& edge) const {
        if (picture_->ring) return ui_.theme.failed;
        return edge.kind == WaitEdge::Kind::waits ? ui_.theme.waiting : ui_.theme.text_dim;
    }

    void way(const GraphWay& way, std::size_t number) {
        const GraphEdge& edge = picture_->edges[way.edges.front()];
        const ImU32 colour = colour_of(edge);
        const float thick = std::max(1.0f, std::floor((picture_->ring ? 2 : 1.5f) * s_));
        const ImDrawListFlags flags = list_->Flags;
        list_->Flags |= ImDrawListFlags_AntiAliasedLines | ImDrawListFlags_AntiAliasedFill;
        const float head = std::floor((picture_->ring ? 9 : 7) * s_);
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
            words += (words.empty() ? "" : "; ") + edge_words(*picture_, picture_->edges[one]);
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

    // Arrows of one kind that come from one node, or run into one, have one word between them.
    void labels() {
        std::map<std::pair<std::size_t, std::string>, int> out;
        const auto edge_of = [this](std::size_t way) -> const GraphEdge& {
            return picture_->edges[layout_.ways[way].edges.front()];
        };
        for (std::size_t at = 0; at < layout_.ways.size(); ++at) ++out[{edge_of(at).from, edge_of(at).label}];
        std::map<std::tuple<bool, std::size_t, std::string>, std::vector<std::size_t>> bundles;
        for (std::size_t at = 0; at < layout_.ways.size(); ++at) {
            const GraphEdge& edge = edge_of(at);
            const bool fan = picture_->ring || out[{edge.from, edge.label}] > 1;
            bundles[{fan, fan ? edge.from : edge.to, edge.label}].push_back(at);
        }
        for (const auto& [key, ways] : bundles) bundle_label(ways);
    }

    // On one of the arrows near where it begins, where it hides no node, no other word and no other arrow; what
    // finds no room is in the tooltips.
    void bundle_label(const std::vector<std::size_t>& ways) {
        const GraphWay& first = layout_.ways[ways.front()];
        const GraphEdge& edge = picture_->edges[first.edges.front()];
        std::string words = edge.label;
        if (first.folded < picture_->nodes.size()) words = picture_->nodes[first.folded].name;
        const bool one_line = std::ranges::all_of(
            ways, [&](std::size_t way) { return picture_->edges[layout_.ways[way].edges.front()].line == edge.line; });
        const std::string longer = edge.line.empty() || !one_line ? words : words + " \u00b7 " + edge.line;
        const auto parts = picture_->ring ? std::array{0.5f, 0.36f, 0.64f, 0.25f, 0.75f}
                                          : std::array{0.35f, 0.25f, 0.45f, 0.55f, 0.7f};
        // A ring's words stand around it where it has air for them.
        if (picture_->ring && place_beside(first.points[first.points.size() / 2], words, ways.front())) return;
        for (const std::string& text : {longer, words}) {
            for (const std::size_t at : ways) {
                const GraphWay& way = layout_.ways[at];
                const auto last = static_cast<float>(way.points.size() - 1);
                for (const float part : parts) {
                    if (place_label(way, way.points[static_cast<std::size_t>(last * part)], text, at)) return;
                }
            }
        }
        for (const std::size_t at : ways) {
            const GraphWay& way = layout_.ways[at];
            const auto last = static_cast<float>(way.points.size() - 1);
            for (const float part : parts) {
                if (place_above(way.points[static_cast<std::size_t>(last * part)], words, at)) return;
            }
        }
    }

    // Above or below a point of an arrow, where nothing is.
    bool place_above(ImVec2 at, const std::string& text, std::size_t number) {
        const float width = text_width(ui_.fonts.small, text);
        const float height = ui_.fonts.small->FontSize - 2 * s_;
        for (const float y : {at.y - height - 3 * s_, at.y + 3 * s_}) {
            const ImVec2 low(std::floor(at.x - width / 2), std::floor(y));
            const ImVec2 end(low.x + width, low.y + height);
            if (low.x < min_.x || end.x > max_.x || !free_place(low, end) || on_way(nullptr, low, end)) continue;
            put_label(low, end, text, number);
            return true;
        }
        return false;
    }

    // Whether a box lies on any arrow but this.
    bool on_way(const GraphWay* own, ImVec2 low, ImVec2 end) const {
        constexpr int kPieces = 4;
        return std::ranges::any_of(layout_.ways, [&](const GraphWay& way) {
            if (&way == own) return false;
            for (std::size_t at = 1; at < way.points.size(); ++at) {
                const ImVec2 from = way.points[at - 1];
                const ImVec2 to = way.points[at];
                for (int piece = 0; piece <= kPieces; ++piece) {
                    const float t = static_cast<float>(piece) / kPieces;
                    if (inside(ImVec2(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t), low, end))
                        return true;
                }
            }
            return false;
        });
    }

    // Outside of a ring, beside its line.
    bool place_beside(ImVec2 at, const std::string& text, std::size_t number) {
        const float width = text_width(ui_.fonts.small, text);
        const float height = ui_.fonts.small->FontSize - 2 * s_;
        const bool left = at.x < (min_.x + max_.x) / 2;
        const ImVec2 middle((min_.x + max_.x) / 2, (layout_.boxes.front().min.y + lowest()) / 2);
        const ImVec2 low(std::floor(left ? at.x - width - 4 * s_ : at.x + 4 * s_),
                         std::floor(at.y < middle.y ? at.y - height - 2 * s_ : at.y + 2 * s_));
        const ImVec2 high(low.x + width, low.y + height);
        if (low.x < min_.x || high.x > max_.x || !free_place(low, high)) return false;
        put_label(low, high, text, number);
        return true;
    }

    float lowest() const {
        float y = min_.y;
        for (const GraphBox& box : layout_.boxes) y = std::max(y, box.max.y);
        return y;
    }

    // In the colour of its arrow, so that one without a word can be told by others of its kind.
    void put_label(ImVec2 low, ImVec2 high, const std::string& text, std::size_t number) {
        const GraphEdge& edge = picture_->edges[layout_.ways[number].edges.front()];
        draw_text(list_, ui_.fonts.small, ImVec2(low.x, low.y - s_), colour_of(edge), text);
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
        if (seen(way, ImVec2(low.x - 3 * s_, low.y), ImVec2(high.x + 3 * s_, high.y)) < (picture_->ring ? 20 : 12) * s_)
            return false;
        if (!picture_->ring && on_way(&way, ImVec2(low.x - 3 * s_, low.y), ImVec2(high.x + 3 * s_, high.y)))
            return false;
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
        const GraphNode& node = picture_->nodes[box.node];
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
        tell(ui_, name, box.min, box.max, node.name + ", " + node.below);
        if (layout_.low) return;
        const float wide = box.max.x - box.min.x - 8 * s_;
        // The tooltip has both in full. Where there is no room for the line, what it is must do.
        std::string_view words = node.below;
        if (text_width(ui_.fonts.small, words) > wide) words = words.substr(0, words.find(", "));
        const float below = std::min(wide, text_width(ui_.fonts.small, words));
        text_cut(list_, ui_.fonts.small, ImVec2((box.min.x + box.max.x - below) / 2, box.min.y + line()),
                 ui_.theme.text_dim, words, wide + 1);
    }

    std::string tip(std::size_t node) const {
        std::string words = picture_->nodes[node].name + ", " + picture_->nodes[node].below;
        for (const GraphEdge& edge : picture_->edges) {
            if (edge.from == node || edge.to == node) words += "\n" + edge_words(*picture_, edge);
        }
        return words;
    }

    const View& view_;
    Ui& ui_;
    const GraphPicture* picture_;
    ImVec2 min_, max_;
    Actions& actions_;
    ImDrawList* list_;
    float s_;
    GraphLayout layout_;
    float label_ = 0;                               // the width of the longest word on an arrow
    float text_top_ = 0;                            // where the words below the picture begin
    std::vector<std::pair<ImVec2, ImVec2>> taken_;  // by labels
};

const GraphPicture& known(const View& view, GraphLook& look) {
    if (look.moment.moved_to(view)) {
        look.picture = graph_picture(view);
        look.fitted.reset();
    }
    return look.picture;
}

}  // namespace

void graph_draw(const View& view, Ui& ui, GraphLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (max.x - min.x < 60 * ui.scale || max.y - min.y < 40 * ui.scale) return;
    const float s = ui.scale;
    // The scrollbar stands at the edge of the window.
    if (begin_panel(ui, "graph/box", ImVec2(min.x - 12 * s, min.y), max, true)) {
        const ImVec2 origin(min.x, ImGui::GetCursorScreenPos().y);
        const ImVec2 end(std::floor(max.x - 16 * s), origin.y + max.y - min.y);
        const float height = GraphDrawing(view, ui, known(view, look), origin, end, actions).draw(look);
        ImGui::SetCursorScreenPos(ImVec2(min.x, origin.y + std::floor(height) - 1));
        ImGui::Dummy(ImVec2(1, 1));
    }
    end_panel();
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
    if (!picture.alone.empty()) text += picture.alone + "\n";
    if (picture.cut) text += std::string(language.text("graph.cut")) + "\n";
    return text;
}

}  // namespace viz
