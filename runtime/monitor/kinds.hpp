// Kinds: what each event kind is called, and what its fields mean.
//
// One table answers for the JSON export, for the narration's keys and for the
// tests that want every kind and every detail.
//
// Thread rule: constants, none.
#pragma once
#include "monitor/event.hpp"

#include <span>

namespace loopscope {

// What a number in subject, a or b stands for.
enum class Meaning : std::uint8_t {
    none,
    number,
    signed_number,
    task,
    string,
    site,
    nanoseconds,
    real,        // the bits of a double
    task_site,   // TaskId | SiteId << 32
    task_text,   // TaskId | StringId << 32
    task_count,  // TaskId | a number << 32
    handle,      // TaskId, CallbackId or TimerId, by detail
};

struct Field {
    const char* name = "";  // of the lower half, where there are two
    Meaning meaning = Meaning::none;
    const char* high_name = "";  // of the upper half
};

struct KindShape {
    EventKind kind;
    const char* name;  // "task_ready"
    Field subject;
    const char* detail_name = "";            // "reason"; "" if detail says nothing
    std::span<const char* const> details{};  // names by number: "created", "yielded" ...
    Field a{};
    Field b{};
};

std::span<const KindShape> kind_shapes();     // every kind that is an event, by number
const KindShape* kind_shape(EventKind kind);  // nullptr for a kind this build does not know
const char* kind_name(EventKind kind);        // "task_ready"; "unknown" likewise
const char* detail_name(const Event& event);  // "timer"; "" where detail says nothing or is not known

// The small enumerations as a file or a peer gives them. A number that this build
// does not know becomes the most general value, so that nobody meets an impossible one.
constexpr WaitReason wait_reason_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(WaitReason::thread) ? static_cast<WaitReason>(detail)
                                                                   : WaitReason::object;
}
// What a task waits for, of a task_wait or await_passed; 0 if nobody knows which kind of thing that numbers.
constexpr std::uint64_t wait_on_of(const Event& event) {
    return event.detail <= static_cast<std::uint8_t>(WaitReason::thread) ? event.b : 0;
}
// Whether it is an object that such a wait is about.
constexpr bool waits_on_object(WaitReason reason) { return reason >= WaitReason::object && reason <= WaitReason::join; }
// Whether an object of that kind has permits, of which several tasks may hold some.
constexpr bool has_permits(ObjectKind kind) {
    return kind == ObjectKind::semaphore || kind == ObjectKind::bounded_semaphore || kind == ObjectKind::pool;
}
constexpr WakeReason wake_reason_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(WakeReason::thread) ? static_cast<WakeReason>(detail)
                                                                   : WakeReason::object;
}
constexpr ObjectKind object_kind_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(ObjectKind::pool) ? static_cast<ObjectKind>(detail)
                                                                 : ObjectKind::unknown;
}
constexpr ValueKind value_kind_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(ValueKind::deadline) ? static_cast<ValueKind>(detail) : ValueKind::value;
}
constexpr CloseKind close_kind_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(CloseKind::reset) ? static_cast<CloseKind>(detail)
                                                                 : CloseKind::shut_down;
}
constexpr Outcome outcome_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(Outcome::cancelled) ? static_cast<Outcome>(detail) : Outcome::returned;
}
constexpr ReportKind report_kind_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(ReportKind::shutdown_raised) ? static_cast<ReportKind>(detail)
                                                                            : ReportKind::other;
}
constexpr HandleKind handle_kind_of(std::uint8_t detail) {
    return detail <= static_cast<std::uint8_t>(HandleKind::timer) ? static_cast<HandleKind>(detail)
                                                                  : HandleKind::callback;
}

}  // namespace loopscope
