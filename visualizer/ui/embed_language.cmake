# Writes a C++ source that holds INPUT as english_language(), in pieces that every compiler takes.
file(READ ${INPUT} text)
string(REGEX REPLACE "\n\\[" "\n)language\"\n    R\"language([" text "${text}")
file(WRITE ${OUTPUT}.new "#include \"ui/text.hpp\"\n\nnamespace viz {\nstd::string_view english_language() {\n    return R\"language(${text})language\";\n}\n}  // namespace viz\n")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
file(TOUCH ${OUTPUT})
