// Writes one of the scenes' recordings into a file, for the guide's pictures: scene_recording NAME FILE
#include "visualizer/scenes/recorded.hpp"

#include <cstdio>
#include <map>
#include <string>

int main(int count, char** words) {
    using scenes::Program;
    const std::map<std::string, Program> known{{"crowd", Program::crowd},
                                               {"deadlock", Program::deadlock},
                                               {"findings", Program::findings},
                                               {"primitives", Program::primitives}};
    const auto found = count == 3 ? known.find(words[1]) : known.end();
    if (found == known.end()) {
        std::fputs("usage: scene_recording crowd|deadlock|findings|primitives FILE\n", stderr);
        return 2;
    }
    scenes::write_file(found->second, words[2]);
    return 0;
}
