// What the parts of an explanation share. For explain*.cpp.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/explain.hpp"
#include "monitor/wording.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace loopscope {

struct Scene {
    const Recording& recording;
    const World& world;
    std::size_t index;
    const Phrases& phrases;

    Wording wording() const { return {recording, phrases}; }
    std::optional<TaskState> state(TaskId task) const { return recording.state(world, index, task); }
    ObjectKind kind_of(ObjectId id) const;
    std::string loop_time_after(std::size_t event) const;  // as it was when that event had happened
};

// "one", "many": the ending of a template that counts.
std::string counted_key(std::string key, std::uint64_t count);
// What a task does, without its name and without what its wait leads to: "waits for the lock db (bank.cpp:31)".
Sentence say_doing(const Scene& scene, TaskId task);
// What an object lacks for those who wait for it in that way: ", which is empty"; nothing to say: empty.
Sentence say_lack(const Scene& scene, ObjectId object, WaitReason reason);
// Why a task last became ready: "its sleep was over", "worker-1 released the lock db"; empty if nobody knows.
Sentence say_last_wake(const Scene& scene, TaskId task);
// That wake-up; nullptr: there was none, or it is lost.
const WakeEdge* last_wake(const Scene& scene, TaskId task);
Sentence say_status(const Scene& scene, TaskId task);
std::vector<Sentence> say_more(const Scene& scene, TaskId task);

// Holders of what a task waits to acquire; a rate limiter lets pass by the clock, whoever passed before.
bool may_be_held(ObjectKind kind);

}  // namespace loopscope
