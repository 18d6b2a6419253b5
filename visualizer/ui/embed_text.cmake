# Writes a C++ source in which the function viz::NAME() gives the text of the files INPUT, one behind the other.
# As numbers, because compilers limit how long a string literal may be.
set(bytes "")
foreach(file IN LISTS INPUT)
    file(READ ${file} part HEX)
    string(APPEND bytes "${part}")
endforeach()
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT}.new "#include \"${HEADER}\"\n\nnamespace viz {\nnamespace {\nconst unsigned char kBytes[] = {\n${bytes}0};\n}\nstd::string_view ${NAME}() {\n    return {reinterpret_cast<const char*>(kBytes), sizeof(kBytes) - 1};\n}\n}  // namespace viz\n")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
file(TOUCH ${OUTPUT})
