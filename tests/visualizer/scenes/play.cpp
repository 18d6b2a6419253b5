#include "visualizer/scenes/play.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include <unistd.h>

namespace scenes {
namespace {

using viz::testing::FakeSession;

book::Catalogue two_lessons() {
    book::Catalogue catalogue;
    catalogue.lessons = {viz::testing::gather_lesson(), viz::testing::gather_lesson()};
    catalogue.lessons[1].id = "another";
    catalogue.lessons[1].number = 4;
    catalogue.lessons[1].title = "Another lesson";
    catalogue.tracks = {{"foundations", "Foundations", "what a coroutine is, and who runs it"}};
    return catalogue;
}

}  // namespace

Play::Play(const Format& format, Done& done, bool looks)
    : format_(format), done_(done), looks_(looks), catalogue_(two_lessons()) {}

Play::~Play() {
    if (window_) {
        if (looks_) look();
        passed_by();
    }
    window_.reset();
    app_.reset();
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void Play::make() {
    viz::AppOptions options;
    options.catalogue = &catalogue_;
    options.light = format_.light;
    options.reduce_motion = true;  // what slides is tested by its panel
    options.language_folders = language_folders_;
    options.language = language_;
    options.carried_out = [this](const viz::Action& action) { done_.actions.insert(action.index()); };
    options.start = [this](const viz::LessonStart& start) {
        ++starts;
        auto made = std::make_unique<FakeSession>(start.knobs);
        session_ = made.get();
        return made;
    };
    if (keeps_) options.folders = viz::Folders{folder() / "config", folder() / "data", folder() / "state"};
    if (how) how(options);
    app_ = std::make_unique<viz::App>(std::move(options));
}

viz::App& Play::app() {
    if (!app_) {
        make();
        app_->open_lesson(catalogue_.lessons[0]);
    }
    return *app_;
}

viz::testing::Harness& Play::window() {
    if (!window_)
        window_ = std::make_unique<viz::testing::Harness>(app(), format_.width, format_.height, format_.scale);
    return *window_;
}

void Play::open(Program program) { open(record(program)); }

void Play::open(loopscope::Recording recording) {
    if (!app_) make();
    app_->open_session(recorded_session(std::move(recording), "run.loop"));
    if (window_) frames(3);
    window().frames(6);
    app().player()->seek(app().view().recording.size());
    frames(6);
}

void Play::open_file(const std::filesystem::path& path) {
    if (!app_) make();
    app_->open_session(viz::open_file(path));
    window().frames(3);
}

const std::filesystem::path& Play::folder() {
    if (folder_.empty()) {
        std::string pattern = (std::filesystem::temp_directory_path() / "loopscope_scene_XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
    }
    return folder_;
}

void Play::language(std::string_view text, std::string_view phrases) {
    std::ofstream(folder() / "xx.toml") << text;
    if (!phrases.empty()) std::ofstream(folder() / "xx_narration.toml") << phrases;
    language_folders_ = {folder()};
    language_ = "xx";
}

void Play::keep_files() {
    keeps_ = true;
    folder();
}

void Play::start_over() {
    passed_by();
    window_.reset();
    app_.reset();
    make();
    window();
}

void Play::press(viz::Command command) {
    const auto table = viz::key_table();
    const auto row = std::ranges::find(table, command, &viz::KeyRow::command);
    REQUIRE(row != table.end());
    done_.commands.insert(command);
    passed_by();
    window().key(row->key, row->modifiers);
}

void Play::steps(int count) {
    for (int i = 0; i < count; ++i) press(viz::Command::step);
}

void Play::run() {
    for (int i = 0; i < 12; ++i) press(viz::Command::step);
    mode_is(viz::Mode::ended);
}

void Play::drop(const std::vector<std::string>& paths) {
    window();
    app().drop(paths);
    frames(3);
}

void Play::passed_by() {
    if (!window_) return;
    for (const auto& [name, probed] : app_->probe().shown()) done_.shown.insert(name);
    done_.modes.insert(view().mode);
}

void Play::sees(const std::string& name) {
    passed_by();
    CHECK_MESSAGE(window().shows(name), name << " is not shown; there is" << window().all(name.substr(0, 6)));
}
void Play::sees_not(const std::string& name) { CHECK_MESSAGE(!window().shows(name), name << " is shown"); }
void Play::reads(const std::string& name, std::string_view words) {
    passed_by();
    const viz::Probed* found = window().find(name);
    CHECK_MESSAGE(found != nullptr, name << " is not shown; there is" << window().all(name.substr(0, 6)));
    if (found != nullptr)
        CHECK_MESSAGE(found->text.find(words) != std::string::npos,
                      name << " reads '" << found->text << "', not '" << std::string(words) << "'");
}
void Play::reads_somewhere(std::string_view prefix, std::string_view words) {
    passed_by();
    CHECK_MESSAGE(window().shows_text(prefix, words),
                  "'" << std::string(words) << "' is not among" << window().all(prefix));
}
void Play::twin_says(std::string_view panel, std::string_view words) {
    const std::string text = app().text(panel);
    CHECK_MESSAGE(text.find(words) != std::string::npos, std::string(panel) << " says '" << text << "'");
}
void Play::mode_is(viz::Mode mode) {
    passed_by();
    CHECK(static_cast<int>(view().mode) == static_cast<int>(mode));
}
void Play::look() {
    passed_by();
    if (!looks_) return;
    const std::vector<std::string> faults = window().faults();
    CHECK_MESSAGE(faults.empty(), viz::testing::joined(faults));
}

}  // namespace scenes
