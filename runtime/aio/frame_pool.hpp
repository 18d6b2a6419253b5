// Memory for coroutine frames and tasks: freed blocks are kept and handed out again.
//
// A coroutine frame is made and freed at every call of a coroutine, always in one
// of a few sizes; a free list costs a third of malloc (docs/performance.md). Under a
// sanitizer every block comes from malloc, so that a use after free is seen.
//
// Thread rule: each thread has its own lists; a block may be freed on another thread.
#pragma once
#include <cstddef>

namespace aio::detail {

// What the pool and malloc align to. A result that asks for more is refused where it is declared;
// parameters and locals of coroutines that ask for more belong on the heap.
inline constexpr std::size_t kFrameAlignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
template <class T>
inline constexpr bool fits_frame = alignof(T) <= kFrameAlignment;
template <>
inline constexpr bool fits_frame<void> = true;

void* allocate_frame(std::size_t bytes);
void free_frame(void* block, std::size_t bytes) noexcept;
// For soak tests: blocks that were handed out and not given back, in the whole process, while no other
// thread holds or frees any. Slow. 0 under a sanitizer, which counts by itself.
std::size_t frames_in_use();

}  // namespace aio::detail
