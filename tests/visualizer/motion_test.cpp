// How cards move between the places where a task is shown.
#include "panels/motion.hpp"

#include <doctest/doctest.h>

using namespace viz;

namespace {

CardMotion::Card card(float x, float y, const char* name = "worker") {
    return {ImVec2(x, y), ImVec2(x + 100, y + 20), name, 7, loopscope::TaskState::waiting};
}

}  // namespace

TEST_CASE("a card that was not there comes in, and one that is gone leaves the same way") {
    CardMotion motion;
    motion.begin(0, 0, false);
    (void)motion.at(1, card(10, 10));
    motion.begin(5, 1, false);
    (void)motion.at(1, card(10, 10));
    (void)motion.at(2, card(50, 90));
    motion.begin(5, 1.1, false);
    (void)motion.at(1, card(10, 10));
    const CardMotion::Drawn comes = motion.at(2, card(50, 90));
    CHECK(comes.alpha > 0);
    CHECK(comes.alpha < 1);
    CHECK(motion.leaving().empty());

    motion.begin(5, 9, false);
    (void)motion.at(1, card(10, 10));
    CHECK(motion.at(2, card(50, 90)).alpha == doctest::Approx(1));
    motion.begin(0, 10, false);
    (void)motion.at(1, card(10, 10));
    // As long before its end as the other was after its beginning.
    motion.begin(0, 10 + CardMotion::kSeconds - 0.1, false);
    (void)motion.at(1, card(10, 10));
    REQUIRE(motion.leaving().size() == 1);
    const CardMotion::Leaving goes = motion.leaving().front();
    CHECK(goes.card.name == "worker");
    CHECK(goes.alpha == doctest::Approx(comes.alpha).epsilon(0.001));
    motion.begin(0, 11, false);
    CHECK(motion.leaving().empty());
}

TEST_CASE("a card whose place does not change does not move") {
    CardMotion motion;
    motion.begin(0, 0, false);
    (void)motion.at(1, card(10, 10));
    motion.begin(1, 1, false);
    (void)motion.at(1, card(10, 10));
    motion.begin(1, 1.1, false);
    CHECK_FALSE(motion.at(1, card(10, 10)).moving);
    CHECK(motion.leaving().empty());
}

TEST_CASE("a card that is turned back half way goes back from where it is") {
    CardMotion motion;
    motion.begin(0, 0, false);
    (void)motion.at(1, card(0, 0));
    motion.begin(1, 1, false);
    (void)motion.at(1, card(200, 0));
    motion.begin(1, 1 + CardMotion::kSeconds / 2, false);
    CHECK(motion.at(1, card(200, 0)).min.x == doctest::Approx(100).epsilon(0.02));
    motion.begin(0, 1 + CardMotion::kSeconds / 2, false);
    CHECK(motion.at(1, card(0, 0)).min.x == doctest::Approx(100).epsilon(0.02));
    motion.begin(0, 5, false);
    CHECK(motion.at(1, card(0, 0)).min.x == doctest::Approx(0));
}
