// Options: what was asked for on the command line.
//
// Thread rule: plain data, none.
#pragma once
#include <string>
#include <vector>

namespace cli {

enum class Verb { window, list, run, view, export_file, tree, report, bench, doctor };

struct Options {
    Verb verb = Verb::window;
    std::string lesson;  // "" : the first one
    std::string file;    // view, export; tree, report: or a lesson

    // The values are read where they are used, by cli/values.hpp.
    std::vector<std::string> knobs;  // "NAME=VALUE"
    std::string screenshot;          // a PNG to draw instead of opening a window
    std::string size;                // "1600x900"
    std::string script;              // a file of what to do in the window, without a display
    std::string text;                // panels to print as text instead, "timeline,why" or "all"
    std::string language;            // "en"; "": as set, or as the system says
    std::string at;                  // "12", "checkpoint", "checkpoint:NAME", "end"
    std::string record;
    std::string seed;
    std::string schedule;
    std::string format = "text";
    std::string by = "awaits";  // tree: or "creation"
    std::string axis;           // of an exported picture: "step", "loop", "real"; "": the usual one
    std::string from;           // the part of it to show, places on that axis; report: moments
    std::string to;
    std::string width;
    std::string fail_on;  // report: "error", "warning", "hint"; "": no finding is a failure
    std::string out;      // "": stdout
    bool json = false;
    bool quiet = false;
    bool real_time = false;
    bool light = false;
    bool reduce_motion = false;
    bool narrate = false;
    bool verbose = false;

    // Words that fit nowhere, and the options that would have fitted.
    std::vector<std::string> extras;
    std::vector<std::string> known_options;
};

struct Parsed {
    Options options;
    bool done = false;  // help or a version was shown, or the error was told
    int status = 0;     // the exit status, if done
};

// Tells help, the version and what cannot be understood by itself. Extra words of the
// window's command line are left in `extras`: only who knows the lessons can say what was meant.
Parsed parse(int argc, char** argv);

// The names of the commands, for suggestions.
std::vector<std::string> command_names();

// Complains about the first of `options.extras`, if there is one; the exit status or 0.
int refuse_extras(const Options& options);

}  // namespace cli
