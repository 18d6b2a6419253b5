// Chains, rings and standstills, and explanations of whatever stream.
#include "monitor/explain.hpp"

#include "monitor/object_program.hpp"
#include "monitor/stage.hpp"

#include <doctest/doctest.h>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

constexpr TaskId kMain = 1, kFirst = 2, kSecond = 3;

Explanation explain(const Stage& stage, TaskId task) {
    const Recording recording = stage.record();
    return why(recording, recording.now(), recording.size(), task);
}
std::string sentence(const Stage& stage, TaskId task) { return plain(explain(stage, task).sentence); }
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_SUITE("explain: rings and standstills") {
    // worker-1 holds a and wants b; worker-2 holds b and wants a.
    Stage two_locks() {
        Stage stage(2);
        const ObjectId a = stage.make(ObjectKind::lock, "a"), b = stage.make(ObjectKind::lock, "b");
        stage.take(a, kFirst);
        stage.take(b, kSecond);
        stage.wait(kFirst, WaitReason::acquire, b, 11);
        stage.wait(kSecond, WaitReason::acquire, a, 12);
        return stage;
    }

    TEST_CASE("a ring of two locks is told once around") {
        const Stage stage = two_locks();
        CHECK(
            sentence(stage, kSecond) ==
            "worker-2 waits for the lock a (bank.cpp:12), held by worker-1, which waits for the lock b (bank.cpp:11), "
            "held by worker-2 itself: a ring, nobody in it can go on");
        CHECK(explain(stage, kSecond).ring);
        CHECK(explain(stage, kSecond).chain.size() == 2);
    }

    TEST_CASE("who hangs on a ring from outside is told of it") {
        Stage stage = two_locks();
        stage.wait(kMain, WaitReason::task, kFirst, 13);
        CHECK(sentence(stage, kMain) ==
              "main waits for task worker-1 (bank.cpp:13), which waits for the lock b (bank.cpp:11), held by worker-2, "
              "which waits for the lock a (bank.cpp:12), held by worker-1 again: a ring, nobody in it can go on");
        CHECK(explain(stage, kMain).ring);
    }

    TEST_CASE("tasks that await each other") {
        Stage stage;
        stage.wait(kFirst, WaitReason::task, kSecond, 11);
        stage.wait(kSecond, WaitReason::task, kFirst, 12);
        CHECK(sentence(stage, kFirst) ==
              "worker-1 waits for task worker-2 (bank.cpp:11), which waits for task worker-1 "
              "(bank.cpp:12) itself: a ring, nobody in it can go on");
    }

    TEST_CASE("a ring that a timeout opens is no dead end") {
        Stage stage = two_locks();
        stage.out.add(EventKind::object_create, 9, {.detail = number(ObjectKind::timeout), .b = pack(kFirst, 0)});
        stage.value(9, 5'000'000'000, ValueKind::deadline);
        CHECK(contains(sentence(stage, kSecond), "held by worker-2 itself: a ring that something else may still open"));
        CHECK_FALSE(explain(stage, kSecond).ring);
    }

    TEST_CASE("a ring among a gather's children is found, whichever child it is") {
        Stage stage;
        const ObjectId gather = stage.make(ObjectKind::gather), lock = stage.make(ObjectKind::lock, "db");
        stage.child(gather, kFirst);
        stage.child(gather, kSecond);
        stage.take(lock, kMain);
        stage.sleep(kFirst);
        stage.wait(kSecond, WaitReason::acquire, lock, 11);
        stage.wait(kMain, WaitReason::object, gather, 12);
        CHECK(contains(sentence(stage, kMain),
                       "still to come: worker-2 and 1 more; worker-2 waits for the lock db "
                       "(bank.cpp:11), held by main itself: a ring, nobody in it can go on"));
    }

    TEST_CASE("when nobody is left, that is said, by what was needed") {
        const auto stuck = [](ObjectKind kind, WaitReason reason) {
            Stage stage(0);
            stage.wait(kMain, reason, stage.make(kind, "it"));
            const std::string text = sentence(stage, kMain);
            const std::size_t from = text.find(", and nobody");
            return from == std::string::npos ? text : text.substr(from + 2);
        };
        CHECK(stuck(ObjectKind::event, WaitReason::signal) == "and nobody is left who could set it");
        CHECK(stuck(ObjectKind::condition, WaitReason::signal) == "and nobody is left who could notify it");
        CHECK(stuck(ObjectKind::barrier, WaitReason::signal) == "and nobody is left who could come");
        CHECK(stuck(ObjectKind::queue, WaitReason::get) == "and nobody is left who could put one into it");
        CHECK(stuck(ObjectKind::queue, WaitReason::put) == "and nobody is left who could take one out");
        CHECK(stuck(ObjectKind::queue, WaitReason::join) == "and nobody is left who could finish them");
        CHECK(stuck(ObjectKind::semaphore, WaitReason::acquire) == "and nobody is left who could give a permit back");
        CHECK(stuck(ObjectKind::lock, WaitReason::acquire) == "and nobody is left who could release it");
        CHECK(stuck(ObjectKind::future, WaitReason::object) == "and nobody is left who could bring it to an end");
    }

    TEST_CASE("as long as anybody is alive and may go on, it is not said") {
        Stage stage(1);
        stage.wait(kMain, WaitReason::signal, stage.make(ObjectKind::event, "go"));
        CHECK_FALSE(contains(sentence(stage, kMain), "nobody"));
        stage.sleep(kFirst);
        CHECK_FALSE(contains(sentence(stage, kMain), "nobody"));
    }
}

TEST_SUITE("explain: pieces and chains") {
    TEST_CASE("tasks, objects and lines in a sentence can be pointed at") {
        Stage stage;
        const ObjectId lock = stage.make(ObjectKind::lock, "db");
        stage.take(lock, kFirst);
        stage.wait(kSecond, WaitReason::acquire, lock);
        const Explanation told = explain(stage, kSecond);
        const auto has = [&](Piece::About about, std::uint32_t id, const char* text) {
            return std::ranges::any_of(told.sentence, [&](const Piece& piece) {
                return piece.about == about && piece.id == id && piece.text == text;
            });
        };
        CHECK(has(Piece::About::task, kSecond, "worker-2"));
        CHECK(has(Piece::About::task, kFirst, "worker-1"));
        CHECK(has(Piece::About::object, lock, "the lock db"));
        CHECK(has(Piece::About::site, stage.line(31), " (bank.cpp:31)"));
    }

    TEST_CASE("the async stack goes from the innermost coroutine outwards, each with its line") {
        Stage stage;
        stage.run(kFirst);
        stage.enter(kFirst, "pay", 0);
        stage.enter(kFirst, "book", 17);
        stage.sleep(kFirst);
        const Recording recording = stage.record();
        const auto stack = async_stack(recording, recording.now(), kFirst);
        REQUIRE(stack.size() == 2);
        CHECK(coroutine_name(recording, stack[0]) == "book()");
        CHECK(recording.site(stack[0].stands_at).line == 27);
        CHECK(coroutine_name(recording, stack[1]) == "pay()");
        CHECK(recording.site(stack[1].stands_at).line == 17);
        CHECK(async_stack(recording, recording.now(), 99).empty());
    }

    TEST_CASE("a long chain is cut, and says so") {
        Stage stage(40);
        for (TaskId task = 1; task < 40; ++task) stage.wait(task, WaitReason::task, task + 1);
        const Explanation told = explain(stage, 1);
        CHECK(told.cut);
        CHECK(told.chain.size() == kMostWhyLinks);
        CHECK(plain(told.sentence).ends_with(", and so on"));
        CHECK_FALSE(explain(stage, 35).cut);
    }

    // Whatever the stream, the sentences have no holes, and what is ready, runs or is over is told as such.
    void check_all(const std::vector<Event>& slots, std::size_t every) {
        Recording recording;
        recording.append(slots);
        for (std::size_t index = 0; index <= recording.size(); index += every) {
            const World world = recording.at(index);
            for (const TaskInfo& task : recording.tasks()) {
                const Explanation told = why(recording, world, index, task.id);
                REQUIRE(told.chain.size() <= kMostWhyLinks);
                REQUIRE_FALSE(told.chain.empty());
                std::string text = plain(told.sentence) + "\n" + plain(told.status);
                for (const Sentence& sentence : told.more) text += "\n" + plain(sentence);
                for (const WhyLink& link : told.chain) text += "\n" + plain(link.sentence);
                INFO(text);
                REQUIRE(text.find_first_of("{}") == std::string::npos);
                REQUIRE_FALSE(contains(text, "  "));
                REQUIRE_FALSE(contains(text, " ,"));
                REQUIRE_FALSE(contains(text, "\n\n"));
                REQUIRE(text.back() != ' ');
            }
        }
    }

    TEST_CASE("random programs are explained at every index") {
        for (const std::uint32_t seed : {1u, 2u, 3u}) check_all(RandomProgram(seed, 900).out.slots(), 1);
        for (const std::uint32_t seed : {4u, 5u, 6u}) check_all(ObjectProgram(seed, 1'500).out.slots(), 1);
    }

    TEST_CASE("damaged streams are explained too") {
        std::mt19937 random(7);
        for (int round = 0; round < 40; ++round) {
            std::vector<Event> slots = round % 2 == 0 ? RandomProgram(100 + round, 400).out.slots()
                                                      : ObjectProgram(100 + round, 400).out.slots();
            for (int hit = 0; hit < 40; ++hit) {
                Event& event = slots[random() % slots.size()];
                if (event.extra != 0) continue;
                switch (random() % 4) {
                    case 0:
                        event.subject = static_cast<std::uint32_t>(random() % 20);
                        break;
                    case 1:
                        event.b = random() % 20;
                        break;
                    case 2:
                        event.a = static_cast<std::uint32_t>(random() % 20);
                        break;
                    default:
                        event.detail = static_cast<std::uint8_t>(random() % 14);
                        break;
                }
            }
            check_all(slots, 7);
        }
    }
}
