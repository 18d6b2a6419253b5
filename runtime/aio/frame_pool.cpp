// Blocks of 16-byte classes up to a kilobyte, carved from slabs; larger ones go to
// operator new. Slabs are never given back: a block may outlive the thread that made
// it, and a program that needed so many tasks once is likely to need them again.
#include "aio/frame_pool.hpp"

#include <array>
#include <mutex>
#include <new>
#include <vector>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define AIO_POOL_OFF 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define AIO_POOL_OFF 1
#endif
#endif

namespace aio::detail {

#ifdef AIO_POOL_OFF

void* allocate_frame(std::size_t bytes) { return ::operator new(bytes); }
void free_frame(void* block, std::size_t) noexcept { ::operator delete(block); }
std::size_t frames_in_use() { return 0; }

#else

namespace {

constexpr std::size_t kClassBytes = 16;
constexpr std::size_t kClasses = 64;
constexpr std::size_t kSlabBytes = 64 * 1024;

struct FreeBlock {
    FreeBlock* next;
};

using FreeLists = std::array<FreeBlock*, kClasses>;

// What threads leave behind when they end, and every slab, so that none is ever lost.
struct Depot {
    std::mutex mutex;
    FreeLists lists{};
    std::vector<void*> slabs;
    std::size_t blocks = 0;  // in all slabs
};

Depot& depot() {
    static auto* instance = new Depot;  // outlives every thread's lists
    return *instance;
}

struct ThreadLists {
    FreeLists lists{};

    ~ThreadLists() {
        Depot& shared = depot();
        const std::lock_guard lock(shared.mutex);
        for (std::size_t i = 0; i < kClasses; ++i) {
            while (FreeBlock* block = lists[i]) {
                lists[i] = block->next;
                block->next = shared.lists[i];
                shared.lists[i] = block;
            }
        }
    }
};

thread_local ThreadLists thread_lists;

void* refill(std::size_t index) {
    const std::size_t bytes = (index + 1) * kClassBytes;
    Depot& shared = depot();
    const std::lock_guard lock(shared.mutex);
    if (FreeBlock* left = shared.lists[index]) {
        shared.lists[index] = nullptr;
        thread_lists.lists[index] = left->next;
        return left;
    }
    auto* slab = static_cast<std::byte*>(::operator new(kSlabBytes));
    shared.slabs.push_back(slab);
    shared.blocks += kSlabBytes / bytes;
    FreeBlock* list = nullptr;
    for (std::size_t offset = (kSlabBytes / bytes) * bytes; offset > bytes;) {
        offset -= bytes;
        auto* block = new (slab + offset) FreeBlock{list};
        list = block;
    }
    thread_lists.lists[index] = list;
    return slab;
}

std::size_t length(const FreeBlock* list) {
    std::size_t count = 0;
    for (; list != nullptr; list = list->next) ++count;
    return count;
}

}  // namespace

std::size_t frames_in_use() {
    Depot& shared = depot();
    const std::lock_guard lock(shared.mutex);
    std::size_t unused = 0;
    for (std::size_t i = 0; i < kClasses; ++i) unused += length(shared.lists[i]) + length(thread_lists.lists[i]);
    return shared.blocks - unused;
}

void* allocate_frame(std::size_t bytes) {
    const std::size_t index = (bytes - 1) / kClassBytes;
    if (index >= kClasses) return ::operator new(bytes);
    FreeBlock*& list = thread_lists.lists[index];
    if (list == nullptr) [[unlikely]]
        return refill(index);
    FreeBlock* block = list;
    list = block->next;
    return block;
}

void free_frame(void* block, std::size_t bytes) noexcept {
    const std::size_t index = (bytes - 1) / kClassBytes;
    if (index >= kClasses) return ::operator delete(block);
    auto* freed = new (block) FreeBlock{thread_lists.lists[index]};
    thread_lists.lists[index] = freed;
}

#endif

}  // namespace aio::detail
