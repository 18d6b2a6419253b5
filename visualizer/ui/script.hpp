// Script: what a person would do in the window, written down: for the pictures of the guide, and for tests
// of the real program.
//
//     # a remark
//     click transport/step          a widget by the name that it tells the probe
//     hover loop/phase/poll         long enough for its tooltip
//     drag timeline/cursor -40 0    by so many pixels
//     scroll tasks -3               the wheel; positive is upwards
//     key ctrl+p                    as the help sheet calls it
//     type fetch-2
//     wait 0.5                      seconds, while the program goes on
//     until checkpoint:all-here     or a step's number, or end: as --at
//     picture images/step.png       what is shown now
//
// After each line the window is given time to come to rest.
//
// Thread rule: one thread at a time.
#pragma once
#include "app.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

struct ScriptLine {
    enum class Verb { click, hover, drag, scroll, key, type, wait, until, picture } verb = Verb::click;
    std::size_t number = 0;  // of the line, from 1
    std::string name;        // of a widget; what is typed; a picture's file; where `until` goes
    float x = 0, y = 0;      // drag
    double amount = 0;       // scroll, wait
    int key = 0, modifiers = 0;
};

struct Script {
    std::vector<ScriptLine> lines;
    std::string error;  // "Line 3: ..." with what to write instead; "" if all can be understood
};

Script parse_script(std::string_view text);

class Offscreen;

// Plays it; false: which line could not be done, in `error`. `until` reads a place as --at does.
bool play_script(App& app, Offscreen& picture, const Script& script,
                 const std::function<std::optional<App::At>(const std::string&)>& until, std::string& error);

}  // namespace viz
