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
    // Frees whole chunks; those events must not be asked for any more.
    void let_go_before(std::size_t index) {
        for (; (let_go_ + 1) * kChunk <= index; ++let_go_) chunks_[let_go_].reset();
    }

private:
    static constexpr std::size_t kChunk = 16384;
    std::vector<std::unique_ptr<Event[]>> chunks_;
    std::size_t let_go_ = 0;  // chunks
    std::size_t size_ = 0;
};

class TextStore {
public:
    // `owner`: the index of the event that has it, ascending.
    std::string_view keep(std::string_view text, std::size_t owner = 0) {
        if (text.empty()) return {};
        if (chunks_.empty() || used_ + text.size() > kChunk) {
            chunks_.push_back({std::make_unique_for_overwrite<char[]>(kChunk), owner});
            used_ = 0;
        }
        chunks_.back().last_owner = owner;
        char* place = chunks_.back().bytes.get() + used_;
        std::memcpy(place, text.data(), text.size());
        used_ += text.size();
        return {place, text.size()};
    }

    // Frees the chunks of which all owners come before that.
    void let_go_before(std::size_t owner) {
        std::size_t gone = 0;
        while (gone + 1 < chunks_.size() && chunks_[gone].last_owner < owner) ++gone;
        chunks_.erase(chunks_.begin(), chunks_.begin() + static_cast<std::ptrdiff_t>(gone));
    }

private:
    struct Chunk {
        std::unique_ptr<char[]> bytes;
        std::size_t last_owner = 0;
    };
    static constexpr std::size_t kChunk = 65536;
    static_assert(kMaxTextBytes <= kChunk);
    std::vector<Chunk> chunks_;
    std::size_t used_ = 0;
};

}  // namespace loopscope
