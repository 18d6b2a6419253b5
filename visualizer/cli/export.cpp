// loopscope export: a recording as text, as JSON, as a trace for Perfetto or as a picture.
#include "monitor/export.hpp"
#include "cli/commands.hpp"
#include "cli/moment.hpp"
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
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <streambuf>
#include <string>
#include <system_error>
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

// Whether the options make sense, as far as one can tell before there is a recording.
Read<bool> look_at(const Options& options) {
    const std::vector<std::string> formats = {"text", "json", "perfetto", "svg"};
    if (std::ranges::find(formats, options.format) == formats.end()) {
        const std::string near = book::nearest(options.format, formats);
        return {std::nullopt, fmt::format("There is no format '{}'.", options.format),
                near.empty() ? "There are text, json, perfetto and svg." : fmt::format("Did you mean '{}'?", near)};
    }
    if (const std::string option = useless_option(options); !option.empty())
        return {std::nullopt, fmt::format("The format {} has no use for {}.", options.format, option),
                "Leave it out, or write --format svg."};
    if (const auto axis = read_axis(options.axis); !axis.value) return {std::nullopt, axis.sentence, axis.suggestion};
    if (const auto width = read_width(options.width); !width.value)
        return {std::nullopt, width.sentence, width.suggestion};
    for (const std::string& word : {options.from, options.to}) {
        if (const auto moment = could_be_moment(word); !moment.value)
            return {std::nullopt, moment.sentence, moment.suggestion};
    }
    return {true, "", ""};
}

Read<Exporter> read_picture(const Options& options, const Recording& recording) {
    const auto from = read_moment(options.from.empty() ? "0" : options.from, recording);
    const auto to = read_moment(options.to, recording);
    for (const auto* moment : {&from, &to}) {
        if (!moment->value) return {std::nullopt, moment->sentence, moment->suggestion};
    }
    if (*from.value >= *to.value && !recording.empty())
        return {std::nullopt, "That part ends before it begins.", "Let --to be later than --from."};
    loopscope::SvgOptions picture;
    picture.axis = read_axis(options.axis).value->value_or(loopscope::ExportAxis::step);
    picture.width = *read_width(options.width).value;
    picture.from = *from.value;
    picture.to = *to.value;
    return {[picture](const Recording& shown, std::ostream& out) { export_svg(shown, out, picture); }, "", ""};
}

// REQUIRES: look_at had nothing to say.
Read<Exporter> exporter_of(const Options& options, const Recording& recording) {
    if (options.format == "svg") return read_picture(options, recording);
    if (options.format == "json") return {loopscope::export_json, "", ""};
    if (options.format == "text") return {loopscope::export_text, "", ""};
    const auto axis = read_axis(options.axis).value->value_or(usual_axis(recording));
    return {[axis](const Recording& shown, std::ostream& out) { export_perfetto(shown, out, axis); }, "", ""};
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
    if (const auto sense = look_at(options); !sense.value) return complain(sense.sentence, sense.suggestion, kWrongUse);
    std::error_code ignored;
    if (!options.out.empty() && std::filesystem::equivalent(options.file, options.out, ignored))
        return complain(fmt::format("{} is the recording itself, and would be lost.", options.out),
                        "Choose another place with --out.", kWrongUse);
    const loopscope::TraceFileResult result = loopscope::read_trace_file(options.file);
    if (!result.ok) return complain(result.error, "", kFailed);
    if (result.truncated) complain(result.error, "", 0);
    const Read<Exporter> exporter = exporter_of(options, result.recording);
    if (!exporter.value) return complain(exporter.sentence, exporter.suggestion, kWrongUse);
    if (options.out.empty()) {
        PutBuffer buffer;
        std::ostream out(&buffer);
        (*exporter.value)(result.recording, out);
        return kFine;
    }
    return write_file(result.recording, *exporter.value, options.out);
}

}  // namespace cli
