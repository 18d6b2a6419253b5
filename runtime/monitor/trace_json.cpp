#include "monitor/trace_json.hpp"

#include "monitor/clean_text.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace loopscope {
namespace {

template <typename Number>
void append_number(std::string& line, Number value) {
    std::array<char, 40> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    line.append(digits.data(), end);
}

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    for (const char letter : clean_text(text)) {
        if (letter == '"' || letter == '\\') line += '\\';
        line += letter;
    }
    line += '"';
}

}  // namespace

TraceJson::TraceJson(std::ostream& out) : out_(out) { out_ << "{\"displayTimeUnit\":\"ns\",\"traceEvents\":["; }

TraceJson& TraceJson::event(std::string_view phase, std::uint32_t lane) {
    line_ = first_ ? "\n{" : ",\n{";
    first_ = comma_ = false;
    return text("ph", phase).number("pid", 1).number("tid", lane);
}

TraceJson& TraceJson::event(std::string_view phase, std::uint32_t lane, std::uint64_t at) {
    event(phase, lane);
    key("ts");
    time(at);
    return *this;
}

TraceJson& TraceJson::lasts(std::uint64_t ns) {
    key("dur");
    time(ns);
    return *this;
}

TraceJson& TraceJson::text(std::string_view name, std::string_view value) {
    key(name);
    append_quoted(line_, value);
    return *this;
}

TraceJson& TraceJson::number(std::string_view name, std::int64_t value) {
    key(name);
    append_number(line_, value);
    return *this;
}

TraceJson& TraceJson::real(std::string_view name, double value) {
    key(name);
    append_number(line_, value);
    return *this;
}

TraceJson& TraceJson::arguments() {
    key("args");
    line_ += '{';
    comma_ = false;
    in_arguments_ = true;
    return *this;
}

void TraceJson::end() {
    if (in_arguments_) line_ += '}';
    in_arguments_ = false;
    line_ += '}';
    out_ << line_;
}

void TraceJson::finish() { out_ << "\n]}\n"; }

void TraceJson::key(std::string_view name) {
    if (comma_) line_ += ',';
    comma_ = true;
    append_quoted(line_, name);
    line_ += ':';
}

void TraceJson::time(std::uint64_t ns) {
    std::array<char, 40> digits;
    const int length = std::snprintf(digits.data(), digits.size(), "%llu.%03u",
                                     static_cast<unsigned long long>(ns / 1000), static_cast<unsigned>(ns % 1000));
    line_.append(digits.data(), static_cast<std::size_t>(length));
}

}  // namespace loopscope
