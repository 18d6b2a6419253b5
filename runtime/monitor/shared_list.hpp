// SharedList: a list whose copies share what is the same in both.
//
// The items lie in small chunks. A copy takes one pointer a chunk; who changes an item
// afterwards first makes that one chunk its own. So a World with 100,000 tasks is kept
// at intervals for the price of what happened in between, and an insertion in the
// middle moves part of a chunk and not half of the list.
//
// Thread rule: a value; a const one may be read from any thread, also while other
// threads change their copies of it.
#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

namespace loopscope {

template <typename T>
class SharedList {
    static_assert(std::is_trivially_copyable_v<T>, "chunks are copied as memory");
    class Ref;

public:
    // Where an item stands; good until the next insert or erase.
    struct Place {
        std::size_t chunk = 0;
        std::size_t offset = 0;
        friend bool operator==(const Place&, const Place&) = default;
    };
    class Iterator;
    class View;

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    View view() const { return {*this, {}, size_}; }
    // The items from one place up to another, which is not before it.
    View between(Place from, Place to) const;

    bool holds(Place place) const { return place.chunk < chunks_.size(); }
    const T& operator[](Place place) const { return chunks_[place.chunk]->items[place.offset]; }
    // Makes the chunk this list's own first.
    T& edit(Place place) { return own(place.chunk).items[place.offset]; }

    // At once in a list that was only lengthened and shortened at its end; else it counts chunks.
    Place place(std::size_t index) const { return further({}, index); }
    Place further(Place from, std::size_t count) const;
    Place after(Place place) const {
        return place.offset + 1 < chunks_[place.chunk]->size ? Place{place.chunk, place.offset + 1}
                                                             : Place{place.chunk + 1, 0};
    }
    // The first item of which `before` is not true. REQUIRES: it is true of the first items and of no later one.
    template <typename Before>
    Place find_first(Before before) const;
    // Where the item with that number is, or would be, in a list sorted by it. Numbers count up
    // from 1, so that a list from which nothing was taken answers at once.
    Place find_number(std::uint32_t T::* number, std::uint32_t wanted) const;

    void push_back(const T& item);
    void pop_back() { erase({chunks_.size() - 1, chunks_.back()->size - 1}); }
    void insert(Place place, const T& item);
    void erase(Place place);
    void clear();

    std::size_t chunks() const { return chunks_.size(); }
    std::size_t bytes() const { return size_ * sizeof(T) + chunks_.size() * sizeof(Ref); }
    // What this list takes that `earlier` does not share. REQUIRES: this one was made from `earlier`, step by step.
    std::size_t bytes_beyond(const SharedList& earlier) const;

private:
    static constexpr std::size_t kMost = std::max<std::size_t>(8, 496 / sizeof(T));  // items in a chunk

    struct Chunk {
        std::atomic<std::uint32_t> users{1};
        std::uint32_t size = 0;
        std::uint64_t born = 0;  // which chunk this was of those that its list made
        T items[kMost];
    };

    Chunk& own(std::size_t at);
    Chunk& add_chunk(std::size_t at);
    bool join_next(std::size_t at);

    std::vector<Ref> chunks_;  // none is empty
    std::size_t size_ = 0;
    std::uint64_t made_ = 0;  // chunks, so far
    bool even_ = true;        // all chunks but the last are full
};

template <typename T>
class SharedList<T>::Ref {
public:
    Ref() : chunk_(new Chunk) {}
    Ref(const Ref& other) noexcept : chunk_(other.chunk_) { chunk_->users.fetch_add(1, std::memory_order_relaxed); }
    Ref(Ref&& other) noexcept : chunk_(std::exchange(other.chunk_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(chunk_, other.chunk_);
        return *this;
    }
    ~Ref() {
        if (chunk_ && chunk_->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete chunk_;
    }
    // Acquires what others did with the chunk before they let go of it.
    bool shared() const { return chunk_->users.load(std::memory_order_acquire) > 1; }
    Chunk* operator->() const { return chunk_; }
    Chunk& operator*() const { return *chunk_; }

private:
    Chunk* chunk_;
};

template <typename T>
class SharedList<T>::Iterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    Iterator(const Ref* chunk, std::size_t offset, std::size_t left) : chunk_(chunk), offset_(offset), left_(left) {}
    const T& operator*() const { return (*chunk_)->items[offset_]; }
    const T* operator->() const { return &**this; }
    Iterator& operator++() {
        --left_;
        if (++offset_ == (*chunk_)->size) {
            ++chunk_;
            offset_ = 0;
        }
        return *this;
    }
    Iterator operator++(int) {
        Iterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const Iterator& left, const Iterator& right) { return left.left_ == right.left_; }

private:
    const Ref* chunk_ = nullptr;
    std::size_t offset_ = 0;
    std::size_t left_ = 0;  // items up to the end of the view
};

// The items for reading; good as long as the list is there and not changed.
template <typename T>
class SharedList<T>::View {
public:
    View(const SharedList& list, Place from, std::size_t size) : list_(&list), from_(from), size_(size) {}
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    Iterator begin() const { return {list_->chunks_.data() + from_.chunk, from_.offset, size_}; }
    Iterator end() const { return {}; }
    const T& front() const { return *begin(); }
    const T& operator[](std::size_t index) const { return (*list_)[list_->further(from_, index)]; }
    View first(std::size_t count) const { return {*list_, from_, std::min(count, size_)}; }

private:
    const SharedList* list_;
    Place from_;
    std::size_t size_;
};

template <typename T>
typename SharedList<T>::Place SharedList<T>::further(Place from, std::size_t count) const {
    if (even_) {
        const std::size_t index = from.chunk * kMost + from.offset + count;
        return {index / kMost, index % kMost};
    }
    Place place{from.chunk, from.offset + count};
    while (place.offset >= chunks_[place.chunk]->size) place.offset -= chunks_[place.chunk++]->size;
    return place;
}

template <typename T>
typename SharedList<T>::View SharedList<T>::between(Place from, Place to) const {
    std::size_t count = to.offset - from.offset;  // in unsigned numbers, where the sum comes out right
    for (std::size_t chunk = from.chunk; chunk < to.chunk; ++chunk) count += chunks_[chunk]->size;
    return {*this, from, count};
}

template <typename T>
template <typename Before>
typename SharedList<T>::Place SharedList<T>::find_first(Before before) const {
    const auto next =
        std::partition_point(chunks_.begin(), chunks_.end(), [&](const Ref& chunk) { return before(chunk->items[0]); });
    const auto at = static_cast<std::size_t>(next - chunks_.begin());
    if (at == 0) return {};
    const Chunk& chunk = *chunks_[at - 1];
    const auto offset =
        static_cast<std::size_t>(std::partition_point(chunk.items, chunk.items + chunk.size, before) - chunk.items);
    return offset < chunk.size ? Place{at - 1, offset} : Place{at, 0};
}

template <typename T>
typename SharedList<T>::Place SharedList<T>::find_number(std::uint32_t T::* number, std::uint32_t wanted) const {
    if (even_ && wanted != 0 && wanted <= size_) {
        const Place guess = place(wanted - 1);
        if ((*this)[guess].*number == wanted) return guess;
    }
    return find_first([&](const T& item) { return item.*number < wanted; });
}

template <typename T>
typename SharedList<T>::Chunk& SharedList<T>::own(std::size_t at) {
    Ref& ref = chunks_[at];
    if (ref.shared()) {
        Ref copy;
        copy->born = ++made_;
        copy->size = ref->size;
        std::copy_n(ref->items, ref->size, copy->items);
        ref = std::move(copy);
    }
    return *ref;
}

template <typename T>
typename SharedList<T>::Chunk& SharedList<T>::add_chunk(std::size_t at) {
    Chunk& chunk = **chunks_.emplace(chunks_.begin() + static_cast<std::ptrdiff_t>(at));
    chunk.born = ++made_;
    return chunk;
}

template <typename T>
void SharedList<T>::push_back(const T& item) {
    const bool full = chunks_.empty() || chunks_.back()->size == kMost;
    Chunk& chunk = full ? add_chunk(chunks_.size()) : own(chunks_.size() - 1);
    chunk.items[chunk.size++] = item;
    ++size_;
}

template <typename T>
void SharedList<T>::insert(Place place, const T& item) {
    if (!holds(place)) return push_back(item);
    even_ = false;
    if (chunks_[place.chunk]->size == kMost) {
        Chunk& later = add_chunk(place.chunk + 1);
        Chunk& earlier = own(place.chunk);
        earlier.size = kMost / 2;
        later.size = kMost - earlier.size;
        std::copy_n(earlier.items + earlier.size, later.size, later.items);
        if (place.offset > earlier.size) place = {place.chunk + 1, place.offset - earlier.size};
    }
    Chunk& chunk = own(place.chunk);
    std::copy_backward(chunk.items + place.offset, chunk.items + chunk.size, chunk.items + chunk.size + 1);
    chunk.items[place.offset] = item;
    ++chunk.size;
    ++size_;
}

template <typename T>
void SharedList<T>::erase(Place place) {
    if (--size_ == 0) return clear();
    const std::size_t left = chunks_[place.chunk]->size - 1;
    even_ = even_ && place.chunk + 1 == chunks_.size();
    if (left == 0) {
        chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(place.chunk));
        return;
    }
    Chunk& chunk = own(place.chunk);
    std::copy(chunk.items + place.offset + 1, chunk.items + chunk.size, chunk.items + place.offset);
    chunk.size = static_cast<std::uint32_t>(left);
    // Two that are nearly empty become one, so that a list that has shrunk has few chunks.
    if (!join_next(place.chunk) && place.chunk > 0) join_next(place.chunk - 1);
}

// Takes the next chunk's items over if both together fill half a chunk at most.
template <typename T>
bool SharedList<T>::join_next(std::size_t at) {
    if (at + 1 == chunks_.size() || chunks_[at]->size + chunks_[at + 1]->size > kMost / 2) return false;
    Chunk& chunk = own(at);
    const Chunk& next = *chunks_[at + 1];
    std::copy_n(next.items, next.size, chunk.items + chunk.size);
    chunk.size += next.size;
    chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(at + 1));
    return true;
}

template <typename T>
std::size_t SharedList<T>::bytes_beyond(const SharedList& earlier) const {
    const auto newer = std::ranges::count_if(chunks_, [&](const Ref& ref) { return ref->born > earlier.made_; });
    return chunks_.size() * sizeof(Ref) + static_cast<std::size_t>(newer) * sizeof(Chunk);
}

// Keeps the count of chunks: what is made from now on is newer than what was there.
template <typename T>
void SharedList<T>::clear() {
    chunks_.clear();
    size_ = 0;
    even_ = true;
}

}  // namespace loopscope
