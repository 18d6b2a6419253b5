#include "panels/palette_search.hpp"

#include "panels/palette_names.hpp"

#include <algorithm>
#include <numeric>

namespace viz {
namespace {

constexpr std::size_t kMostOfGroup = 8;      // rows
constexpr std::size_t kMostActions = 100;    // where nothing was typed
constexpr std::size_t kMostMatched = 2'000;  // bytes of a text that are looked at

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<signed char>(c) < 0;
}
bool begins_word(std::string_view text, std::size_t at) { return at == 0 || !is_letter(text[at - 1]); }

bool same(char typed, char text) { return lowered(typed) == lowered(text); }

std::optional<int> as_it_stands(std::string_view word, std::string_view text) {
    std::optional<int> best;
    for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
        if (!same(word[0], text[at]) || !std::equal(word.begin(), word.end(), text.begin() + at, same)) continue;
        if (begins_word(text, at)) return at == 0 ? 120 : 100;
        best = 60;
    }
    return best;
}

// Letter by letter, not far apart: "ckp" in "checkpoint".
std::optional<int> scattered(std::string_view word, std::string_view text) {
    if (word.size() < 2) return std::nullopt;
    for (std::size_t from = 0; from < text.size(); ++from) {
        if (!begins_word(text, from) || !same(word[0], text[from])) continue;
        std::size_t at = from + 1, letter = 1;
        for (; at < text.size() && letter < word.size(); ++at)
            if (same(word[letter], text[at])) ++letter;
        const std::size_t wide = at - from;
        if (letter == word.size() && wide <= 3 * word.size() + 4)
            return 40 - static_cast<int>(std::min<std::size_t>(wide - word.size(), 30));
    }
    return std::nullopt;
}

}  // namespace

std::optional<int> fits(std::string_view typed, std::string_view text) {
    text = text.substr(0, kMostMatched);
    int score = 0;
    for (std::size_t at = 0; at < typed.size();) {
        const std::size_t begin = typed.find_first_not_of(' ', at);
        if (begin == std::string_view::npos) break;
        const std::size_t end = std::min(typed.find(' ', begin), typed.size());
        const std::string_view word = typed.substr(begin, end - begin);
        std::optional<int> one = as_it_stands(word, text);
        if (!one) one = scattered(word, text);
        if (!one) return std::nullopt;
        score += *one;
        at = end;
    }
    // Of two that fit alike the shorter one says less else.
    return score * 4 - static_cast<int>(std::min<std::size_t>(text.size(), 80));
}

bool PaletteSearch::wanted(PaletteGroup group) const {
    const bool recorded =
        group != PaletteGroup::actions && group != PaletteGroup::lessons && group != PaletteGroup::words;
    // Where nothing was typed, only what is not many.
    const bool few =
        group == PaletteGroup::bookmarks || group == PaletteGroup::checkpoints || group == PaletteGroup::findings;
    if (asked_.recorded_only) return recorded && (few || !asked_.typed.empty());
    return few || !asked_.typed.empty() || group == PaletteGroup::actions || group == PaletteGroup::lessons;
}

std::size_t PaletteSearch::most_of(PaletteGroup group) const {
    return asked_.typed.empty() && group == PaletteGroup::actions ? kMostActions : kMostOfGroup;
}

void PaletteSearch::ask(const View& view, const std::string& typed, bool recorded_only) {
    Asked now{&view.recording, view.recording.first(), palette_limit(view), typed, view.language->id, recorded_only};
    // A recording that grows is searched on.
    if (began_ && now.limit > asked_.limit && now.limit == view.recording.size()) asked_.limit = now.limit;
    if (began_ && now == asked_) return;
    asked_ = std::move(now);
    began_ = true;
    searching_ = true;
    next_.fill(0);
    counts_.fill(0);
    for (auto& best : best_) best.clear();
    fixed_ = wanted(PaletteGroup::actions) ? action_rows(view) : std::vector<PaletteRow>();
    rows_.clear();
}

void PaletteSearch::keep(PaletteGroup group, int score, std::size_t number) {
    const auto at = static_cast<std::size_t>(group);
    ++counts_[at];
    std::vector<Best>& best = best_[at];
    if (best.size() == most_of(group) && best.back().score >= score) return;
    const auto place = std::ranges::upper_bound(best, score, std::greater<>(), &Best::score);
    best.insert(place, Best{score, number});
    if (best.size() > most_of(group)) best.pop_back();
}

bool PaletteSearch::go_on(const View& view, std::size_t most) {
    std::string room;
    bool news = false;
    bool left = false;
    for (std::size_t g = 0; g < kPaletteGroups; ++g) {
        const auto group = static_cast<PaletteGroup>(g);
        if (!wanted(group)) continue;
        const bool action = group == PaletteGroup::actions;
        const std::size_t count = action ? fixed_.size() : names_in(view, group);
        const std::size_t to = std::min(count, next_[g] + most);
        most -= to - std::min(next_[g], to);
        for (; next_[g] < to; ++next_[g]) {
            const std::string_view name =
                action ? std::string_view(fixed_[next_[g]].text) : name_at(view, group, next_[g], room);
            if (name.empty()) continue;
            // Of those that nobody typed anything for, all are alike: they stay in their order.
            const auto score = asked_.typed.empty() ? std::optional(0) : fits(asked_.typed, name);
            if (!score) continue;
            keep(group, *score, next_[g]);
            news = true;
        }
        left = left || next_[g] < count;
    }
    searching_ = left;
    if (news) make_rows(view);
    return left;
}

void PaletteSearch::make_rows(const View& view) {
    std::array<std::size_t, kPaletteGroups> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!asked_.typed.empty()) {
        const auto score = [&](std::size_t g) { return best_[g].empty() ? -1'000'000 : best_[g].front().score; };
        std::ranges::sort(
            order, [&](std::size_t a, std::size_t b) { return score(a) != score(b) ? score(a) > score(b) : a < b; });
    }
    rows_.clear();
    for (const std::size_t g : order) {
        const auto group = static_cast<PaletteGroup>(g);
        for (const Best& one : best_[g]) {
            rows_.push_back(group == PaletteGroup::actions ? fixed_[one.number] : row_of(view, group, one.number));
            rows_.back().group = group;
            rows_.back().score = one.score;
        }
    }
}

}  // namespace viz
