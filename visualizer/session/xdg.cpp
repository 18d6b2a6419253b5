#include "session/xdg.hpp"

#include <cstdlib>

namespace viz {
namespace {

namespace fs = std::filesystem;

fs::path folder(const Environment& environment, const char* variable, const char* below_home) {
    const fs::path given = environment(variable);
    if (given.is_absolute()) return given / "loopscope";
    const fs::path home = environment("HOME");
    return home.is_absolute() ? home / below_home / "loopscope" : fs::path();
}

}  // namespace

Folders xdg_folders(const Environment& environment) {
    return {folder(environment, "XDG_CONFIG_HOME", ".config"), folder(environment, "XDG_DATA_HOME", ".local/share"),
            folder(environment, "XDG_STATE_HOME", ".local/state")};
}

Folders xdg_folders() {
    return xdg_folders([](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    });
}

}  // namespace viz
