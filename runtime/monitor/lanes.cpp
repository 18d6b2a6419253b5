#include "monitor/lanes.hpp"

namespace loopscope {

void Lane::follow(const TaskNow* now, std::uint32_t index) {
    Span* open = !spans.empty() && spans.back().end == kOpen ? &spans.back() : nullptr;
    if (now && open && open->state == now->state) return;
    if (open) open->end = index;
    if (now) spans.push_back({index, kOpen, now->state, now->wait_reason, now->site, now->wait_on});
}

}  // namespace loopscope
