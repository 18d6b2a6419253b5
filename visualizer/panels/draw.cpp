#include "panels/draw.hpp"

#include <cstring>

namespace viz {

const char* say(const Ui& ui, const char* key, const char* english) {
    const char* found = ui.text(key);
    return found == nullptr || std::strcmp(found, key) == 0 ? english : found;
}

}  // namespace viz
