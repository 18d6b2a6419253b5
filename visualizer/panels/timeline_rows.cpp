#include "panels/timeline_rows.hpp"

#include "panels/words.hpp"

#include <algorithm>
#include <utility>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kLargeTree = 5000;
constexpr double kPatience = 0.25;  // s between two sortings of a large tree that grows

std::string small_letters(std::string_view text) {
    std::string out(text);
    for (char& letter : out) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return out;
}

bool has(std::string_view text, const std::string& letters) {
    return small_letters(text).find(letters) != std::string::npos;
}

// As the legend calls it.
const char* long_state_word(const Language& language, TaskState state) {
    switch (state) {
        case TaskState::ready:
            return language.text("state.ready");
        case TaskState::running:
            return language.text("state.running");
        case TaskState::waiting:
            return language.text("state.waiting");
        case TaskState::done:
            return language.text("state.done");
        case TaskState::failed:
            return language.text("state.failed");
        case TaskState::cancelled:
            return language.text("state.cancelled");
    }
    return "";
}

// How many rows behind each stand deeper than it.
std::vector<std::uint32_t> descendants(std::span<const TreeRow> tree) {
    std::vector<std::uint32_t> below(tree.size());
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at <= tree.size(); ++at) {
        while (!open.empty() && (at == tree.size() || tree[open.back()].depth >= tree[at].depth)) {
            below[open.back()] = static_cast<std::uint32_t>(at - open.back() - 1);
            open.pop_back();
        }
        open.push_back(at);
    }
    return below;
}

}  // namespace

bool TimelineRows::passes(const View& view, TaskId task) const {
    if (has(view.recording.task_name(task), filter_) || has(body_words(view.recording, task), filter_)) return true;
    const auto state = view.recording.state(view.world, view.cursor, task);
    if (!state) return false;
    return has(state_word(*view.language, *state), filter_) || has(long_state_word(*view.language, *state), filter_);
}

std::vector<char> TimelineRows::filtered(const View& view, std::vector<char>& dim) const {
    std::vector<char> keep(tree_.size(), 0);
    dim.assign(tree_.size(), 0);
    // From the last to the first: a row is kept for a kept one below it.
    std::vector<char> wanted(1, 0);  // by depth: a row there has a kept child
    for (std::size_t at = tree_.size(); at-- > 0;) {
        const auto depth = static_cast<std::size_t>(std::max(0, tree_[at].depth));
        if (wanted.size() < depth + 1) wanted.resize(depth + 1, 0);
        const bool itself = passes(view, tree_[at].task);
        const bool child = wanted[depth] != 0;
        wanted[depth] = 0;
        keep[at] = itself || child ? 1 : 0;
        dim[at] = itself ? 0 : 1;
        if (keep[at] != 0 && depth > 0) wanted[depth - 1] = 1;
    }
    return keep;
}

void TimelineRows::make(const View& view) {
    rows_.clear();
    row_of_.clear();
    ++version_;
    std::vector<char> keep, dim;
    if (!filter_.empty()) keep = filtered(view, dim);
    for (const TaskId task : pinned_) {
        const auto found = std::ranges::find(tree_, task, &TreeRow::task);
        if (found == tree_.end()) continue;
        row_of_[task] = rows_.size();
        rows_.push_back({task, 0, static_cast<std::uint32_t>(found - tree_.begin()), 0, false, false, true});
    }
    pinned_rows_ = rows_.size();
    for (std::size_t at = 0; at < tree_.size();) {
        const TreeRow& row = tree_[at];
        const bool shown = (keep.empty() || keep[at] != 0) && !is_pinned(row.task);
        const bool collapsed = keep.empty() && below_[at] > 0 && collapsed_.contains(row.task);
        const std::size_t next = at + 1 + (collapsed ? below_[at] : 0);
        if (collapsed) {
            for (std::size_t hidden = at; hidden < next; ++hidden)
                row_of_.try_emplace(tree_[hidden].task, rows_.size());
        } else if (shown) {
            row_of_[row.task] = rows_.size();
        }
        // A pinned lane that is collapsed leaves this one, without its bars, for those below it.
        if (shown || collapsed)
            rows_.push_back({row.task, row.depth, static_cast<std::uint32_t>(at), below_[at], collapsed,
                             !dim.empty() && dim[at] != 0, false});
        at = next;
    }
}

bool TimelineRows::refresh(const View& view, double now) {
    const Recording& recording = view.recording;
    bool later = false;
    if (tree_.size() != recording.tasks().size() || known_first_ != recording.first()) {
        later = tree_.size() > kLargeTree && known_first_ == recording.first() && now >= sorted_at_ &&
                now - sorted_at_ < kPatience;
        if (!later) {
            tree_ = task_tree(recording);
            below_ = descendants(tree_);
            known_first_ = recording.first();
            sorted_at_ = now;
            changed_ = true;
        }
    }
    // Names stay; states do not.
    if (!filter_.empty() && known_cursor_ != view.cursor) changed_ = true;
    known_cursor_ = view.cursor;
    if (std::exchange(changed_, false)) make(view);
    return later;
}

std::optional<std::size_t> TimelineRows::row_of(TaskId task) const {
    const auto found = row_of_.find(task);
    if (found == row_of_.end()) return std::nullopt;
    return found->second;
}

void TimelineRows::toggle_collapsed(TaskId task) {
    if (collapsed_.erase(task) == 0) collapsed_.insert(task);
    changed_ = true;
}

bool TimelineRows::is_pinned(TaskId task) const { return std::ranges::find(pinned_, task) != pinned_.end(); }

void TimelineRows::toggle_pinned(TaskId task) {
    if (std::erase(pinned_, task) == 0) {
        if (pinned_.size() == kMostPinned) pinned_.erase(pinned_.begin());
        pinned_.push_back(task);
    }
    changed_ = true;
}

void TimelineRows::set_filter(std::string letters) {
    letters = small_letters(letters);
    if (letters == filter_) return;
    filter_ = std::move(letters);
    changed_ = true;
}

}  // namespace viz
