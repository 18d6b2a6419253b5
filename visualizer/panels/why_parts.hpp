// Why, of what is not a task. Private to why*.cpp.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/wording.hpp"
#include "panels/why.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace viz {

Why why_of_object(const View& view, loopscope::ObjectId object);
Why why_of_line(const View& view, loopscope::SiteId site);

// "bank.cpp:14", of a lesson "line 14"; "" if unknown.
std::string why_line(const View& view, loopscope::SiteId site);
// The latest events before the cursor that are `wanted`, the latest first.
std::vector<WhyMoment> latest(const View& view, const std::function<bool(const loopscope::Event&)>& wanted);
// "a, b, c and 2 more", each with what it names.
class WhyList {
public:
    explicit WhyList(const View& view) : view_(view) {}
    void add(loopscope::TaskId task);
    bool empty() const { return count_ == 0; }
    loopscope::Sentence said() const;

private:
    const View& view_;
    loopscope::Sentence list_;
    std::size_t count_ = 0;
};

}  // namespace viz
