#include "kit/book/schedule_words.hpp"

#include <charconv>

namespace book {

std::optional<ScheduleWords> read_schedule(std::string_view text) {
    ScheduleWords words;
    if (text == "fifo") return words;
    if (text == "random") {
        words.kind = ScheduleWords::Kind::random;
        return words;
    }
    words.kind = ScheduleWords::Kind::script;
    for (const char *at = text.data(), *end = at + text.size();; ++at) {
        std::uint32_t place = 0;
        const auto [stop, error] = std::from_chars(at, end, place);
        if (error != std::errc()) return std::nullopt;
        words.places.push_back(place);
        at = stop;
        if (at == end) return words;
        if (*at != ',') return std::nullopt;
    }
}

}  // namespace book
