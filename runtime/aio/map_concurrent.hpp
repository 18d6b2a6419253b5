// aio::map_concurrent: a function over a range, so many at a time, results in order.
//
// For batches: a thousand pages, ten at a time. There are `limit` tasks, each of which
// takes the next element when it is done with one; a million elements do not make a million
// tasks. They are a TaskGroup: the first failure cancels the others, and what failed is
// raised as an ExceptionGroup.
//
//   std::vector<Page> pages = co_await aio::map_concurrent(urls, 10, fetch);
//
// Python: a TaskGroup whose tasks share a Semaphore.  Lesson: lessons/09_semaphore.
// Thread rule: the loop's thread.
//
//   co_await map_concurrent
//   REQUIRES  inside a task; f(element) gives an awaitable; limit is not 0 (std::invalid_argument).
//             A range that is an lvalue is not copied: it outlives the call
//   SWITCHES  unless the range is empty
//   CANCEL    cancels all of its tasks; CancelledError when they have ended
//   WAKES     nobody
#pragma once
#include "aio/awaitable.hpp"
#include "aio/inner.hpp"
#include "aio/task_group.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <ranges>
#include <source_location>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {
namespace detail {

template <class View, class Function>
using MapResult = ResultOf<std::invoke_result_t<Function&, std::ranges::range_reference_t<View>>>;

// What the tasks of one map share.
template <class View, class Function>
class MapState {
public:
    using T = MapResult<View, Function>;
    MapState(View elements, Function function)
        : elements_(std::move(elements)), function_(std::move(function)), at_(std::ranges::begin(elements_)) {}
    MapState(const MapState&) = delete;
    MapState& operator=(const MapState&) = delete;

    // How many tasks have something to begin with.
    std::size_t tasks(std::size_t limit) {
        std::size_t count = 0;
        for (auto element = at_; count < limit && element != std::ranges::end(elements_); ++element) ++count;
        return count;
    }

    // One task: an element after the other, until none is left.
    Inner<void> work() {
        while (at_ != std::ranges::end(elements_)) {
            const std::size_t index = results_.size();
            results_.emplace_back();
            auto&& element = *at_;
            ++at_;
            if constexpr (std::is_void_v<T>) {
                co_await std::invoke(function_, std::forward<decltype(element)>(element));
            } else {
                // Bound first: the vector may have grown meanwhile.
                auto result = co_await std::invoke(function_, std::forward<decltype(element)>(element));
                results_[index].emplace(std::move(result));
            }
        }
    }

    std::vector<T> take()
        requires(!std::is_void_v<T>)
    {
        std::vector<T> all;
        all.reserve(results_.size());
        for (auto& result : results_) all.push_back(std::move(*result));
        return all;
    }

private:
    View elements_;
    Function function_;
    std::ranges::iterator_t<View> at_;
    std::vector<std::optional<Unvoid<T>>> results_;
};

template <class T>
using MapResults = std::conditional_t<std::is_void_v<T>, void, std::vector<Unvoid<T>>>;

template <class View, class Function>
Inner<MapResults<MapResult<View, Function>>> run_map(View elements, std::size_t limit, Function function,
                                                     std::source_location where) {
    MapState<View, Function> state(std::move(elements), std::move(function));
    const auto start = [&state, limit, where](TaskGroup& group) -> Inner<void> {
        const std::size_t tasks = state.tasks(limit);
        for (std::size_t i = 1; i <= tasks; ++i) group.create_task(state.work(), "map-" + std::to_string(i), where);
        co_return;
    };
    co_await with_task_group(start, "map_concurrent", where);
    if constexpr (!std::is_void_v<MapResult<View, Function>>) co_return state.take();
}

}  // namespace detail

template <std::ranges::forward_range Range, class Function>
    requires std::ranges::viewable_range<Range>
auto map_concurrent(Range&& range, std::size_t limit, Function function,
                    std::source_location where = std::source_location::current()) {
    if (limit == 0) throw std::invalid_argument("map_concurrent: at least one at a time");
    return detail::run_map<std::views::all_t<Range>, Function>(std::views::all(std::forward<Range>(range)), limit,
                                                               std::move(function), where);
}

}  // namespace aio
