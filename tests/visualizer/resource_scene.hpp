// ResourceScene: a few tasks and objects, told event by event, for the pictures of resources and waits.
#pragma once
#include "monitor/stream_builder.hpp"
#include "panels/view.hpp"
#include "visualizer/sample_recording.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace viz::testing {

struct ResourceScene {
    using K = loopscope::EventKind;

    loopscope::testing::StreamBuilder stream;
    loopscope::Recording recording;
    loopscope::World world;
    Selection selection;
    std::uint32_t tasks = 0, objects = 0, items = 0;

    ResourceScene() { stream.add(K::loop_start, 0, {.detail = 1}); }

    loopscope::TaskId task(std::string_view name) {
        const auto named = stream.string(name);
        stream.add(K::task_create, ++tasks, {.a = named});
        return tasks;
    }
    loopscope::ObjectId object(loopscope::ObjectKind kind, std::string_view name, loopscope::TaskId owner = 1) {
        const auto named = stream.string(name);
        const auto where = stream.site(20);
        stream.add(K::object_create, ++objects,
                   {.detail = loopscope::testing::number(kind), .a = named, .b = loopscope::pack(owner, where)});
        return objects;
    }
    void number(loopscope::ObjectId object, loopscope::ValueKind kind, std::int64_t value) {
        stream.add(K::object_value, object,
                   {.detail = loopscope::testing::number(kind), .b = static_cast<std::uint64_t>(value)});
    }
    void take(loopscope::ObjectId object, loopscope::TaskId task, std::uint32_t count = 1) {
        const auto where = stream.site(9);
        stream.add(K::object_take, object, {.a = where, .b = loopscope::pack(task, count)});
    }
    void give(loopscope::ObjectId object, loopscope::TaskId task) {
        const auto where = stream.site(10);
        stream.add(K::object_give, object, {.a = where, .b = loopscope::pack(task, 1)});
    }
    void put(loopscope::ObjectId object, loopscope::TaskId task, std::string_view item) {
        const auto where = stream.site(12);
        stream.add_text(K::object_put, object, {.a = ++items, .b = loopscope::pack(task, where)}, item);
    }
    void child(loopscope::ObjectId object, loopscope::TaskId task) { stream.add(K::object_child, object, {.a = task}); }
    void wait(loopscope::TaskId task, loopscope::WaitReason reason, std::uint64_t on) {
        const auto where = stream.site(11);
        stream.add(K::step_begin, task, {.a = 1});
        stream.add(K::task_wait, task, {.detail = loopscope::testing::number(reason), .a = where, .b = on});
        stream.add(K::step_end, task);
    }
    void wake(loopscope::TaskId task) {
        stream.add(K::task_ready, task,
                   {.cause = stream.last(), .detail = loopscope::testing::number(loopscope::WakeReason::object)});
    }
    void run(loopscope::TaskId task) { stream.add(K::step_begin, task, {.a = 2}); }

    // Of all that was told so far.
    View view() {
        recording = loopscope::Recording();
        REQUIRE(recording.append(stream.slots()));
        world = recording.now();
        View view = make_view(recording, world, recording.size());
        view.selection = selection;
        return view;
    }

    // Two tasks, each with the one lock and in line for the other.
    void cross() {
        task("main");
        for (const char* name : {"alice-to-bob", "bob-to-alice"}) task(name);
        const auto alice = object(loopscope::ObjectKind::lock, "alice");
        const auto bob = object(loopscope::ObjectKind::lock, "bob");
        take(alice, 2);
        take(bob, 3);
        wait(2, loopscope::WaitReason::acquire, bob);
        wait(3, loopscope::WaitReason::acquire, alice);
    }
};

}  // namespace viz::testing
