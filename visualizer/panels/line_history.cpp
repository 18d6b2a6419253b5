#include "panels/line_history.hpp"

#include "monitor/kinds.hpp"
#include "monitor/narrate.hpp"

#include <algorithm>
#include <array>

namespace viz {
using namespace loopscope;

namespace {

enum class Where : std::uint8_t { nowhere, in_a, in_b, in_high_b };
constexpr std::size_t kKinds = 256;

std::array<Where, kKinds> where_sites_are() {
    std::array<Where, kKinds> where{};
    for (const KindShape& shape : kind_shapes()) {
        const auto at = static_cast<std::size_t>(shape.kind);
        if (at >= kKinds) continue;
        if (shape.b.meaning == Meaning::task_site) where[at] = Where::in_high_b;
        if (shape.b.meaning == Meaning::site) where[at] = Where::in_b;
        // A coroutine that is entered has two: where it is awaited, and where it is defined.
        if (shape.a.meaning == Meaning::site) where[at] = Where::in_a;
    }
    return where;
}

}  // namespace

SiteId site_of(const Event& event) {
    static const std::array<Where, kKinds> where = where_sites_are();
    const auto kind = static_cast<std::size_t>(event.kind);
    switch (kind < kKinds ? where[kind] : Where::nowhere) {
        case Where::in_a:
            return event.a;
        case Where::in_b:
            return low(event.b);
        case Where::in_high_b:
            return high(event.b);
        case Where::nowhere:
            break;
    }
    return 0;
}

LinePlace* LineHistory::place_of(const Recording& recording, SiteId site) {
    if (site == 0) return nullptr;
    const auto found = of_site_.find(site);
    if (found != of_site_.end()) return &places_[found->second];
    const Site where = recording.site(site);
    if (where.line == 0) return nullptr;
    const auto [known, fresh] = known_.try_emplace({where.file, where.line}, places_.size());
    if (fresh) places_.emplace_back().site = site;
    of_site_.emplace(site, known->second);
    return &places_[known->second];
}

void LineHistory::pass(const Recording& recording, SiteId site, std::size_t index) {
    LinePlace* place = place_of(recording, site);
    if (place == nullptr || place->last_step == step_) return;
    place->last_step = step_;
    place->passed.push_back(static_cast<std::uint32_t>(index));
}

bool LineHistory::update(const Recording& recording, std::size_t most) {
    if (recording_ != &recording || read_ > recording.size()) *this = {};
    recording_ = &recording;
    const std::size_t end = std::min(recording.size(), read_ + std::min(most, recording.size() - read_));
    for (; read_ < end; ++read_) {
        const Event& event = recording[read_];
        if (event.kind == EventKind::step_begin) {
            running_ = event.subject;
            step_ = read_;
            const auto stands = stands_.find(running_);
            if (stands != stands_.end()) pass(recording, stands->second, read_);
            continue;
        }
        if (event.kind == EventKind::step_end) running_ = 0;
        if (event.kind == EventKind::task_done) stands_.erase(event.subject);
        const SiteId site = site_of(event);
        if (site == 0) continue;
        if (running_ != 0) pass(recording, site, read_);
        if (event.kind != EventKind::task_wait) continue;
        stands_[event.subject] = site;
        if (LinePlace* place = place_of(recording, site)) place->waits.push_back(static_cast<std::uint32_t>(read_));
    }
    return read_ == recording.size();
}

const LinePlace* LineHistory::place(SiteId site) const {
    const auto found = of_site_.find(site);
    return found == of_site_.end() ? nullptr : &places_[found->second];
}

std::map<int, const LinePlace*> LineHistory::in_file(const Recording& recording, const std::string& file) const {
    std::map<int, const LinePlace*> lines;
    for (const auto& [where, at] : known_) {
        if (file_name(recording.string(where.first)) == file_name(file))
            lines.emplace(static_cast<int>(where.second), &places_[at]);
    }
    return lines;
}

}  // namespace viz
