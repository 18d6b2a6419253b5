#include "monitor/control.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

using loopscope::Control;
using loopscope::Pace;
using namespace std::chrono_literals;

namespace {

// A program that passes its gate `steps` times and then ends, on a thread of its own.
// A letter tells where it is: s a step ran, c a checkpoint was passed, t time moved.
class Program {
public:
    Program(Control& control, std::string script) : control_(control) {
        control_.on_standing([this](bool standing) {
            const std::lock_guard lock(mutex_);
            standing_ = standing;
            if (standing) ++stands_;
            changed_.notify_all();
        });
        thread_ = std::thread([this, script] { run(script); });
    }
    ~Program() {
        control_.release();
        thread_.join();
    }
    // Waits until the program has begun to stand for the n-th time, and says what ran until then.
    std::string stood(int times) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stands_ >= times || over_; });
        return done_;
    }
    std::string ended() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return over_; });
        return done_;
    }
    int stands() {
        const std::lock_guard lock(mutex_);
        return stands_;
    }

private:
    void run(const std::string& script) {
        for (const char what : script) {
            if (what == 's') control_.at_step();
            if (what == 't') control_.before_time_moves(1s);
            {
                const std::lock_guard lock(mutex_);
                done_ += what;
            }
            if (what == 'c') control_.at_checkpoint();
        }
        const std::lock_guard lock(mutex_);
        over_ = true;
        changed_.notify_all();
    }

    Control& control_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string done_;
    bool standing_ = false;
    bool over_ = false;
    int stands_ = 0;
    std::thread thread_;
};

}  // namespace

TEST_CASE("a program that nobody holds runs to its end") {
    Control control;
    Program program(control, "sstscs");
    CHECK(program.ended() == "sstscs");
    CHECK(program.stands() == 0);
    CHECK_FALSE(control.standing());
}

TEST_CASE("paused before it begins, a program stands before its first step") {
    Control control;
    control.pause();
    Program program(control, "sss");
    CHECK(program.stood(1) == "");
    CHECK(control.standing());
    control.go_on();
    CHECK(program.ended() == "sss");
}

TEST_CASE("a gate says whether it held the program") {
    Control control;
    control.on_standing([&](bool standing) {
        if (standing) control.run_to_checkpoint();
    });
    CHECK_FALSE(control.at_step());
    CHECK_FALSE(control.at_checkpoint());
    CHECK_FALSE(control.before_time_moves(1s));
    control.pause();
    CHECK(control.at_step());
    CHECK_FALSE(control.at_step());
    CHECK(control.at_checkpoint());
    control.pause();
    CHECK(control.before_time_moves(1s));
    control.go_on();
    control.set_pace({.step_ns = 0, .time_scale = 1e-9});
    CHECK(control.before_time_moves(1s));
    control.release();
    control.pause();
    CHECK_FALSE(control.at_step());
}

TEST_CASE("step runs as many steps as asked and stands at the next") {
    Control control;
    control.pause();
    Program program(control, "ssssss");
    program.stood(1);
    control.step(1);
    CHECK(program.stood(2) == "s");
    control.step(3);
    CHECK(program.stood(3) == "ssss");
}

TEST_CASE("a step asked for before the program has come to its gate counts from that gate") {
    Control control;
    control.pause();
    control.step(1);
    Program program(control, "sss");
    CHECK(program.stood(1) == "s");
}

TEST_CASE("steps asked for one after the other add up, however far the program has come meanwhile") {
    for (int round = 0; round < 200; ++round) {
        Control control;
        control.pause();
        Program program(control, "ssssssss");
        for (int i = 0; i < 5; ++i) control.step(1);
        // It may or may not stand on its way; in the end it stands after five.
        for (int stands = 1; program.stood(stands) != "sssss"; ++stands) REQUIRE(stands < 8);
        REQUIRE(program.stands() <= 6);
    }
}

TEST_CASE("a step of nothing is a pause") {
    Control control;
    control.step(0);
    Program program(control, "s");
    CHECK(program.stood(1) == "");
}

TEST_CASE("run to checkpoint stands after the checkpoint, inside its step") {
    Control control;
    control.pause();
    Program program(control, "sscscs");
    program.stood(1);
    control.run_to_checkpoint();
    CHECK(program.stood(2) == "ssc");
    control.run_to_checkpoint();
    CHECK(program.stood(3) == "sscsc");
    control.run_to_checkpoint();
    CHECK(program.ended() == "sscscs");
}

TEST_CASE("go on to a checkpoint runs at the pace, stands there once, and ends without one") {
    Control control;
    control.pause();
    Program program(control, "stscscss");
    program.stood(1);
    control.go_on(true);
    CHECK(program.stood(2) == "stsc");
    control.go_on(true);
    CHECK(program.stood(3) == "stscsc");
    control.go_on(true);
    CHECK(program.ended() == "stscscss");
    CHECK(program.stands() == 3);
}

TEST_CASE("a plain go on forgets the checkpoint that was to be stood at") {
    Control control;
    control.pause();
    Program program(control, "sscsc");
    program.stood(1);
    control.set_pace({.step_ns = 3'600'000'000'000, .time_scale = 0});
    control.go_on(true);  // the first step, and then an hour
    control.go_on();
    control.set_pace({});
    CHECK(program.ended() == "sscsc");
    CHECK(program.stands() == 1);
}

TEST_CASE("the wait before time moves is a gate that counts as a step") {
    Control control;
    control.pause();
    Program program(control, "stsststs");
    program.stood(1);
    control.step(1);
    CHECK(program.stood(2) == "s");  // before time moves
    control.step(1);
    CHECK(program.stood(3) == "st");
    control.step(3);
    CHECK(program.stood(4) == "stsst");
    control.step(1);
    CHECK(program.stood(5) == "stssts");
}

TEST_CASE("a step from a checkpoint ends at the next step's gate") {
    Control control;
    control.run_to_checkpoint();
    Program program(control, "scsss");
    CHECK(program.stood(1) == "sc");
    control.step(1);
    CHECK(program.stood(2) == "sc");
    control.step(1);
    CHECK(program.stood(3) == "scs");
}

TEST_CASE("go on and pause in one breath move the program on by at least one step") {
    for (int round = 0; round < 200; ++round) {
        Control control;
        control.pause();
        Program program(control, "sss");
        program.stood(1);
        control.go_on();
        control.pause();
        REQUIRE(program.stood(2) != "");  // it runs how far it can until the pause comes
    }
}

TEST_CASE("a stand knows how many moves it has heeded") {
    Control control;
    control.pause();
    Program program(control, "ssss");
    program.stood(1);
    CHECK(control.moves_heeded() == 0);
    control.step(1);
    program.stood(2);
    CHECK(control.moves_heeded() == 1);
    control.pause();
    control.step(1);
    program.stood(3);
    CHECK(control.moves_heeded() == 2);
}

TEST_CASE("release lets go of a standing program for good") {
    Control control;
    control.pause();
    Program program(control, "sscs");
    program.stood(1);
    control.release();
    control.pause();
    control.run_to_checkpoint();
    CHECK(program.ended() == "sscs");
    CHECK(program.stands() == 1);
}

TEST_CASE("a wait for the pace ends at once when a command comes") {
    Control control;
    control.set_pace({.step_ns = 3'600'000'000'000, .time_scale = 0});
    SUBCASE("pause: it stands where it waits") {
        Program program(control, "ss");  // the first step needs no wait, the second an hour
        control.pause();
        const std::string until = program.stood(1);
        CHECK((until == "" || until == "s"));
    }
    SUBCASE("step: it goes by hand and so without a wait") {
        control.pause();
        Program program(control, "ssssss");
        program.stood(1);
        control.step(4);
        CHECK(program.stood(2) == "ssss");
    }
    SUBCASE("a faster pace: the rest of the wait is that of the new pace") {
        Program program(control, "sss");
        control.set_pace({});
        CHECK(program.ended() == "sss");
    }
    SUBCASE("release") {
        Program program(control, "sss");
        control.release();
        CHECK(program.ended() == "sss");
    }
}

TEST_CASE("a pause stops virtual time: the program stands before time moves") {
    Control control;
    control.pause();
    Program program(control, "ts");
    CHECK(program.stood(1) == "");
    SUBCASE("and on go on time moves") {
        control.go_on();
        CHECK(program.ended() == "ts");
    }
    SUBCASE("and a step from there takes it to the next step's gate") {
        control.step(1);
        CHECK(program.stood(2) == "t");
    }
}

TEST_CASE("a wait for virtual time can be interrupted") {
    Control control;
    control.set_pace({.step_ns = 0, .time_scale = 3600.0});  // each "t" would take an hour
    SUBCASE("by a pause, which makes it stand there") {
        Program program(control, "t");
        control.pause();
        CHECK(program.stood(1) == "");
    }
    SUBCASE("by another pace, for the rest of the wait") {
        Program program(control, "tt");
        control.set_pace({.step_ns = 0, .time_scale = 1e-9});
        CHECK(program.ended() == "tt");
    }
    SUBCASE("by a step, which stands before time moves the next time") {
        Program program(control, "tts");
        control.step(1);
        const std::string until = program.stood(1);
        CHECK((until == "" || until == "t"));  // it may have come before the first wait
    }
    SUBCASE("by release") {
        Program program(control, "tt");
        control.release();
        CHECK(program.ended() == "tt");
    }
}

TEST_CASE("a pace that makes no sense means no waiting") {
    for (const double scale : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        Control control;
        control.set_pace({.step_ns = 0, .time_scale = scale});
        Program program(control, "tsts");
        CHECK(program.ended() == "tsts");
    }
}

TEST_CASE("an endless pace still lets go") {
    Control control;
    control.set_pace({.step_ns = ~std::uint64_t{0}, .time_scale = 1e300});
    Program program(control, "stst");
    control.set_pace({});
    CHECK(program.ended() == "stst");
}
