// loopscope export: a recording as text or JSON.
#include "monitor/export.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "kit/book/catalogue.hpp"
#include "monitor/trace_file.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <streambuf>

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

using Exporter = void (*)(const loopscope::Recording&, std::ostream&);

}  // namespace

int export_recording(const Options& options) {
    const Exporter exporter = options.format == "text"   ? &loopscope::export_text
                              : options.format == "json" ? &loopscope::export_json
                                                         : nullptr;
    if (exporter == nullptr) {
        const std::string near = book::nearest(options.format, {"text", "json"});
        return complain(fmt::format("There is no format '{}'.", options.format),
                        near.empty() ? "There are text and json." : fmt::format("Did you mean '{}'?", near), kWrongUse);
    }
    const loopscope::TraceFileResult result = loopscope::read_trace_file(options.file);
    if (!result.ok) return complain(result.error, "", kFailed);
    if (result.truncated) complain(result.error, "", 0);
    if (options.out.empty()) {
        PutBuffer buffer;
        std::ostream out(&buffer);
        exporter(result.recording, out);
        return kFine;
    }
    std::ofstream out(options.out, std::ios::binary);
    if (out) exporter(result.recording, out);
    out.close();
    if (!out)
        return complain(fmt::format("{} cannot be written ({}).", options.out, std::strerror(errno)),
                        "Choose another place with --out.", kFailed);
    return kFine;
}

}  // namespace cli
