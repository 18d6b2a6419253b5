#include "kit/book/moment.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace book {
namespace {

using loopscope::Recording;

enum class What { checkpoint, print, created, started, done, next_step, next_print };

struct Form {
    std::string_view begins;
    What what;
};

constexpr std::array<Form, 7> kForms = {{{"checkpoint:", What::checkpoint},
                                         {"print:", What::print},
                                         {"created:", What::created},
                                         {"started:", What::started},
                                         {"done:", What::done},
                                         {"next_step@", What::next_step},
                                         {"next_print@", What::next_print}}};

struct Moment {
    What what;
    std::string_view name;
};

std::optional<Moment> take_apart(std::string_view text) {
    for (const Form& form : kForms) {
        if (text.starts_with(form.begins) && text.size() > form.begins.size())
            return Moment{form.what, text.substr(form.begins.size())};
    }
    return std::nullopt;
}

std::optional<std::size_t> first_print(const Recording& recording, std::string_view line) {
    for (const std::uint32_t index : recording.prints()) {
        if (recording.text(index) == line) return index;
    }
    return std::nullopt;
}

std::optional<std::size_t> in_a_life(const Recording& recording, What what, std::string_view name) {
    for (const loopscope::TaskInfo& task : recording.tasks()) {
        if (recording.task_name(task) != name) continue;
        if (what == What::created) return task.created;
        if (what == What::done) return task.finished;
        for (const std::uint32_t index : recording.steps()) {
            if (recording[index].subject == task.id) return index;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> index_of(const Moment& moment, const Recording& recording) {
    switch (moment.what) {
        case What::checkpoint:
            return first_passing(recording, moment.name);
        case What::print:
            return first_print(recording, moment.name);
        case What::created:
        case What::started:
        case What::done:
            return in_a_life(recording, moment.what, moment.name);
        case What::next_step:
        case What::next_print:
            break;
    }
    const auto checkpoint = first_passing(recording, moment.name);
    if (!checkpoint) return std::nullopt;
    return first_after(moment.what == What::next_step ? recording.steps() : recording.prints(), *checkpoint);
}

}  // namespace

bool is_moment(std::string_view text) { return take_apart(text).has_value(); }

std::optional<std::size_t> find_moment(std::string_view text, const Recording& recording) {
    const auto moment = take_apart(text);
    const auto index = moment ? index_of(*moment, recording) : std::nullopt;
    return index ? std::optional<std::size_t>(*index + 1) : std::nullopt;
}

std::optional<std::size_t> first_passing(const Recording& recording, std::string_view checkpoint) {
    for (const std::uint32_t index : recording.checkpoints()) {
        if (recording.string(recording[index].a) == checkpoint) return index;
    }
    return std::nullopt;
}

std::optional<std::size_t> first_after(std::span<const std::uint32_t> indexes, std::size_t index) {
    const auto found = std::upper_bound(indexes.begin(), indexes.end(), index);
    return found == indexes.end() ? std::nullopt : std::optional<std::size_t>(*found);
}

}  // namespace book
