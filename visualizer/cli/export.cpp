// loopscope export: a recording as text or JSON.
#include "monitor/export.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/output_file.hpp"
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

int write_file(const loopscope::Recording& recording, Exporter exporter, const std::string& path) {
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
    return write_file(result.recording, exporter, options.out);
}

}  // namespace cli
