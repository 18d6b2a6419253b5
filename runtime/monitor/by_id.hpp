// Finding a row by its number in a list sorted by it.
//
// Thread rule: plain functions, none.
#pragma once
#include <cstddef>
#include <cstdint>

namespace loopscope {

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
