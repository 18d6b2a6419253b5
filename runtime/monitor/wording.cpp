#include "monitor/wording.hpp"

#include "monitor/diagnose.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <iterator>

namespace loopscope {

Wording& Wording::with(std::string_view word, std::string value) { return with(word, Piece{std::move(value)}); }

Wording& Wording::with(std::string_view word, Piece piece) {
    // A sentence is one line, whatever a program prints.
    std::string& text = piece.text;
    while (!text.empty() && text.back() == '\n') text.pop_back();
    std::ranges::replace_if(text, [](unsigned char letter) { return letter < ' ' || letter == 0x7f; }, ' ');
    return with(word, Sentence{std::move(piece)});
}

Wording& Wording::with(std::string_view word, Sentence pieces) {
    words_.push_back({word, std::move(pieces)});
    return *this;
}

Wording& Wording::with_count(std::uint64_t count) { return with("count", std::to_string(count)); }
Wording& Wording::with_task(TaskId id) { return with("task", Piece{task(id), Piece::About::task, id}); }
Wording& Wording::with_other(TaskId id) { return with("other", Piece{task(id), Piece::About::task, id}); }
Wording& Wording::with_object(ObjectId id) { return with("what", Piece{object(id), Piece::About::object, id}); }

Wording& Wording::with_place(SiteId id, std::string_view word) {
    const Site site = recording_.site(id);
    if (site.line == 0) return with(word, "");
    Wording place(recording_, phrases_);
    place.with("file", std::string(file_name(recording_.string(site.file)))).with("line", std::to_string(site.line));
    return with(word, Piece{place.say("at"), Piece::About::site, id});
}

Wording& Wording::knowing(const FindingNames& names) {
    names_ = &names;
    return *this;
}

std::string Wording::task(TaskId id) const {
    if (names_ == nullptr || recording_.task(id) != nullptr) return recording_.task_name(id);
    const auto known = std::ranges::find(names_->tasks, id, &TaskInfo::id);
    return known != names_->tasks.end() ? recording_.task_name(*known) : recording_.task_name(id);
}

std::string_view Wording::find(std::string_view key) const {
    const std::string_view phrase = phrases_ ? phrases_(key) : std::string_view{};
    return phrase.empty() ? english()(key) : phrase;
}

const Sentence* Wording::value(std::string_view word) const {
    const auto found = std::ranges::find(words_, word, &Word::word);
    return found != words_.end() ? &found->pieces : nullptr;
}

std::string Wording::say(std::string_view key) const { return plain(tell(key)); }

Sentence Wording::tell(std::string_view key) const {
    std::string_view rest = find(key);
    Sentence said;
    while (!rest.empty()) {
        const std::size_t open = rest.find('{');
        if (open != 0) said.push_back({std::string(rest.substr(0, open))});
        if (open == std::string_view::npos) break;
        rest.remove_prefix(open + 1);
        const std::size_t close = rest.find('}');
        if (const Sentence* filled = value(rest.substr(0, close))) {
            std::ranges::copy_if(*filled, std::back_inserter(said),
                                 [](const Piece& piece) { return !piece.text.empty(); });
        }
        if (close == std::string_view::npos) break;
        rest.remove_prefix(close + 1);
    }
    return said;
}

std::string plain(const Sentence& sentence) {
    std::string text;
    for (const Piece& piece : sentence) text += piece.text;
    return text;
}

Sentence capitalised(Sentence sentence) {
    const auto first = std::ranges::find_if(sentence, [](const Piece& piece) { return !piece.text.empty(); });
    const bool ours = first != sentence.end() && first->about != Piece::About::task;
    if (ours && first->text.starts_with("the ")) first->text[0] = 'T';
    return sentence;
}

std::string Wording::timer(TimerId id) const {
    const TimerInfo* info = recording_.timer(id);
    Wording name(recording_, phrases_);
    if (info && info->task != 0) return name.with_task(info->task).say("what.timer_task");
    const std::string_view label = info ? recording_.string(info->label) : std::string_view{};
    return name.with("name", label.empty() ? std::to_string(id) : std::string(label)).say("what.timer_loop");
}

std::string Wording::callback(CallbackId id) const {
    const CallbackInfo* info = recording_.callback(id);
    const std::string_view label = info ? recording_.string(info->label) : std::string_view{};
    Wording name(recording_, phrases_);
    return name.with("name", label.empty() ? std::to_string(id) : std::string(label)).say("what.callback");
}

std::string Wording::object(ObjectId id) const {
    const ObjectInfo* info = recording_.object(id);
    if (info == nullptr && names_ != nullptr) {
        const auto known = std::ranges::find(names_->objects, id, &ObjectInfo::id);
        if (known != names_->objects.end()) info = &*known;
    }
    Wording name(recording_, phrases_);
    if (!info) return name.say("what.object_unknown");
    switch (info->kind) {
        case ObjectKind::gather:
            return name.with_count(info->children).say("what.gather");
        case ObjectKind::wait:
            return name.with_count(info->children).say("what.wait");
        case ObjectKind::as_completed:
            return name.with_count(info->children).say("what.as_completed");
        default:
            break;
    }
    const char* kind = kind_shape(EventKind::object_create)->details[static_cast<std::uint8_t>(info->kind)];
    name.with("thing", name.say(std::string("thing.") + kind));
    const std::string_view label = recording_.string(info->name);
    if (!label.empty()) return name.with("name", std::string(label)).say("what.named");
    const Site site = recording_.site(info->site);
    if (site.line == 0) return name.with("name", std::to_string(id)).say("what.named");
    name.with("file", std::string(file_name(recording_.string(site.file)))).with("line", std::to_string(site.line));
    return name.say("what.nameless_thing");
}

std::string Wording::operation(OperationId id) const {
    const OperationInfo* info = recording_.operation(id);
    return info ? std::string(recording_.string(info->label)) : std::string();
}

std::string Wording::item(std::optional<std::size_t> put) const {
    const std::string_view text = put ? recording_.text(*put) : std::string_view{};
    if (text.empty()) return say("what.item_unknown");
    // A number, and what has brackets or quotes of its own, cannot be taken for a part of the sentence.
    constexpr std::string_view kStandsAlone = "0123456789-+.([{<'\"";
    if (kStandsAlone.find(text.front()) != std::string_view::npos) return std::string(text);
    Wording quoted(recording_, phrases_);
    return quoted.with("text", std::string(text)).say("what.item");
}

}  // namespace loopscope
