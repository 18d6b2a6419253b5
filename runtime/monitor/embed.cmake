# Writes a C++ source that holds a text file: cmake -DINPUT=x -DOUTPUT=y.cpp -DNAME=kText -P embed.cmake
# As numbers, because compilers limit how long a string literal may be.
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}" "// Made from a file at build time; see embed.cmake.
#include <cstddef>
namespace loopscope {
extern const unsigned char ${NAME}[];
extern const std::size_t ${NAME}Size;
const unsigned char ${NAME}[] = {
${bytes}0};
const std::size_t ${NAME}Size = sizeof(${NAME}) - 1;
}  // namespace loopscope
")
