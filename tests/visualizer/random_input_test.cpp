// Random input: whatever hands, files and programs do to the window, it stands.
//
// LOOPSCOPE_INPUT_EVENTS=100000 plays longer, LOOPSCOPE_INPUT_SEED=7 otherwise; a failure tells both.
#include "visualizer/scenes/play.hpp"
#include "visualizer/scenes/pseudo_language.hpp"

#include <array>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <random>

namespace scenes {
namespace {

using viz::testing::FakeSession;

std::size_t number_of(const char* name, std::size_t otherwise) {
    const char* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? otherwise : std::strtoull(value, nullptr, 10);
}

class Monkey {
public:
    explicit Monkey(std::size_t seed) : random_(seed) {
        make_files();
        catalogue_.lessons = {viz::testing::gather_lesson(), viz::testing::gather_lesson()};
        catalogue_.lessons[1].id = "another";
        catalogue_.lessons[1].number = 4;
        viz::AppOptions options;
        options.catalogue = &catalogue_;
        options.folders = viz::Folders{folder_ / "config", folder_ / "data", folder_ / "state"};
        options.language_folders = {folder_};
        options.start = [this](const viz::LessonStart& start) {
            auto made = std::make_unique<FakeSession>(start.knobs);
            session_ = made.get();
            return made;
        };
        options.carried_out = [this](const viz::Action& action) { forget_session_if_gone(action); };
        app_ = std::make_unique<viz::App>(std::move(options));
        app_->open_lesson(catalogue_.lessons[0]);
        window_ = std::make_unique<viz::testing::Harness>(*app_, 1280, 720);
    }
    ~Monkey() {
        window_.reset();
        app_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    // One thing happens; then perhaps a frame, for much can happen between two.
    void play() {
        event();
        if (roll(4) != 0) window_->frame();
        check();
    }

private:
    std::size_t roll(std::size_t sides) { return random_() % sides; }
    float across(float width) { return static_cast<float>(roll(static_cast<std::size_t>(width) + 40)) - 20; }

    void make_files() {
        std::string pattern = (std::filesystem::temp_directory_path() / "loopscope_input_XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
        write_file(Program::primitives, folder_ / "good.loop");
        write_file(Program::deadlock, folder_ / "stuck.loop");
        write_file(Program::wide_names, folder_ / "wide.loop");
        write_file(Program::findings, folder_ / "cut.loop");
        std::filesystem::resize_file(folder_ / "cut.loop", std::filesystem::file_size(folder_ / "cut.loop") / 2);
        std::ofstream(folder_ / "letter.loop") << "no recording";
        std::ofstream(folder_ / "empty.loop");
        std::ofstream(folder_ / "xx.toml") << pseudo(std::string(viz::english_language()), "ui");
        std::ofstream(folder_ / "yy.toml") << "[language]\nname = \"Leer\"\n[ui.transport]\nstep = \"\"\n";
    }

    void event() {
        ImGuiIO& io = ImGui::GetIO();
        switch (roll(20)) {
            case 0:
            case 1:
            case 2:
            case 3:
                io.MousePos = ImVec2(across(io.DisplaySize.x), across(io.DisplaySize.y));
                return;
            case 4:
            case 5:
            case 6:
                return press_something();
            case 7:
            case 8:
                io.MouseDown[0] = !io.MouseDown[0];
                return;
            case 9:
                io.MouseDown[1] = !io.MouseDown[1];
                return;
            case 10:
                io.MouseWheel = static_cast<float>(roll(21)) - 10;
                return;
            case 11:
            case 12:
            case 13:
            case 14:
                return key();
            case 15:
                return type();
            default:
                return seldom();
        }
    }

    // On a widget, as a person aims.
    void press_something() {
        const auto& shown = app_->probe().shown();
        if (shown.empty()) return;
        const auto& probed = std::next(shown.begin(), static_cast<std::ptrdiff_t>(roll(shown.size())))->second;
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos = ImVec2((probed.min.x + probed.max.x) / 2, (probed.min.y + probed.max.y) / 2);
        window_->frame();
        io.MouseDown[0] = true;
        window_->frame();
        if (roll(5) != 0) io.MouseDown[0] = false;
    }

    void key() {
        const auto table = viz::key_table();
        const viz::KeyRow& row = table[roll(table.size())];
        if (roll(6) == 0) {
            app_->key(static_cast<int>(roll(350)), static_cast<int>(roll(16)));
        } else {
            app_->key(row.key, row.modifiers);
        }
    }

    void type() {
        constexpr std::array<unsigned, 8> kOdd{0, 9, 127, 0xD800, 0x4EFB, 0x1F40D, 0x110000, 0xFFFFFFFF};
        for (std::size_t i = 0; i < roll(8); ++i)
            app_->character(roll(4) == 0 ? kOdd[roll(kOdd.size())] : static_cast<unsigned>(32 + roll(95)));
    }

    void seldom() {
        constexpr std::array<std::pair<int, int>, 6> kSizes{
            {{1280, 720}, {960, 600}, {1600, 900}, {320, 240}, {2560, 1440}, {1, 1}}};
        switch (roll(60)) {
            case 0: {
                const auto [width, height] = kSizes[roll(kSizes.size())];
                ImGui::GetIO().DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
                return;
            }
            case 1:
                return drop();
            case 2:
                if (session_ != nullptr && app_->session() == session_) session_->crash();
                return;
            case 3:
                app_->open_lesson(catalogue_.lessons[roll(2)]);
                return;
            case 4:
                app_->set_calm(roll(2) == 0);
                return;
            case 5:
                (void)app_->text();
                return;
            case 6:
                (void)app_->take_told();
                return;
            case 7:
                window_->pass(static_cast<double>(roll(5000)) / 1000);
                return;
            default:
                return window_->frame();
        }
    }

    void drop() {
        constexpr std::array kNames{"good.loop",   "stuck.loop", "wide.loop", "cut.loop",
                                    "letter.loop", "empty.loop", "gone.loop", "."};
        std::vector<std::string> paths;
        for (std::size_t i = 0; i < roll(3); ++i) paths.push_back((folder_ / kNames[roll(kNames.size())]).string());
        app_->drop(paths);
    }

    void forget_session_if_gone(const viz::Action&) {
        if (app_ && app_->session() != session_) session_ = nullptr;
    }

    void check() {
        ++events_;
        const viz::View view = app_->view();
        REQUIRE(view.cursor <= view.recording.size());
        REQUIRE(ImGui::GetDrawData()->TotalVtxCount < 400'000);
        if (events_ % 64 == 0 && view.cursor >= view.recording.first())
            REQUIRE(view.world == view.recording.at(view.cursor));
    }

    std::mt19937_64 random_;
    std::filesystem::path folder_;
    book::Catalogue catalogue_;
    FakeSession* session_ = nullptr;
    std::unique_ptr<viz::App> app_;
    std::unique_ptr<viz::testing::Harness> window_;
    std::size_t events_ = 0;
};

}  // namespace

TEST_CASE("random input neither breaks the window nor the picture of the recording") {
    const std::size_t events = number_of("LOOPSCOPE_INPUT_EVENTS", 10'000);
    const std::size_t seed = number_of("LOOPSCOPE_INPUT_SEED", 1);
    Monkey monkey(seed);
    for (std::size_t i = 0; i < events; ++i) {
        INFO("event " << i << " with LOOPSCOPE_INPUT_SEED=" << seed);
        monkey.play();
    }
}

}  // namespace scenes
