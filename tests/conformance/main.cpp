// Runs the C++ halves of the pairs, and compares them with what CPython printed.
//
//   conformance lock/fifo             runs one
//   conformance --list                names them all
//   conformance --check FOLDER TOPIC  runs those of a topic, each in a process of its own, and
//                                     compares its lines with FOLDER/TOPIC/NAME.txt
//   conformance --findings lock/fifo  runs one and tells what the monitor finds in it
//   conformance --findings FILE TOPIC the same for a topic, compared with what FILE lists
#include "conformance/program.hpp"
#include "conformance/recorded.hpp"
#include "findings/expected.hpp"

#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace conformance {

namespace {

constexpr unsigned kSeconds = 30;  // for a program that hangs; a good one takes a fraction of a second

std::vector<Program>& programs() {
    static std::vector<Program> all;
    return all;
}

struct Run {
    std::string output;
    int status = 0;  // as waitpid tells
};

// Its own process: what it prints is caught, and a crash is a finding among others.
// `what` gets the descriptor whose output counts, which is stdout's too while `prints`.
Run run_apart(const std::function<void(int)>& what, bool prints = true) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("there is no pipe to be had");
    std::fflush(nullptr);
    const ::pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("there is no process to be had");
    if (child == 0) {
        ::close(ends[0]);
        if (prints) {
            ::dup2(ends[1], STDOUT_FILENO);
        } else if (std::freopen("/dev/null", "w", stdout) == nullptr) {
            ::_exit(1);
        }
        ::alarm(kSeconds);
        what(ends[1]);
        std::fflush(nullptr);
        ::_exit(0);
    }
    ::close(ends[1]);
    Run run;
    char buffer[4096];
    for (;;) {
        const ::ssize_t count = ::read(ends[0], buffer, sizeof buffer);
        if (count <= 0) break;
        run.output.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    ::waitpid(child, &run.status, 0);
    return run;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void show_difference(std::vector<std::string> expected, std::vector<std::string> got) {
    std::size_t width = 10;
    for (const std::string& line : expected) width = std::max(width, line.size() + 2);
    expected.resize(std::max(expected.size(), got.size()));
    got.resize(expected.size());
    fmt::print("    {:<{}}{}\n", "asyncio", width, "aio");
    for (std::size_t i = 0; i < expected.size(); ++i) {
        fmt::print("  {} {:<{}}{}\n", expected[i] == got[i] ? " " : "!", expected[i], width, got[i]);
    }
}

bool agrees(const Program& program, const std::filesystem::path& folder) {
    const Run run = run_apart([&](int) { program.run(); });
    const auto expected = lines_of(read(folder / (program.name() + ".txt")));
    const auto got = lines_of(run.output);
    if (run.status == 0 && got == expected && !expected.empty()) return true;
    fmt::print("{}: ", program.name());
    if (WIFSIGNALED(run.status)) {
        fmt::print("ended by signal {}\n", WTERMSIG(run.status));
    } else if (run.status != 0) {
        fmt::print("ended with status {}\n", WEXITSTATUS(run.status));
    } else if (expected.empty()) {
        fmt::print("there is no recording of it: python3.13 record.py {}\n", program.topic());
    } else {
        fmt::print("other lines than asyncio's\n");
    }
    show_difference(expected, got);
    return false;
}

// What there is of a topic, by file and by registration.
std::set<std::string> recorded(const std::filesystem::path& folder, const std::string& topic) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder / topic)) {
        if (entry.path().extension() == ".py") names.insert(topic + "/" + entry.path().stem().string());
    }
    return names;
}

int check(const std::filesystem::path& folder, const std::string& topic) {
    int count = 0;
    int bad = 0;
    auto missing = recorded(folder, topic);
    for (const Program& program : Program::all()) {
        if (program.topic() != topic) continue;
        ++count;
        if (!agrees(program, folder)) ++bad;
        if (missing.erase(program.name()) == 0) {
            fmt::print("{}: has no Python half\n", program.name());
            ++bad;
        }
    }
    for (const std::string& name : missing) {
        fmt::print("{}: has no C++ half\n", name);
        ++bad;
    }
    fmt::print("{}: {} programs, {} findings\n", topic, count, bad);
    return bad == 0 && count > 0 ? 0 : 1;
}

// One line, and "?" for a program that did not come to its end.
std::string findings_of(const Program& program) {
    const auto tell = [&](int to) {
        const std::string found = find_in(program).summary + "\n";
        if (::write(to, found.data(), found.size()) < 0) ::_exit(1);
    };
    const Run run = run_apart(tell, false);
    return run.status == 0 && run.output.ends_with('\n') ? run.output.substr(0, run.output.size() - 1) : "?";
}

int check_findings(const std::filesystem::path& file, const std::string& topic) {
    auto expected = test::read_expected(file);
    int count = 0;
    int bad = 0;
    for (const Program& program : Program::all()) {
        if (program.topic() != topic) continue;
        ++count;
        const auto at = expected.extract(program.name());
        const std::string wanted = at.empty() ? "" : at.mapped();
        const std::string found = findings_of(program);
        if (found == wanted) continue;
        fmt::print("{}: {}    (expected: {})\n", program.name(), found, wanted);
        ++bad;
    }
    for (const auto& [name, wanted] : expected) {
        if (name.find(topic + "/") != 0) continue;
        fmt::print("{}: there is no such program\n", name);
        ++bad;
    }
    fmt::print("{}: {} programs, {} with other findings than listed\n", topic, count, bad);
    return bad == 0 && count > 0 ? 0 : 1;
}

void tell_findings(const Program& program) {
    for (const std::string& claim : find_in(program).claims) fmt::print("* {}\n", claim);
}

int run_one(const std::string& name, void (*how)(const Program&)) {
    for (const Program& program : Program::all()) {
        if (program.name() != name) continue;
        how(program);
        return 0;
    }
    fmt::print(stderr, "There is no program '{}'; see conformance --list.\n", name);
    return 2;
}

}  // namespace

Program::Program(const char* name, aio::Coro<> (*body)())
    : Program(name, std::function<void()>([body] { aio::run(body(), virtual_time()); })) {}
Program::Program(const char* name, void (*body)()) : Program(name, std::function<void()>(body)) {}
Program::Program(const char* name, std::function<void()> body) : name_(name), body_(std::move(body)) {
    auto& all = programs();
    all.insert(std::ranges::find_if(all, [&](const Program& other) { return other.name_ > name_; }), *this);
}

const std::vector<Program>& Program::all() { return programs(); }

}  // namespace conformance

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() == 1 && words[0] == "--list") {
        for (const auto& program : conformance::Program::all()) fmt::print("{}\n", program.name());
        return 0;
    }
    if (words.size() == 3 && words[0] == "--check") return conformance::check(words[1], words[2]);
    if (words.size() == 3 && words[0] == "--findings") return conformance::check_findings(words[1], words[2]);
    if (words.size() == 2 && words[0] == "--findings")
        return conformance::run_one(words[1], conformance::tell_findings);
    if (words.size() == 1 && words[0].find("--") != 0) {
        return conformance::run_one(words[0], [](const conformance::Program& program) { program.run(); });
    }
    fmt::print(stderr,
               "Usage: conformance NAME | --list | --check FOLDER TOPIC | --findings NAME | --findings FILE TOPIC\n");
    return 2;
}
