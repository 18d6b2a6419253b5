// Output: how the command line speaks. Results go to stdout, everything else to stderr.
//
// Thread rule: the main thread.
#pragma once
#include <string>
#include <string_view>

namespace cli {

// Exit statuses.
inline constexpr int kFine = 0;
inline constexpr int kFailed = 1;  // the program or check failed
inline constexpr int kWrongUse = 2;
inline constexpr int kInterrupted = 128;  // and the signal's number

// One sentence and a suggestion, to stderr; returns `status`.
int complain(std::string_view sentence, std::string_view suggestion, int status);

// Writes to stdout. False once nobody reads it any more (| head); that is no error.
bool put(std::string_view text);
// Sends out what is buffered. `status`, or kFailed with a complaint if it could not be written.
int finish_output(int status);
bool output_is_read();

// Whether stdout is a terminal that shows colours (and NO_COLOR is not set).
bool colours();
// The text in a style if colours() are on, else as it is.
std::string dim(std::string_view text);
std::string bold(std::string_view text);
std::string green(std::string_view text);
std::string red(std::string_view text);

// Text from a program, fit for a terminal: control characters become visible.
std::string printable(std::string_view text);

// Columns that a text takes, near enough for tables: characters, not bytes.
std::size_t width(std::string_view utf8);
std::string padded(std::string_view utf8, std::size_t columns);

}  // namespace cli
