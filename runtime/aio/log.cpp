#include "aio/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace aio::detail {
namespace {

void log(spdlog::level::level_enum level, std::string_view line) noexcept {
    try {
        static const std::shared_ptr<spdlog::logger> fallback =
            std::make_shared<spdlog::logger>("aio", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        const std::shared_ptr<spdlog::logger> registered = spdlog::get("aio");
        (registered ? registered : fallback)->log(level, line);
    } catch (...) {
        return;
    }
}

}  // namespace

void log_warning(std::string_view line) noexcept { log(spdlog::level::warn, line); }

void log_info(std::string_view line) noexcept { log(spdlog::level::info, line); }

}  // namespace aio::detail
