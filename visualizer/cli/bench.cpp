// loopscope bench: becomes the benchmarks' own program, which lies beside this one.
#include "cli/commands.hpp"
#include "cli/output.hpp"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <vector>

namespace cli {

int bench(int argc, char** argv) {
    std::error_code ignored;
    const std::string program =
        std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / "loopscope_bench";
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    bool behind = false;  // what stands behind the word "bench" is for the benchmarks
    for (int i = 1; i < argc; ++i) {
        if (behind) words.push_back(argv[i]);
        behind = behind || std::string_view(argv[i]) == "bench";
    }
    words.push_back(nullptr);
    ::execv(words[0], words.data());
    return complain("The benchmarks are not built.", "Start them by the script, which builds them: ./loopscope bench",
                    kFailed);
}

}  // namespace cli
