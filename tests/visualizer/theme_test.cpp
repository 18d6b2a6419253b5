// Colours: the six states keep their distance for every pair of eyes, and words are legible.
#include "ui/theme.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

using namespace viz;

namespace {

struct Named {
    const char* name;
    ImU32 colour;
};

std::array<Named, 6> states(const Theme& theme) {
    return {{{"running", theme.running},
             {"ready", theme.ready},
             {"waiting", theme.waiting},
             {"failed", theme.failed},
             {"cancelled", theme.cancelled},
             {"done", theme.done}}};
}

float nearest_pair(const Theme& theme) {
    float least = 1000;
    const auto all = states(theme);
    for (const Eyes eyes : {Eyes::normal, Eyes::protan, Eyes::deutan, Eyes::tritan}) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t j = i + 1; j < all.size(); ++j) {
                const float apart = distance(all[i].colour, all[j].colour, eyes);
                INFO(all[i].name << " and " << all[j].name << " for eyes " << static_cast<int>(eyes) << ": " << apart);
                CHECK(apart >= 11.5f);
                least = std::min(least, apart);
            }
        }
    }
    return least;
}

}  // namespace

TEST_CASE("black and white are 100 apart for everybody, and a colour is 0 from itself") {
    for (const Eyes eyes : {Eyes::normal, Eyes::protan, Eyes::deutan, Eyes::tritan}) {
        CHECK(distance(IM_COL32_BLACK, IM_COL32_WHITE, eyes) == doctest::Approx(100).epsilon(0.01));
        CHECK(distance(IM_COL32(40, 90, 200, 255), IM_COL32(40, 90, 200, 255), eyes) == doctest::Approx(0));
    }
}

TEST_CASE("red and green come close for eyes without red or green cones, not for others") {
    const ImU32 red = IM_COL32(200, 80, 60, 255);
    const ImU32 green = IM_COL32(110, 130, 50, 255);
    CHECK(distance(red, green, Eyes::deutan) < distance(red, green, Eyes::normal) / 2);
    CHECK(distance(red, green, Eyes::tritan) > distance(red, green, Eyes::normal) / 2);
}

TEST_CASE("the six states are far apart in the dark theme, for colour-blind eyes too") {
    CHECK(nearest_pair(dark_theme()) >= 18.0f);
}

TEST_CASE("the six states are apart in the light theme, for colour-blind eyes too") {
    CHECK(nearest_pair(light_theme()) >= 12.0f);
}

TEST_CASE("words and modes are legible in both themes") {
    for (const Theme& theme : {dark_theme(), light_theme()}) {
        CHECK(contrast(theme.text, theme.background) >= 7.0f);
        CHECK(contrast(theme.text_dim, theme.background) >= 4.5f);
        CHECK(contrast(theme.text_faint, theme.background) >= 3.0f);
        CHECK(contrast(theme.text, theme.card) >= 7.0f);
        CHECK(contrast(theme.text_dim, theme.card) >= 4.5f);
        CHECK(contrast(theme.text, theme.current_line) >= 7.0f);
        CHECK(contrast(theme.text, theme.button) >= 7.0f);
        CHECK(contrast(theme.accent_text, theme.accent_fill) >= 4.5f);
        for (const ImU32 code : {theme.code_text, theme.code_keyword, theme.code_type, theme.code_comment,
                                 theme.code_string, theme.code_function})
            CHECK(contrast(code, theme.background) >= 4.0f);
        for (const ImU32 mode :
             {theme.mode_live, theme.mode_gate, theme.mode_freeze, theme.mode_travel, theme.mode_lost})
            CHECK(contrast(mode, theme.background) >= 4.5f);
    }
}

TEST_CASE("text on any state's fill is legible") {
    for (const Theme& theme : {dark_theme(), light_theme()}) {
        for (const Named& state : states(theme)) CHECK(contrast(text_on(state.colour), state.colour) >= 4.5f);
    }
}

TEST_CASE("waiting is never red") {
    for (const Theme& theme : {dark_theme(), light_theme()}) {
        const auto red = theme.waiting >> IM_COL32_R_SHIFT & 0xff;
        const auto blue = theme.waiting >> IM_COL32_B_SHIFT & 0xff;
        CHECK(red < blue);
    }
}

TEST_CASE("a task keeps its swatch, and neighbours differ") {
    const Theme theme = dark_theme();
    for (loopscope::TaskId task = 1; task < 20; ++task) {
        CHECK(theme.swatch(task) == theme.swatch(task));
        CHECK(theme.swatch(task) != theme.swatch(task + 1));
    }
    CHECK(theme.swatch(0) == theme.text_dim);
}

TEST_CASE("fading keeps the colour and lessens its opacity") {
    CHECK(fade(IM_COL32(1, 2, 3, 200), 0.5f) == IM_COL32(1, 2, 3, 100));
    CHECK(fade(IM_COL32(1, 2, 3, 200), 9.0f) == IM_COL32(1, 2, 3, 255));
}
