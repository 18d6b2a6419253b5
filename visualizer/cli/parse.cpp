#include "cli/options.hpp"
#include "cli/output.hpp"
#include "kit/book/catalogue.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>

namespace cli {
namespace {

const std::map<std::string, Verb>& verbs() {
    static const std::map<std::string, Verb> all{
        {"list", Verb::list},   {"run", Verb::run},       {"view", Verb::view}, {"export", Verb::export_file},
        {"bench", Verb::bench}, {"doctor", Verb::doctor}, {"tree", Verb::tree}, {"report", Verb::report},
    };
    return all;
}

constexpr const char* kAbout =
    "Loopscope: an interactive laboratory for asynchronous programming in C++20.\n"
    "Without a command it opens the window at a lesson; without a display, it runs that lesson here.";

constexpr const char* kExamples = R"(
Examples:
  loopscope                     the window, at its start page
  loopscope gather              the window, at a lesson: a number, a name, or a part of its title
  loopscope gather --screenshot shot.png --size 1600x900 --at end
  loopscope gather --at 7 --text timeline,why
  loopscope run gather --knob delay_1=5
  loopscope list

`loopscope COMMAND --help` tells more.)";

constexpr const char* kRunExamples = R"(
Examples:
  loopscope run gather                       each step, told in a sentence
  loopscope run gather --quiet               only the lines that the lesson prints
  loopscope run 3 --knob delay_1=5 --record run.loop
  loopscope run gather --json | jq .elapsed)";

constexpr const char* kViewExamples = R"(
Examples:
  loopscope view run.loop
  loopscope view run.loop --screenshot shot.png --at checkpoint:concurrent)";

constexpr const char* kExportExamples = R"(
Examples:
  loopscope export run.loop                                one line an event
  loopscope export run.loop --format json | jq .meta
  loopscope export run.loop --format perfetto -o run.json  open it at ui.perfetto.dev
  loopscope export run.loop --format svg -o run.svg        a page for a handout
  loopscope export run.loop --format svg --axis loop --from 0.5s --to 2s --width 900 -o part.svg)";

constexpr const char* kReportExamples = R"(
Examples:
  loopscope report run.loop
  loopscope report gather --knob delay_1=5   a lesson, run first
  loopscope report gather --from checkpoint:sequential --to checkpoint:concurrent
  loopscope report run.loop --fail-on warning --json | jq .findings)";

constexpr const char* kTreeExamples = R"(
Examples:
  loopscope tree run.loop                    as it stood when the run got stuck
  loopscope tree gather --at 7.5s            a lesson, run first
  loopscope tree gather --at checkpoint:concurrent --knob delay_1=5
  loopscope tree run.loop --at 120 --by creation --json)";

void add_window_options(CLI::App& app, Options& options) {
    app.add_option("--screenshot", options.screenshot, "Draw the window into this PNG and exit; needs no display")
        ->type_name("FILE");
    app.add_option("--text", options.text,
                   "Print these panels as text and exit; needs no display: timeline, why, tasks ... or all")
        ->type_name("PANEL,...");
    app.add_option("--script", options.script, "Do what this file says, and make its pictures; needs no display")
        ->type_name("FILE");
    app.add_option("--size", options.size, "Size of the window or picture, such as 1600x900")->type_name("WxH");
    app.add_option("--at", options.at,
                   "Where the picture or the text is taken: a step's number, checkpoint, checkpoint:NAME or end")
        ->type_name("PLACE");
    app.add_flag("--light", options.light, "Light colours");
    app.add_option("--language", options.language, "The language of the window's words, such as en")->type_name("CODE");
    app.add_flag("--narrate", options.narrate, "Say on stdout what the window shows, as it changes");
    app.add_flag("--reduce-motion", options.reduce_motion, "Nothing slides; LOOPSCOPE_REDUCE_MOTION=1 asks for it too");
}

void add_lesson_options(CLI::App& app, Options& options) {
    app.add_option("--knob", options.knobs, "Set one of the lesson's knobs; may be repeated")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_flag("--real-time", options.real_time, "Wait for real; without it time jumps from one timer to the next");
}

void add_chance_options(CLI::App& app, Options& options) {
    app.add_option("--seed", options.seed, "Seed for what the lesson leaves to chance")->type_name("N");
    app.add_option("--schedule", options.schedule, "Who runs next: fifo, random (by the seed), or places such as 0,2,1")
        ->type_name("LIST");
}

void add_run(CLI::App& app, Options& options) {
    CLI::App& run = *app.add_subcommand("run", "Run a lesson in the terminal, each step told in a sentence");
    run.add_option("LESSON", options.lesson, "A number, a name, or a part of its title");
    add_lesson_options(run, options);
    run.add_option("--record", options.record, "Record the run into this file")->type_name("FILE");
    add_chance_options(run, options);
    run.add_flag("--quiet,-q", options.quiet, "Print the lesson's own lines and nothing else");
    run.add_flag("--json", options.json, "Print one JSON object with what came of it");
    run.footer(kRunExamples);
}

void add_report(CLI::App& app, Options& options) {
    CLI::App& report = *app.add_subcommand("report", "Say what is wrong with a run, and where its time went");
    report.add_option("FILE|LESSON", options.file, "A recording, or a lesson to run first");
    report.add_option("--from", options.from, "Where the part begins: a step, 1.5s, event:120 or checkpoint:NAME")
        ->type_name("MOMENT");
    report.add_option("--to", options.to, "Where it ends")->type_name("MOMENT");
    report
        .add_option("--fail-on", options.fail_on,
                    "Exit with 1 if there is such a finding, or a graver one: error, "
                    "warning or hint")
        ->type_name("SEVERITY");
    report.add_flag("--json", options.json, "As JSON");
    add_lesson_options(report, options);
    add_chance_options(report, options);
    report.footer(kReportExamples);
}

void add_tree(CLI::App& app, Options& options) {
    CLI::App& tree = *app.add_subcommand("tree", "Show who awaits whom, and at which line, at one moment of a run");
    tree.add_option("FILE|LESSON", options.file, "A recording, or a lesson to run first");
    tree.add_option("--at", options.at,
                    "Which moment: a step, a time such as 1.5s, event:120, checkpoint:NAME or end; without it the "
                    "last one at which somebody waited")
        ->type_name("MOMENT");
    tree.add_option("--by", options.by, "awaits: an awaiter above what it awaits; creation: who created whom")
        ->type_name("HOW")
        ->default_str("awaits");
    tree.add_flag("--json", options.json, "As JSON");
    add_lesson_options(tree, options);
    add_chance_options(tree, options);
    tree.footer(kTreeExamples);
}

void add_the_others(CLI::App& app, Options& options) {
    CLI::App& list = *app.add_subcommand("list", "Show all lessons");
    list.add_flag("--json", options.json, "As JSON");
    list.footer("\nExamples:\n  loopscope list\n  loopscope list --json | jq -r '.[].id'");

    CLI::App& view = *app.add_subcommand("view", "Open the window on a recording");
    view.add_option("FILE", options.file, "A recording, made by `loopscope run LESSON --record FILE`");
    add_window_options(view, options);
    view.footer(kViewExamples);

    CLI::App& to = *app.add_subcommand("export", "Write a recording as text, JSON, a trace for Perfetto or a picture");
    to.add_option("FILE", options.file, "A recording, made by `loopscope run LESSON --record FILE`");
    to.add_option("--format,-f", options.format, "text, json, perfetto or svg")
        ->type_name("FORMAT")
        ->default_str("text");
    to.add_option("--out,-o", options.out, "Write here and not to the terminal")->type_name("FILE");
    to.add_option("--axis", options.axis, "perfetto, svg: along what events stand: step, loop (time) or real (time)")
        ->type_name("AXIS");
    to.add_option("--from", options.from, "svg: where the picture begins, as for report")->type_name("MOMENT");
    to.add_option("--to", options.to, "svg: where it ends")->type_name("MOMENT");
    to.add_option("--width", options.width, "svg: its width in pixels, 1200 if nothing is said")->type_name("PX");
    to.footer(kExportExamples);

    CLI::App& bench = *app.add_subcommand("bench", "Measure the runtime, with its peers beside it");
    bench.add_flag("--json", options.json, "As JSON");
    bench.footer("\nExamples:\n  loopscope bench\n  loopscope bench --json > figures.json");

    CLI::App& doctor = *app.add_subcommand("doctor", "Tell what is here, what is missing, and how to get it");
    doctor.footer("\nExample:\n  loopscope doctor");
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

std::string own_name(const Options& options) {
    for (const auto& [name, verb] : verbs()) {
        if (verb == options.verb) return "`loopscope " + name + "`";
    }
    return "`loopscope`";
}

// What CLI11 could not read: an option without its value, in practice.
int explain(const CLI::ParseError& error, const Options& options) {
    const std::string what = error.what();
    const std::string option = what.substr(0, what.find_first_of(":,"));
    const std::string name = own_name(options);
    const std::string help = "See " + name.substr(0, name.size() - 1) + " --help`.";
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && option.starts_with('-'))
        return complain("The option " + option + " needs a value behind it.", help, kWrongUse);
    return complain("The command line cannot be understood: " + what + ".", help, kWrongUse);
}

// An empty word is most likely a shell's variable that is not set, and never what was meant.
int refuse_empty(const CLI::App& app, const Options& options) {
    for (const CLI::Option* option : app.get_options()) {
        const auto& words = option->results();
        if (option->get_items_expected_max() == 0 || std::find(words.begin(), words.end(), "") == words.end()) continue;
        const std::string name = own_name(options);
        const std::string help = "See " + name.substr(0, name.size() - 1) + " --help`.";
        if (option->get_positional())
            return complain("The word for " + option->get_name() + " is empty.", help, kWrongUse);
        return complain("The option " + option->get_name() + " needs a value behind it, and not an empty word.", help,
                        kWrongUse);
    }
    return 0;
}

int refuse_missing(const Options& options) {
    if (options.verb == Verb::run && options.lesson.empty())
        return complain("`loopscope run` needs a lesson.", "Try `loopscope run 1`; `loopscope list` shows all.",
                        kWrongUse);
    if ((options.verb == Verb::view || options.verb == Verb::export_file) && options.file.empty())
        return complain(own_name(options) + " needs a recording.", "Make one: `loopscope run 1 --record run.loop`.",
                        kWrongUse);
    if (options.verb == Verb::report && options.file.empty())
        return complain("`loopscope report` needs a recording or a lesson.",
                        "Try `loopscope report 3`; `loopscope list` shows all lessons.", kWrongUse);
    if (options.verb == Verb::tree && options.file.empty())
        return complain("`loopscope tree` needs a recording or a lesson.",
                        "Try `loopscope tree 3 --at 1.5s`; `loopscope list` shows all lessons.", kWrongUse);
    return 0;
}

}  // namespace

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const auto& [name, verb] : verbs()) names.push_back(name);
    return names;
}

int refuse_extras(const Options& options) {
    if (options.extras.empty()) return 0;
    const auto first_option = std::find_if(options.extras.begin(), options.extras.end(),
                                           [](const std::string& word) { return word.size() > 1 && word[0] == '-'; });
    if (first_option == options.extras.end())
        return complain(own_name(options) + " has no use for '" + options.extras.front() + "'.",
                        "Leave it out, or see `loopscope --help`.", kWrongUse);
    const std::string option = first_option->substr(0, first_option->find('='));
    const std::string near = book::nearest(option, options.known_options);
    return complain("There is no option '" + option + "' for " + own_name(options) + ".",
                    near.empty() ? "`--help` shows which there are." : "Did you mean '" + near + "'?", kWrongUse);
}

Parsed parse(int argc, char** argv) {
    Parsed parsed;
    Options& options = parsed.options;
    CLI::App app(kAbout, "loopscope");
    app.allow_extras();
    app.set_version_flag("--version", "loopscope " LOOPSCOPE_VERSION);
    std::string lesson;  // not behind any command
    app.add_option("LESSON", lesson, "A number, a name, or a part of its title");
    add_lesson_options(app, options);
    add_window_options(app, options);
    app.add_flag("--verbose", options.verbose, "Say on stderr what is going on");
    app.footer(kExamples);
    add_run(app, options);
    add_tree(app, options);
    add_report(app, options);
    add_the_others(app, options);
    app.require_subcommand(0, 1);
    for (CLI::App* command : app.get_subcommands(nullptr)) {
        command->allow_extras();
        command->add_flag("--verbose", options.verbose, "Say on stderr what is going on");
    }

    const CLI::App* used = &app;
    const auto find_used = [&] {
        const auto chosen = app.get_subcommands();
        if (chosen.empty()) return;
        used = chosen.front();
        options.verb = verbs().at(used->get_name());
    };
    try {
        app.parse(argc, argv);
        find_used();
    } catch (const CLI::Success& shown) {
        parsed.done = true;
        parsed.status = app.exit(shown);
        return parsed;
    } catch (const CLI::ParseError& error) {
        find_used();
        parsed.done = true;
        parsed.status = explain(error, options);
        return parsed;
    }
    parsed.status = refuse_empty(app, options);
    if (parsed.status == 0 && used != &app) parsed.status = refuse_empty(*used, options);
    parsed.done = parsed.status != 0;
    if (parsed.done) return parsed;
    options.extras = app.remaining(true);
    options.known_options = option_names(*used);
    const bool behind = options.verb == Verb::run && options.lesson.empty();  // "gather run" is clear enough
    if (options.verb == Verb::window || behind) {
        options.lesson = lesson;
    } else if (!lesson.empty()) {
        options.extras.insert(options.extras.begin(), lesson);
    }
    if (options.verb != Verb::window) parsed.status = refuse_extras(options);
    if (parsed.status == 0) parsed.status = refuse_missing(options);
    parsed.done = parsed.status != 0;
    return parsed;
}

}  // namespace cli
