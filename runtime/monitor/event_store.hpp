// EventStore and TextStore: where a Recording keeps events and texts.
//
// Both grow by whole chunks and never move what they hold: appending the ten
// millionth event copies nothing, and a view of a text stays good.
//
// Thread rule: one thread.
#pragma once
#include "monitor/event.hpp"

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace loopscope {

class EventStore {
public:
    std::size_t size() const { return size_; }
    const Event& operator[](std::size_t index) const { return chunks_[index / kChunk][index % kChunk]; }
    void push_back(const Event& event) {
        if (size_ % kChunk == 0) chunks_.push_back(std::make_unique_for_overwrite<Event[]>(kChunk));
        chunks_.back()[size_ % kChunk] = event;
        ++size_;
    }

private:
    static constexpr std::size_t kChunk = 16384;
    std::vector<std::unique_ptr<Event[]>> chunks_;
    std::size_t size_ = 0;
};

class TextStore {
public:
    std::string_view keep(std::string_view text) {
        if (text.empty()) return {};
        if (chunks_.empty() || used_ + text.size() > kChunk) {
            chunks_.push_back(std::make_unique_for_overwrite<char[]>(kChunk));
            used_ = 0;
        }
        char* place = chunks_.back().get() + used_;
        std::memcpy(place, text.data(), text.size());
        used_ += text.size();
        return {place, text.size()};
    }

private:
    static constexpr std::size_t kChunk = 65536;
    static_assert(kMaxTextBytes <= kChunk);
    std::vector<std::unique_ptr<char[]>> chunks_;
    std::size_t used_ = 0;
};

}  // namespace loopscope
