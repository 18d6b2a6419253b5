// loopscope: reads the command line and hands over to one of cli/*.cpp.
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <string_view>

namespace {

// A program started with one of these closed would otherwise hand the number to a socket.
void open_standard_streams() {
    int descriptor = 0;
    do descriptor = ::open("/dev/null", O_RDWR);
    while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0) ::close(descriptor);
}

int dispatch(const cli::Options& options) {
    switch (options.verb) {
        case cli::Verb::list:
            return cli::list_lessons(options);
        case cli::Verb::run:
            return cli::run_lesson(options);
        case cli::Verb::export_file:
            return cli::export_recording(options);
        case cli::Verb::report:
            return cli::report(options);
        case cli::Verb::tree:
            return cli::show_tree(options);
        case cli::Verb::doctor:
            return cli::doctor(options);
        case cli::Verb::bench:
        case cli::Verb::view:
        case cli::Verb::window:
            break;
    }
    return cli::open_window(options);
}

int run(int argc, char** argv) {
    // The benchmarks read their own options.
    if (argc > 1 && std::string_view(argv[1]) == "bench") return cli::bench(argc, argv);
    const cli::Parsed parsed = cli::parse(argc, argv);
    if (parsed.done) return parsed.status;
    spdlog::set_default_logger(spdlog::stderr_color_mt("loopscope"));
    spdlog::set_level(parsed.options.verbose ? spdlog::level::debug : spdlog::level::warn);
    return dispatch(parsed.options);
}

}  // namespace

int main(int argc, char** argv) {
    open_standard_streams();
    std::signal(SIGPIPE, SIG_IGN);  // who stops reading (| head) ends nothing
    try {
        return cli::finish_output(run(argc, argv));
    } catch (const std::exception& error) {
        return cli::complain(error.what(), "This should not happen; please report it.", cli::kFailed);
    }
}
