// loopscope export: a recording as text, as JSON, as a trace for Perfetto or as a picture.
#include "monitor/export.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/output_file.hpp"
#include "cli/values.hpp"
#include "kit/book/catalogue.hpp"
#include "monitor/perfetto.hpp"
#include "monitor/svg.hpp"
#include "monitor/trace_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>
#include <streambuf>
#include <string>
#include <vector>

namespace cli {
namespace {

// Lets an ostream end in put(), which knows what to do when nobody reads any more.
class PutBuffer final : public std::streambuf {
protected:
    int_type overflow(int_type c) override {
        if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
        const char one = traits_type::to_char_type(c);
        return put({&one, 1}) ? c : traits_type::eof();
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override {
        return put({text, static_cast<std::size_t>(count)}) ? count : 0;
    }
};

using loopscope::Recording;
using Exporter = std::function<void(const Recording&, std::ostream&)>;

// A word for an option that this format has no use for, "" if there is none.
std::string useless_option(const Options& options) {
    const bool svg = options.format == "svg";
    if (!options.axis.empty() && !svg && options.format != "perfetto") return "--axis";
    if (svg) return "";
    return !options.from.empty() ? "--from" : !options.to.empty() ? "--to" : !options.width.empty() ? "--width" : "";
}

Read<Exporter> read_picture(const Options& options) {
    const auto axis = read_axis(options.axis);
    const auto from = read_place(options.from);
    const auto to = read_place(options.to);
    const auto width = read_width(options.width);
    if (!axis.value) return {std::nullopt, axis.sentence, axis.suggestion};
    for (const auto* place : {&from, &to}) {
        if (!place->value) return {std::nullopt, place->sentence, place->suggestion};
    }
    if (!width.value) return {std::nullopt, width.sentence, width.suggestion};
    if (*from.value && *to.value && **from.value >= **to.value)
        return {std::nullopt, fmt::format("A picture from {} to {} has nothing in it.", options.from, options.to),
                "Let --to be greater than --from."};
    loopscope::SvgOptions picture;
    picture.axis = axis.value->value_or(loopscope::ExportAxis::step);
    picture.from = *from.value;
    picture.to = *to.value;
    picture.width = *width.value;
    return {[picture](const Recording& recording, std::ostream& out) { export_svg(recording, out, picture); }, "", ""};
}

Read<Exporter> read_trace(const Options& options) {
    const auto axis = read_axis(options.axis);
    if (!axis.value) return {std::nullopt, axis.sentence, axis.suggestion};
    return {[axis = *axis.value](const Recording& recording, std::ostream& out) {
                export_perfetto(recording, out, axis.value_or(usual_axis(recording)));
            },
            "", ""};
}

Read<Exporter> read_format(const Options& options) {
    const std::vector<std::string> formats = {"text", "json", "perfetto", "svg"};
    if (std::ranges::find(formats, options.format) == formats.end()) {
        const std::string near = book::nearest(options.format, formats);
        return {std::nullopt, fmt::format("There is no format '{}'.", options.format),
                near.empty() ? "There are text, json, perfetto and svg." : fmt::format("Did you mean '{}'?", near)};
    }
    if (const std::string option = useless_option(options); !option.empty())
        return {std::nullopt, fmt::format("The format {} has no use for {}.", options.format, option),
                "Leave it out, or write --format svg."};
    if (options.format == "svg") return read_picture(options);
    if (options.format == "perfetto") return read_trace(options);
    return {options.format == "json" ? loopscope::export_json : loopscope::export_text, "", ""};
}

int write_file(const Recording& recording, const Exporter& exporter, const std::string& path) {
    OutputFile file(path);
    if (file.error().empty()) {
        errno = 0;
        std::ofstream out(file.part(), std::ios::binary);
        if (out) exporter(recording, out);
        out.close();
        if (!out) file.fail(std::strerror(errno));
    }
    if (file.put_into_place()) return kFine;
    return complain(file.error(), "Choose another place with --out.", kFailed);
}

}  // namespace

int export_recording(const Options& options) {
    const Read<Exporter> exporter = read_format(options);
    if (!exporter.value) return complain(exporter.sentence, exporter.suggestion, kWrongUse);
    const loopscope::TraceFileResult result = loopscope::read_trace_file(options.file);
    if (!result.ok) return complain(result.error, "", kFailed);
    if (result.truncated) complain(result.error, "", 0);
    if (options.out.empty()) {
        PutBuffer buffer;
        std::ostream out(&buffer);
        (*exporter.value)(result.recording, out);
        return kFine;
    }
    return write_file(result.recording, *exporter.value, options.out);
}

}  // namespace cli
