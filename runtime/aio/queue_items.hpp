// Where a queue keeps its items: first in first out, last in first out, or by priority.
//
// Each takes an item with its number (the how manyeth it is, from 1) and gives the number
// back with the item. Items need only be movable.
//
// For aio's own sources.
// Thread rule: the loop's thread.
#pragma once
#include "monitor/event.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {

// Smaller first. Of pairs and tuples, as in (priority, payload), only the first member counts.
struct ByPriority {
    template <class T>
    bool operator()(const T& left, const T& right) const {
        if constexpr (requires { std::tuple_size<T>::value; }) {
            return std::get<0>(left) < std::get<0>(right);
        } else {
            return left < right;
        }
    }
};

namespace detail {

// A ring whose size is a power of two: what goes in and comes out at its own pace moves
// through the same few cache lines, and allocates only to grow.
template <class T>
class FifoItems {
public:
    static constexpr auto kKind = loopscope::ObjectKind::queue;

    FifoItems() noexcept = default;
    FifoItems(const FifoItems&) = delete;
    FifoItems& operator=(const FifoItems&) = delete;
    ~FifoItems() {
        for (; head_ != tail_; ++head_) std::destroy_at(slot(head_));
        if (slots_ != nullptr) std::allocator<T>().deallocate(slots_, capacity_);
    }

    std::size_t size() const noexcept { return static_cast<std::size_t>(tail_ - head_); }
    void push(T&& item, std::uint64_t /*number*/) {
        if (size() == capacity_) [[unlikely]]
            grow();
        std::construct_at(slot(tail_), std::move(item));
        ++tail_;
    }
    T pop(std::uint64_t& number) {  // REQUIRES: not empty
        T* const first = slot(head_);
        const Gone gone(*this, first);
        number = head_ + 1;  // they come out as they went in
        return std::move(*first);
    }
    template <class Function>
    void for_each(Function function) const {
        for (std::uint64_t at = head_; at != tail_; ++at) function(*slot(at), at + 1);
    }
    void swap(FifoItems& other) noexcept {
        std::swap(slots_, other.slots_);
        std::swap(capacity_, other.capacity_);
        std::swap(head_, other.head_);
        std::swap(tail_, other.tail_);
    }

private:
    // Leaves the ring when the item has been moved out.
    struct Gone {
        Gone(FifoItems& of, T* item) noexcept : items(of), first(item) {}
        Gone(const Gone&) = delete;
        Gone& operator=(const Gone&) = delete;
        ~Gone() {
            std::destroy_at(first);
            ++items.head_;
        }
        FifoItems& items;
        T* first;
    };

    T* slot(std::uint64_t at) const noexcept { return slots_ + (at & (capacity_ - 1)); }
    void grow() {
        FifoItems larger;
        larger.capacity_ = capacity_ == 0 ? 8 : 2 * capacity_;
        larger.slots_ = std::allocator<T>().allocate(larger.capacity_);
        larger.head_ = larger.tail_ = head_;
        for (std::uint64_t at = head_; at != tail_; ++at) {
            std::construct_at(larger.slot(at), std::move(*slot(at)));
            ++larger.tail_;
        }
        swap(larger);
    }

    T* slots_ = nullptr;
    std::size_t capacity_ = 0;
    std::uint64_t head_ = 0;  // how many came out
    std::uint64_t tail_ = 0;  // how many went in
};

template <class T>
struct NumberedItem {
    NumberedItem(T&& of, std::uint64_t n) : item(std::move(of)), number(n) {}
    T item;
    std::uint64_t number;
};

template <class T>
class LifoItems {
public:
    static constexpr auto kKind = loopscope::ObjectKind::lifo_queue;

    std::size_t size() const noexcept { return items_.size(); }
    void push(T&& item, std::uint64_t number) { items_.emplace_back(std::move(item), number); }
    T pop(std::uint64_t& number) {  // REQUIRES: not empty
        number = items_.back().number;
        T item = std::move(items_.back().item);
        items_.pop_back();
        return item;
    }
    template <class Function>
    void for_each(Function function) const {
        for (const auto& [item, number] : items_) function(item, number);
    }
    void swap(LifoItems& other) noexcept { items_.swap(other.items_); }

private:
    std::vector<NumberedItem<T>> items_;
};

// A binary heap. Of equal priority, the one that came first comes out first.
template <class T, class Before>
class PriorityItems {
public:
    static constexpr auto kKind = loopscope::ObjectKind::priority_queue;

    std::size_t size() const noexcept { return items_.size(); }
    void push(T&& item, std::uint64_t number) {
        items_.emplace_back(std::move(item), number);
        std::push_heap(items_.begin(), items_.end(), After());
    }
    T pop(std::uint64_t& number) {  // REQUIRES: not empty
        std::pop_heap(items_.begin(), items_.end(), After());
        number = items_.back().number;
        T item = std::move(items_.back().item);
        items_.pop_back();
        return item;
    }
    template <class Function>
    void for_each(Function function) const {
        for (const auto& [item, number] : items_) function(item, number);
    }
    void swap(PriorityItems& other) noexcept { items_.swap(other.items_); }

private:
    struct After {
        bool operator()(const NumberedItem<T>& left, const NumberedItem<T>& right) const {
            const Before before{};
            if (before(right.item, left.item)) return true;
            return !before(left.item, right.item) && right.number < left.number;
        }
    };
    std::vector<NumberedItem<T>> items_;
};

}  // namespace detail
}  // namespace aio
