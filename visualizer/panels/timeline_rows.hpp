// TimelineRows: which lanes the timeline shows, in which order.
//
// All lanes stand in the order of the task tree. A subtree can be collapsed into its root's lane, a lane
// be pinned to the top, and a filter keeps those whose name or state has some letters in it, with their
// ancestors. The list is made again only when one of these, or the tree, changed: never once a frame.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/labels.hpp"
#include "panels/view.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace viz {

struct LaneRow {
    loopscope::TaskId task = 0;
    int depth = 0;
    std::uint32_t at = 0;     // in the tree
    std::uint32_t below = 0;  // descendants, who follow it in the tree
    bool collapsed = false;   // and so they have no lanes of their own
    bool dim = false;         // only there for a descendant that passed the filter
    bool pinned = false;
};

class TimelineRows {
public:
    static constexpr std::size_t kMostPinned = 6;

    // True if another look soon is worth it: a very large tree grows faster than it should be sorted.
    bool refresh(const View& view, double now);
    void clear() { *this = {}; }

    std::size_t size() const { return rows_.size(); }
    const LaneRow& operator[](std::size_t at) const { return rows_[at]; }
    std::size_t pinned() const { return pinned_rows_; }  // these come first
    std::uint64_t version() const { return version_; }   // another one when the rows are others
    // The row of a task, or of the one into which it is collapsed; nullopt if it is filtered away.
    std::optional<std::size_t> row_of(loopscope::TaskId task) const;
    std::span<const loopscope::TreeRow> tree() const { return tree_; }

    void toggle_collapsed(loopscope::TaskId task);
    void toggle_pinned(loopscope::TaskId task);
    bool is_pinned(loopscope::TaskId task) const;
    const std::string& filter() const { return filter_; }
    void set_filter(std::string letters);

private:
    void make(const View& view);
    bool passes(const View& view, loopscope::TaskId task) const;
    std::vector<char> filtered(const View& view, std::vector<char>& dim) const;  // by place in the tree

    std::vector<loopscope::TreeRow> tree_;
    std::vector<std::uint32_t> below_;  // beside tree_
    std::vector<LaneRow> rows_;
    std::unordered_map<loopscope::TaskId, std::size_t> row_of_;
    std::unordered_set<loopscope::TaskId> collapsed_;
    std::vector<loopscope::TaskId> pinned_;
    std::size_t pinned_rows_ = 0;
    std::string filter_;

    bool changed_ = true;
    std::size_t known_first_ = 0;
    std::size_t known_cursor_ = 0;
    double sorted_at_ = -1;
    std::uint64_t version_ = 0;
};

}  // namespace viz
