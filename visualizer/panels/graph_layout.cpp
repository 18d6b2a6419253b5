#include "panels/graph_layout.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <utility>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kNone = ~std::size_t{0};

bool inside_box(ImVec2 at, const GraphBox& box) {
    return at.x > box.min.x && at.x < box.max.x && at.y > box.min.y && at.y < box.max.y;
}

// --- a ring ---

class Ring {
public:
    Ring(const GraphPicture& picture, ImVec2 min, ImVec2 max, float line)
        : picture_(picture),
          centre_((min.x + max.x) / 2, (min.y + max.y) / 2),
          size_(max.x - min.x, max.y - min.y),
          line_(line) {}

    // Everything on the ellipse, or the objects on the edges, or nothing where that is too much.
    std::optional<GraphLayout> lay_out() {
        for (const bool fold : {false, true}) {
            for (const float width : {9.0f, 7.0f, 5.5f}) {
                if (auto layout = attempt(fold, std::min(width * line_, size_.x * 0.4f))) return layout;
            }
        }
        return {};
    }

private:
    bool is_folded(std::size_t node, bool fold) const {
        return fold && picture_.nodes[node].node.kind != WaitNode::Kind::task;
    }

    ImVec2 on_ellipse(float angle) const {
        return {centre_.x + radius_.x * std::cos(angle), centre_.y + radius_.y * std::sin(angle)};
    }

    std::optional<GraphLayout> attempt(bool fold, float width) {
        GraphLayout layout;
        const float height = std::floor(2 * line_ + 4);
        radius_ = ImVec2((size_.x - width) / 2 - 1, (size_.y - height) / 2 - 1);
        if (radius_.x < width * 0.3f || radius_.y < height * 0.5f) return {};
        std::vector<std::size_t> on_it;
        for (std::size_t at = 0; at < picture_.nodes.size(); ++at) {
            if (!is_folded(at, fold)) on_it.push_back(at);
        }
        if (on_it.empty() || (on_it.size() < 2 && fold)) return {};
        const float part = 2 * std::numbers::pi_v<float> / static_cast<float>(on_it.size());
        for (std::size_t at = 0; at < on_it.size(); ++at) {
            const ImVec2 c = on_ellipse(-std::numbers::pi_v<float> / 2 + part * static_cast<float>(at));
            const ImVec2 low(std::floor(c.x - width / 2), std::floor(c.y - height / 2));
            layout.boxes.push_back({on_it[at], low, ImVec2(low.x + std::floor(width), low.y + height)});
        }
        for (std::size_t a = 0; a < layout.boxes.size(); ++a) {
            for (std::size_t b = 0; b < a; ++b) {
                const GraphBox& one = layout.boxes[a];
                const GraphBox& two = layout.boxes[b];
                if (overlap(ImVec2(one.min.x - 4, one.min.y - 4), ImVec2(one.max.x + 4, one.max.y + 4), two.min,
                            two.max))
                    return {};
            }
        }
        ways(layout, fold, part);
        return layout;
    }

    // Along the ellipse, from where it leaves one box to where it comes into the next.
    void ways(GraphLayout& layout, bool fold, float part) const {
        constexpr int kPieces = 48;
        for (std::size_t at = 0; at < layout.boxes.size(); ++at) {
            const GraphBox& from = layout.boxes[at];
            const GraphBox& to = layout.boxes[(at + 1) % layout.boxes.size()];
            GraphWay way;
            const float begin = -std::numbers::pi_v<float> / 2 + part * static_cast<float>(at);
            for (int piece = 0; piece <= kPieces; ++piece) {
                const ImVec2 point = on_ellipse(begin + part * static_cast<float>(piece) / kPieces);
                if (inside_box(point, from)) {
                    way.points.clear();
                    continue;
                }
                if (inside_box(point, to)) break;
                way.points.push_back(point);
            }
            for (std::size_t edge = 0; edge < picture_.edges.size(); ++edge) {
                const GraphEdge& one = picture_.edges[edge];
                if (one.from == from.node) {
                    way.edges.push_back(edge);
                    if (!is_folded(one.to, fold)) break;
                    way.folded = one.to;
                    for (std::size_t next = 0; next < picture_.edges.size(); ++next) {
                        if (picture_.edges[next].from == one.to) way.edges.push_back(next);
                    }
                    break;
                }
            }
            if (way.points.size() >= 2) layout.ways.push_back(std::move(way));
        }
    }

    const GraphPicture& picture_;
    ImVec2 centre_, size_, radius_;
    float line_;
};

// --- columns ---

class Columns {
public:
    Columns(const GraphPicture& picture, ImVec2 min, ImVec2 max, float label, float line, bool low)
        : picture_(picture),
          min_(min),
          max_(max),
          label_(label),
          line_(line),
          height_(std::floor(low ? line + 6 : 2 * line + 4)),
          low_(low),
          depth_(picture.nodes.size(), 0) {}

    GraphLayout lay_out() {
        find_depths();
        GraphLayout layout;
        layout.low = low_;
        if (picture_.nodes.empty()) return layout;
        const float width = max_.x - min_.x;
        const float gap = label_ + 22;
        const float least = 5 * line_;
        const std::size_t all = *std::ranges::max_element(depth_) + 1;
        const auto fit = static_cast<std::size_t>(std::max(1.0f, (width + gap) / (least + gap)));
        const std::size_t shown = std::min(all, fit);
        const std::size_t first = first_column(all, shown);
        const float room = (width - gap * static_cast<float>(shown - 1)) / static_cast<float>(shown);
        const float box = std::floor(std::min(room, 10 * line_));
        const float spread = shown > 1 ? (width - box) / static_cast<float>(shown - 1) : 0;
        places_.assign(picture_.nodes.size(), kNone);
        // Columns that have more room than they need stand closer together, in the middle.
        const float step = std::min(spread, box + gap * 1.6f);
        const float begin = min_.x + (width - box - step * static_cast<float>(shown - 1)) / 2;
        for (std::size_t column = 0; column < shown; ++column) {
            place_column(layout, first + column, begin + step * static_cast<float>(column), box);
        }
        layout.left_out = picture_.nodes.size() - layout.boxes.size();
        for (std::size_t edge = 0; edge < picture_.edges.size(); ++edge) add_way(layout, edge);
        return layout;
    }

private:
    // The longest way from somebody for whom nobody waits. In a ring that is open yet, it ends somewhere.
    void find_depths() {
        const std::size_t most = std::min<std::size_t>(picture_.nodes.size(), 12);
        for (std::size_t round = 0; round < most; ++round) {
            bool changed = false;
            for (const GraphEdge& edge : picture_.edges) {
                if (edge.from == edge.to || depth_[edge.to] > depth_[edge.from] || depth_[edge.from] + 1 >= most)
                    continue;
                depth_[edge.to] = depth_[edge.from] + 1;
                changed = true;
            }
            if (!changed) break;
        }
        // Nobody stands further from what it waits for than needed.
        for (std::size_t node = 0; node < depth_.size(); ++node) {
            std::size_t nearest = kNone;
            bool source = true;
            for (const GraphEdge& edge : picture_.edges) {
                if (edge.to == node) source = false;
                if (edge.from == node && depth_[edge.to] > 0) nearest = std::min(nearest, depth_[edge.to] - 1);
            }
            if (source && nearest != kNone) depth_[node] = std::max(depth_[node], nearest);
        }
    }

    // Where not all columns have room: those with most in them, the later ones if there is a tie; never without
    // what the reader chose.
    std::size_t first_column(std::size_t all, std::size_t shown) const {
        std::size_t best = 0;
        std::size_t most = 0;
        for (std::size_t first = 0; first + shown <= all; ++first) {
            const std::size_t chosen = picture_.chosen ? depth_[*picture_.chosen] : first;
            if (chosen < first || chosen >= first + shown) continue;
            const auto count = static_cast<std::size_t>(std::ranges::count_if(
                depth_, [&](std::size_t depth) { return depth >= first && depth < first + shown; }));
            if (count >= most) best = first, most = count;
        }
        return best;
    }

    void place_column(GraphLayout& layout, std::size_t column, float x, float width) {
        std::vector<std::size_t> here;
        for (std::size_t node = 0; node < depth_.size(); ++node) {
            if (depth_[node] == column) here.push_back(node);
        }
        const float height = height_;
        const float room = max_.y - min_.y;
        const auto fit = static_cast<std::size_t>(std::max(1.0f, (room + 6) / (height + 6)));
        if (here.size() > fit) {
            const auto chosen = picture_.chosen ? std::ranges::find(here, *picture_.chosen) : here.end();
            if (chosen != here.end() && chosen >= here.begin() + static_cast<std::ptrdiff_t>(fit))
                std::iter_swap(chosen, here.begin() + static_cast<std::ptrdiff_t>(fit) - 1);
            here.resize(fit);
        }
        order(layout, here);
        const auto count = static_cast<float>(here.size());
        const float step = std::min(room / std::max(1.0f, count), height * 2);
        float y = min_.y + (room - step * count) / 2 + (step - height) / 2;
        for (const std::size_t node : here) {
            places_[node] = layout.boxes.size();
            const ImVec2 low(std::floor(x), std::floor(y));
            layout.boxes.push_back({node, low, ImVec2(low.x + width, low.y + height)});
            y += step;
        }
    }

    // Beside those who lead here from the columns before, so that few arrows cross.
    void order(const GraphLayout& layout, std::vector<std::size_t>& here) const {
        std::vector<float> heights(picture_.nodes.size(), max_.y);
        for (const std::size_t node : here) {
            float sum = 0;
            float count = 0;
            for (const GraphEdge& edge : picture_.edges) {
                if (edge.to != node || places_[edge.from] == kNone) continue;
                sum += layout.boxes[places_[edge.from]].min.y;
                ++count;
            }
            if (count > 0) heights[node] = sum / count;
        }
        std::ranges::sort(here, {}, [&](std::size_t node) { return std::pair(heights[node], node); });
    }

    static bool is_in_the_way(const GraphLayout& layout, ImVec2 begin, ImVec2 end) {
        return std::ranges::any_of(layout.boxes, [&](const GraphBox& box) {
            if (box.min.x <= begin.x || box.max.x >= end.x) return false;
            const float t = ((box.min.x + box.max.x) / 2 - begin.x) / (end.x - begin.x);
            const float y = begin.y + (end.y - begin.y) * t;
            return y > box.min.y - 6 && y < box.max.y + 6;
        });
    }

    void add_way(GraphLayout& layout, std::size_t number) {
        const GraphEdge& edge = picture_.edges[number];
        if (places_[edge.from] == kNone || places_[edge.to] == kNone || edge.from == edge.to) return;
        const GraphBox& from = layout.boxes[places_[edge.from]];
        const GraphBox& to = layout.boxes[places_[edge.to]];
        const bool back = depth_[edge.to] <= depth_[edge.from];
        ImVec2 begin(from.max.x, (from.min.y + from.max.y) / 2);
        ImVec2 end(to.min.x, (to.min.y + to.max.y) / 2);
        const float reach = (end.x - begin.x) * 0.45f;
        ImVec2 one(begin.x + reach, begin.y);
        ImVec2 two(end.x - reach, end.y);
        if (back || is_in_the_way(layout, begin, end)) {
            // Below everything that stands between.
            begin = ImVec2((from.min.x + from.max.x) / 2, from.max.y);
            end = ImVec2((to.min.x + to.max.x) / 2, to.max.y);
            float low = std::max(begin.y, end.y);
            for (const GraphBox& box : layout.boxes) {
                if (box.max.x > std::min(begin.x, end.x) && box.min.x < std::max(begin.x, end.x))
                    low = std::max(low, box.max.y);
            }
            // A curve comes three quarters of the way to where it is drawn to.
            const float lane = std::min(low + 14, max_.y);
            one = ImVec2(begin.x, begin.y + (lane - begin.y) / 0.75f);
            two = ImVec2(end.x, end.y + (lane - end.y) / 0.75f);
        }
        GraphWay way;
        way.edges.push_back(number);
        constexpr int kPieces = 16;
        for (int piece = 0; piece <= kPieces; ++piece) {
            const float t = static_cast<float>(piece) / kPieces;
            const float u = 1 - t;
            const auto at = [&](float a, float b, float c, float d) {
                return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
            };
            way.points.emplace_back(at(begin.x, one.x, two.x, end.x), at(begin.y, one.y, two.y, end.y));
        }
        layout.ways.push_back(std::move(way));
    }

    const GraphPicture& picture_;
    ImVec2 min_, max_;
    float label_, line_, height_;
    bool low_;
    std::vector<std::size_t> depth_;
    std::vector<std::size_t> places_;
};

}  // namespace

bool overlap(ImVec2 min_a, ImVec2 max_a, ImVec2 min_b, ImVec2 max_b) {
    return min_a.x < max_b.x && min_b.x < max_a.x && min_a.y < max_b.y && min_b.y < max_a.y;
}

GraphLayout lay_out_graph(const GraphPicture& picture, ImVec2 min, ImVec2 max, float label, float line, bool low) {
    if (!picture.ring) return Columns(picture, min, max, label, line, low).lay_out();
    if (auto ring = Ring(picture, min, max, line).lay_out()) return std::move(*ring);
    GraphLayout none;
    none.left_out = picture.nodes.size();
    return none;
}

}  // namespace viz
