// The ring: the writer owns `written_`, the reader owns `read_`, and each tells the
// other by one atomic store, the writer once a step. It looks at the reader's count
// only every quarter of the ring, so that the usual record touches no cache line that
// the reader writes.
#include "monitor/recorder.hpp"

#include "monitor/function_name.hpp"

#include <algorithm>
#include <bit>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

namespace loopscope {
namespace {

constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

std::uint64_t steady_ns() {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count());
}

// Cuts between characters of UTF-8, never inside one.
std::string_view cut_text(std::string_view text, std::size_t bytes) {
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace

struct Recorder::Names {
    std::unordered_map<std::string, StringId, TextHash, std::equal_to<>> strings;
    // By the address of the compiler's record of the place: one pointer per co_await.
    std::unordered_map<std::uintptr_t, SiteId> sites;
    struct Remembered {
        std::uintptr_t place = 0;
        SiteId id = 0;
    };
    Remembered lately[256];
};

// The time stamp counter where it is steady (a read costs a third of a clock call),
// the steady clock elsewhere.
struct Recorder::Clock {
    std::uint64_t start_ns = steady_ns();
    std::uint64_t start_ticks = 0;
    std::uint64_t scale = 0;  // ns per tick, times 2^32; 0: no counter

#if defined(__x86_64__)
    Clock() {
        unsigned a = 0, b = 0, c = 0, d = 0;
        constexpr unsigned kInvariant = 1u << 8;
        if (__get_cpuid(0x80000007, &a, &b, &c, &d) == 0 || (d & kInvariant) == 0) return;
        start_ns = steady_ns();
        start_ticks = __rdtsc();
        // A millisecond pins the counter's rate to about one part in ten thousand.
        std::uint64_t now = start_ns;
        while (now - start_ns < 1'000'000) now = steady_ns();
        const std::uint64_t ticks = __rdtsc() - start_ticks;
        if (ticks > 0) scale = ((now - start_ns) << 32) / ticks;
    }
    std::uint64_t now() const {
        if (scale == 0) return steady_ns() - start_ns;
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::uint64_t>((Wide{__rdtsc() - start_ticks} * scale) >> 32);
    }
#else
    std::uint64_t now() const { return steady_ns() - start_ns; }
#endif
};

struct Recorder::Bell {
    std::mutex mutex;
    std::condition_variable rang;
    bool ringing = false;
};

Recorder::Recorder(std::size_t capacity, Overflow overflow)
    : capacity_(std::bit_ceil(std::max<std::size_t>(capacity, 1024))),
      mask_(capacity_ - 1),
      overflow_(overflow),
      names_(std::make_unique<Names>()),
      storage_(std::make_unique_for_overwrite<Event[]>(capacity_)),
      clock_(std::make_unique<Clock>()),
      bell_(std::make_unique<Bell>()) {
    slots_ = storage_.get();
}

Recorder::~Recorder() = default;

void Recorder::stamp() {
    now_ = std::max(now_, clock_->now());
    publish();
}

bool Recorder::make_room(std::size_t slots) {
    const std::size_t wanted = slots + (lost_ > 0 ? 1 : 0);
    std::uint64_t read = read_.load(std::memory_order_acquire);
    if (written_ + wanted - read > capacity_ / 2) flush();
    while (written_ + wanted - read > capacity_) {
        if (overflow_ == Overflow::drop || closed_.load(std::memory_order_acquire)) {
            ++lost_;
            // The ring counts as full until the loss has been told: it must stand where it happened.
            limit_ = written_;
            return false;
        }
        flush();
        read_.wait(read, std::memory_order_acquire);
        read = read_.load(std::memory_order_acquire);
    }
    if (lost_ > 0) {
        slots_[written_++ & mask_] = Event{now_, 0, 0, EventKind::dropped, 0, 0, 0, lost_};
        lost_ = 0;
    }
    limit_ = std::min(read + capacity_, written_ + slots + capacity_ / 4);
    return true;
}

bool Recorder::put(const Event& head, std::string_view text) {
    const std::size_t slots = 1 + head.extra;
    if (written_ + slots > limit_ && !make_room(slots)) return false;
    slots_[written_ & mask_] = head;
    for (std::size_t i = 0; i < head.extra; ++i) {
        Event& slot = slots_[(written_ + 1 + i) & mask_];
        const std::string_view part = text.substr(i * kSlotBytes, kSlotBytes);
        std::memset(static_cast<void*>(&slot), 0, kSlotBytes);
        std::memcpy(static_cast<void*>(&slot), part.data(), part.size());
    }
    written_ += slots;
    return true;
}

Sequence Recorder::record_text(EventKind kind, std::uint32_t subject, Sequence cause, std::uint8_t detail,
                               std::uint32_t a, std::uint64_t b, std::string_view text) {
    std::string cut;
    if (text.size() > kMaxTextBytes) {
        cut = std::string(cut_text(text, kMaxTextBytes - kEllipsis.size())).append(kEllipsis);
        text = cut;
    }
    // Zero bytes fill the last slot, so the text itself may not hold any.
    text = text.substr(0, text.find('\0'));
    const auto extra = static_cast<std::uint8_t>((text.size() + kSlotBytes - 1) / kSlotBytes);
    put(Event{now_, subject, cause, kind, extra, detail, a, b}, text);
    return ++sequence_;
}

StringId Recorder::string(std::string_view text) {
    if (text.empty()) return 0;
    if (const auto known = names_->strings.find(text); known != names_->strings.end()) return known->second;
    const std::string_view told = text.size() > kMaxTextBytes ? cut_text(text, kMaxTextBytes) : text;
    const auto id = static_cast<StringId>(names_->strings.size() + 1);
    const auto extra = static_cast<std::uint8_t>((told.size() + kSlotBytes - 1) / kSlotBytes);
    const Event head{now_, id, 0, EventKind::define_string, extra, 0, static_cast<std::uint32_t>(told.size()), 0};
    if (!put(head, told)) {
        --lost_;  // a definition is no event; the next use tells it again
        return 0;
    }
    names_->strings.emplace(text, id);
    return id;
}

SiteId Recorder::site(const std::source_location& where) {
    static_assert(sizeof(std::source_location) == sizeof(std::uintptr_t),
                  "a place is one pointer to what the compiler wrote");
    const auto place = std::bit_cast<std::uintptr_t>(where);
    if (where.line() == 0) return 0;
    Names::Remembered& lately = names_->lately[(place >> 3) & 255];
    if (lately.place == place) return lately.id;
    SiteId id = 0;
    if (const auto known = names_->sites.find(place); known != names_->sites.end()) {
        id = known->second;
    } else {
        const StringId file = string(where.file_name());
        const StringId function = string(short_function(where.function_name()));
        id = static_cast<SiteId>(names_->sites.size() + 1);
        const Event head{now_, id, 0, EventKind::define_site, 0, 0, where.line(), pack(file, function)};
        if (!put(head, {})) {
            --lost_;
            return 0;
        }
        names_->sites.emplace(place, id);
    }
    lately = {place, id};
    return id;
}

void Recorder::flush() {
    publish();
    {
        const std::lock_guard lock(bell_->mutex);
        bell_->ringing = true;
    }
    bell_->rang.notify_one();
}

void Recorder::close() {
    closed_.store(true, std::memory_order_release);
    flush();
}

bool Recorder::closed() const { return closed_.load(std::memory_order_acquire); }

std::size_t Recorder::read(std::span<Event> out) {
    const std::uint64_t from = read_.load(std::memory_order_relaxed);
    const std::uint64_t available = published_.load(std::memory_order_acquire) - from;
    const std::size_t count = std::min<std::size_t>(available, out.size());
    const std::size_t until_wrap = std::min<std::size_t>(count, capacity_ - (from & mask_));
    std::copy_n(slots_ + (from & mask_), until_wrap, out.begin());
    std::copy_n(slots_, count - until_wrap, out.begin() + static_cast<std::ptrdiff_t>(until_wrap));
    if (count > 0) {
        read_.store(from + count, std::memory_order_release);
        read_.notify_one();
    }
    return count;
}

void Recorder::wait(std::chrono::milliseconds limit) {
    std::unique_lock lock(bell_->mutex);
    bell_->rang.wait_for(lock, limit, [&] { return bell_->ringing; });
    bell_->ringing = false;
}

}  // namespace loopscope
