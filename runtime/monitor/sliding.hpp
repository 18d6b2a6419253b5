// Sliding: a contiguous list that is cheap to shorten and lengthen at both ends.
//
// A std::vector with a head: taking the first element moves the head, and an
// insertion or removal in the middle moves the shorter side. Ready queues, timers
// and ids that count up all live at the ends, so they rarely move anything.
//
// Thread rule: a value; a const one may be read from any thread.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace loopscope {

template <typename T>
class Sliding {
    static_assert(std::is_trivially_copyable_v<T>, "moved and copied as memory");

public:
    std::size_t size() const { return items_.size() - head_; }
    bool empty() const { return size() == 0; }
    T* begin() { return items_.data() + head_; }
    T* end() { return items_.data() + items_.size(); }
    const T* begin() const { return items_.data() + head_; }
    const T* end() const { return items_.data() + items_.size(); }
    T& operator[](std::size_t at) { return items_[head_ + at]; }
    const T& operator[](std::size_t at) const { return items_[head_ + at]; }
    std::span<const T> view() const { return {begin(), size()}; }
    std::size_t bytes() const { return items_.size() * sizeof(T); }  // what a copy costs

    void push_back(const T& item) { items_.push_back(item); }

    // REQUIRES: at <= size()
    void insert(std::size_t at, const T& item) {
        if (head_ > 0 && at < size() / 2) {
            std::move(begin(), begin() + at, begin() - 1);
            --head_;
            items_[head_ + at] = item;
        } else {
            items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(head_ + at), item);
        }
    }

    // REQUIRES: at < size()
    void erase(std::size_t at) {
        if (at < size() / 2 || size() == 1) {
            std::move_backward(begin(), begin() + at, begin() + at + 1);
            ++head_;
            close_gap();
        } else {
            items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(head_ + at));
        }
    }

private:
    // The room before the head never outgrows what is behind it.
    void close_gap() {
        if (head_ == items_.size()) {
            items_.clear();
            head_ = 0;
        } else if (head_ >= 64 && head_ > items_.size() / 2) {
            items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
            head_ = 0;
        }
    }

    std::vector<T> items_;
    std::size_t head_ = 0;
};

// The place of `id` in a list sorted by its member `id`, or where it would stand.
// Ids count up from 1, so that a list from which nothing was taken answers at once.
template <typename List>
std::size_t place_of(const List& list, std::uint32_t id) {
    const std::size_t guess = std::size_t{id} - 1;
    if (guess < list.size() && list[guess].id == id) return guess;
    if (list.size() == 0 || list[list.size() - 1].id < id) return list.size();
    std::size_t low = 0;
    std::size_t high = list.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (list[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

template <typename List>
auto* find_by_id(List& list, std::uint32_t id) {
    const std::size_t at = place_of(list, id);
    return at < list.size() && list[at].id == id ? &list[at] : nullptr;
}

}  // namespace loopscope
