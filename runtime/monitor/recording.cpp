#include "monitor/recording.hpp"

#include "monitor/kinds.hpp"
#include "monitor/recording_data.hpp"

#include <algorithm>

namespace loopscope {
namespace {

// The row of that id in a list sorted by id, made if it is not there; ids mostly count up.
template <typename Row>
Row& row_of(std::vector<Row>& rows, std::uint32_t id) {
    const std::size_t at = place_of(rows, id);
    if (at == rows.size() || rows[at].id != id) {
        rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), Row{})->id = id;
    }
    return rows[at];
}

}  // namespace

Recording::Recording() : data_(std::make_unique<Data>()) {}
Recording::~Recording() = default;
Recording::Recording(Recording&&) noexcept = default;
Recording& Recording::operator=(Recording&&) noexcept = default;

bool Recording::append(std::span<const Event> slots) {
    Data& data = *data_;
    if (!data.error.empty()) return false;
    while (!slots.empty()) {
        if (data.pending.empty()) {
            const std::size_t wanted = 1 + std::size_t{slots[0].extra};
            if (slots.size() < wanted) {
                data.pending.assign(slots.begin(), slots.end());
                return true;
            }
            if (!data.take(slots.data())) return false;
            slots = slots.subspan(wanted);
            continue;
        }
        const std::size_t missing = 1 + std::size_t{data.pending[0].extra} - data.pending.size();
        const auto rest = slots.first(std::min(missing, slots.size()));
        data.pending.insert(data.pending.end(), rest.begin(), rest.end());
        slots = slots.subspan(rest.size());
        if (rest.size() < missing) return true;
        const std::vector<Event> record = std::move(data.pending);
        data.pending.clear();
        if (!data.take(record.data())) return false;
    }
    return true;
}

// Takes one whole record: an event and the slots of text behind it.
bool Recording::Data::take(const Event* record) {
    const Event& event = *record;
    std::string_view text(reinterpret_cast<const char*>(record + 1), event.extra * kSlotBytes);
    if (event.kind == EventKind{}) return refuse("An event of kind 0 cannot be: this is not a stream of events.");
    if (is_definition(event.kind)) return define(event, text);
    if (!numbering.take(event)) {
        return refuse("More events than can be numbered (4,294,967,294): the stream is too long, or damaged.");
    }

    const auto index = static_cast<std::uint32_t>(events.size());
    const TaskId was_running = now.running();
    if (index == 0) real_time_began = event.time;
    events.push_back(event);
    // Zero bytes fill the last slot.
    if (event.extra > 0) texts.push_back({index, event_texts.keep(text.substr(0, text.find('\0')), index)});
    relations.note(event, index, now);
    now.apply(event, numbering.last());
    index_event(event, index, was_running);
    keyframes.offer(events.size(), now);
    if (event.kind == EventKind::turn_begin) let_go();
    return true;
}

bool Recording::Data::define(const Event& head, std::string_view text) {
    if (head.kind == EventKind::define_string) {
        if (head.a > text.size()) return refuse("A text is longer than the slots that hold it: the stream is damaged.");
        if (head.subject != 0) row_of(strings, head.subject).text = names.keep(text.substr(0, head.a));
    } else if (head.kind == EventKind::define_site) {
        if (head.subject != 0) row_of(sites, head.subject).site = {low(head.b), high(head.b), head.a};
    }
    return true;
}

void Recording::Data::index_event(const Event& event, std::uint32_t index, TaskId was_running) {
    switch (event.kind) {
        case EventKind::loop_start:
            program = event.a;
            clock = event.detail == static_cast<std::uint8_t>(ClockKind::virtual_time) ? ClockKind::virtual_time
                                                                                       : ClockKind::real;
            break;
        case EventKind::loop_stop:
            finished = true;
            break;
        case EventKind::turn_begin:
            turns.push_back(index);
            break;
        case EventKind::poll_begin:
            if (waits(event)) stops.push_back(index);
            break;
        case EventKind::time_moves:
            time_moves.push_back(index);
            break;
        case EventKind::held:
            add_hold(event, index);
            break;
        case EventKind::checkpoint:
            checkpoints.push_back(index);
            break;
        case EventKind::print:
            prints.push_back(index);
            break;
        case EventKind::knob:
            knobs.push_back(index);
            break;
        case EventKind::callback_begin:
            if (was_running != 0) follow(was_running, index);
            break;
        case EventKind::task_create:
        case EventKind::task_name:
        case EventKind::task_ready:
        case EventKind::step_begin:
        case EventKind::step_end:
        case EventKind::task_done:
            index_task_event(event, index, was_running);
            break;
        default:
            index_thing(event, index);
            break;
    }
}

// Never more than has passed since the event before, or time without holds would run backwards.
void Recording::Data::add_hold(const Event& event, std::uint32_t index) {
    const std::uint64_t before = index > 0 ? events[index - 1].time : 0;
    const std::uint64_t passed = event.time > before ? event.time - before : 0;
    const std::uint64_t total = holds.empty() ? 0 : holds.back().total;
    holds.push_back({index, total + std::min(event.b, passed)});
}

void Recording::Data::index_task_event(const Event& event, std::uint32_t index, TaskId was_running) {
    const std::size_t place = task_place(event.subject);
    TaskInfo* info = has_task(place, event.subject) ? &tasks[place] : nullptr;
    switch (event.kind) {
        case EventKind::task_create:
            if (!info) add_task(event, index);
            break;
        case EventKind::task_name:
            if (info) info->name = event.a;
            return;
        case EventKind::task_ready:
            add_wake(event, index);
            break;
        case EventKind::step_begin:
            if (was_running != 0 && was_running != event.subject) follow(was_running, index);
            steps.push_back(index);
            stops.push_back(index);
            step_ends.push_back(kOpen);
            break;
        case EventKind::step_end:
            if (!steps.empty() && step_ends.back() == kOpen) step_ends.back() = index;
            break;
        default:
            if (info && !info->finished) {
                info->finished = index;
                info->outcome = outcome_of(event.detail);
                info->error = event.a;
            }
            break;
    }
    follow(event.subject, index);
}

void Recording::Data::index_thing(const Event& event, std::uint32_t index) {
    switch (event.kind) {
        case EventKind::timer_arm:
            row_of(timers, event.subject) = {event.subject, event.a, now.running(), index, event.b};
            break;
        case EventKind::callback_ready:
            row_of(callbacks, event.subject) = {event.subject, event.a, low(event.b)};
            break;
        case EventKind::coro_create:
            row_of(coroutines, event.subject) = {event.subject, event.a, 0, false};
            break;
        case EventKind::coro_enter:
            row_of(coroutines, event.subject) = {event.subject, high(event.b), event.a, true};
            break;
        case EventKind::object_create:
            row_of(objects, event.subject) = {
                event.subject, object_kind_of(event.detail), event.a, high(event.b), low(event.b), index, 0};
            break;
        case EventKind::object_name:
        case EventKind::object_child:
            if (ObjectInfo* object = find_by_id(objects, event.subject)) {
                if (event.kind == EventKind::object_name) object->name = event.a;
                if (event.kind == EventKind::object_child) ++object->children;
            }
            break;
        case EventKind::io_start:
        case EventKind::io_done:
        case EventKind::thread_start:
        case EventKind::thread_done:
            index_operation(event, index);
            break;
        default:
            break;
    }
}

void Recording::Data::index_operation(const Event& event, std::uint32_t index) {
    if (event.kind == EventKind::io_start || event.kind == EventKind::thread_start) {
        const auto kind = event.kind == EventKind::io_start ? OperationKind::io : OperationKind::thread;
        row_of(operations, event.subject) = {event.subject,     kind, event.a, low(event.b), high(event.b), index, {},
                                             Outcome::returned, 0};
    } else if (OperationInfo* operation = find_by_id(operations, event.subject); operation && !operation->finished) {
        operation->finished = index;
        operation->outcome = outcome_of(event.detail);
        operation->error = event.a;
    }
}

void Recording::Data::add_task(const Event& event, std::uint32_t index) {
    if (event.subject == 0) return;
    const TaskId parent = low(event.b);
    const std::size_t parent_place = task_place(parent);
    // A child of a task whose own beginning was lost is shown at the root.
    (has_task(parent_place, parent) ? lives[parent_place].children : roots).push_back(event.subject);
    const auto place = static_cast<std::ptrdiff_t>(task_place(event.subject));
    TaskInfo info;
    info.id = event.subject;
    info.name = event.a;
    info.parent = parent;
    info.site = high(event.b);
    info.created = index;
    tasks.insert(tasks.begin() + place, info);
    lives.insert(lives.begin() + place, Life{});
}

void Recording::Data::add_wake(const Event& event, std::uint32_t index) {
    WakeEdge wake{kOpen, index, 0, event.subject, wake_reason_of(event.detail)};
    if (const auto cause = event.cause != 0 ? numbering.index_of(event.cause) : std::nullopt; cause && *cause < index) {
        wake.cause = static_cast<std::uint32_t>(*cause);
        wake.by = running_at(*cause);
    }
    wakes.push_back(wake);
}

void Recording::Data::follow(TaskId id, std::uint32_t index) {
    const std::size_t place = task_place(id);
    if (has_task(place, id)) lives[place].lane.follow(now.task(id), index);
}

TaskId Recording::Data::running_at(std::size_t index) const {
    const std::size_t begun = count_before(steps, index + 1);
    if (begun == 0 || index > step_ends[begun - 1]) return 0;
    return events[steps[begun - 1]].subject;
}

const std::string& Recording::error() const { return data_->error; }
std::size_t Recording::size() const { return data_->events.size(); }
const Event& Recording::operator[](std::size_t index) const {
    static constexpr Event kLetGo{};
    return index < data_->first ? kLetGo : data_->events[index];
}
void Recording::keep_at_most(std::size_t events) { data_->limit = std::max<std::size_t>(events, 1); }
std::size_t Recording::first() const { return data_->first; }
Sequence Recording::sequence(std::size_t index) const { return data_->numbering.of(index); }

std::optional<std::size_t> Recording::index_of(Sequence wanted) const {
    const auto index = data_->numbering.index_of(wanted);
    return index && *index >= data_->first ? index : std::nullopt;
}

std::string_view Recording::string(StringId id) const {
    const StringRow* row = find_by_id(data_->strings, id);
    return row ? row->text : std::string_view{};
}

Site Recording::site(SiteId id) const {
    const SiteRow* row = find_by_id(data_->sites, id);
    return row ? row->site : Site{};
}

std::string_view Recording::text(std::size_t index) const {
    const auto at = std::ranges::lower_bound(data_->texts, index, {}, &TextRow::index);
    return at != data_->texts.end() && at->index == index ? at->text : std::string_view{};
}

World Recording::at(std::size_t index) const {
    if (index >= size()) return data_->now;
    index = std::max(index, data_->first);
    const Keyframes::Frame* frame = data_->keyframes.before(index);
    World world = frame ? frame->world : World{};
    for (std::size_t i = frame ? frame->index : 0; i < index; ++i)
        world.apply(data_->events[i], data_->numbering.of(i));
    return world;
}

const World& Recording::now() const { return data_->now; }

const TaskInfo* Recording::task(TaskId id) const { return find_by_id(data_->tasks, id); }
std::span<const TaskInfo> Recording::tasks() const { return data_->tasks; }

std::string Recording::task_name(TaskId id) const {
    if (id == 0) return "the loop";
    const TaskInfo* info = task(id);
    return info != nullptr ? task_name(*info) : "task " + std::to_string(id);
}

std::string Recording::task_name(const TaskInfo& task) const {
    if ((task.name & kDefaultName) != 0) return "Task-" + std::to_string(task.name & ~kDefaultName);
    const std::string_view name = string(task.name);
    return name.empty() ? "task " + std::to_string(task.id) : std::string(name);
}

const Lane* Recording::lane(TaskId id) const {
    const std::size_t place = data_->task_place(id);
    return data_->has_task(place, id) ? &data_->lives[place].lane : nullptr;
}

std::span<const TaskId> Recording::children(TaskId id) const {
    if (id == 0) return data_->roots;
    const std::size_t place = data_->task_place(id);
    return data_->has_task(place, id) ? std::span<const TaskId>(data_->lives[place].children)
                                      : std::span<const TaskId>{};
}

TaskId Recording::running_at(std::size_t index) const { return data_->running_at(index); }
const TimerInfo* Recording::timer(TimerId id) const { return find_by_id(data_->timers, id); }
const ObjectInfo* Recording::object(ObjectId id) const { return find_by_id(data_->objects, id); }
std::span<const ObjectInfo> Recording::objects() const { return data_->objects; }
const OperationInfo* Recording::operation(OperationId id) const { return find_by_id(data_->operations, id); }
const CallbackInfo* Recording::callback(CallbackId id) const { return find_by_id(data_->callbacks, id); }
const CoroInfo* Recording::coroutine(CoroId id) const { return find_by_id(data_->coroutines, id); }

TaskId Recording::counterpart(std::size_t index) const {
    if (index >= size() || (*this)[index].kind == EventKind::object_get) return 0;
    return data_->relations.of(index);
}

std::optional<std::size_t> Recording::put_of(std::size_t index) const {
    if (index >= size() || (*this)[index].kind != EventKind::object_get) return std::nullopt;
    return index_of(data_->relations.of(index));
}

std::optional<TaskState> Recording::state(const World& world, std::size_t index, TaskId id) const {
    if (const TaskNow* now = world.task(id)) return now->state;
    const TaskInfo* info = task(id);
    if (!info || info->created >= index) return std::nullopt;
    switch (info->outcome) {
        case Outcome::raised:
            return TaskState::failed;
        case Outcome::cancelled:
            return TaskState::cancelled;
        case Outcome::returned:
            break;
    }
    return TaskState::done;
}

std::span<const std::uint32_t> Recording::steps() const { return data_->steps; }
std::span<const std::uint32_t> Recording::turns() const { return data_->turns; }
std::span<const std::uint32_t> Recording::checkpoints() const { return data_->checkpoints; }
std::span<const std::uint32_t> Recording::prints() const { return data_->prints; }
std::span<const std::uint32_t> Recording::stops() const { return data_->stops; }
std::span<const std::uint32_t> Recording::knobs() const { return data_->knobs; }
std::span<const WakeEdge> Recording::wakes() const { return data_->wakes; }

std::uint64_t Recording::step_at(std::size_t index) const {
    return data_->first_step + count_before(data_->steps, index);
}

std::uint64_t Recording::turn_at(std::size_t index) const {
    const std::size_t begun = count_before(data_->turns, index);
    return begun > 0 ? data_->events[data_->turns[begun - 1]].b : data_->first_turn;
}

std::uint64_t Recording::loop_time_at(std::size_t index) const {
    const std::size_t moves = count_before(data_->time_moves, index);
    return moves > 0 ? data_->events[data_->time_moves[moves - 1]].b : data_->first_loop_time;
}

std::uint64_t Recording::real_time_at(std::size_t index) const {
    if (index == 0 || empty()) return 0;
    if (index <= data_->first) return data_->first_real_time;
    const std::uint64_t time = data_->events[std::min(index, size()) - 1].time;
    const auto after = std::ranges::lower_bound(data_->holds, index, {}, &Hold::index);
    const std::uint64_t held = after == data_->holds.begin() ? 0 : (after - 1)->total;
    return time - std::min(time, held);
}

std::uint64_t Recording::real_time_began() const { return data_->real_time_began; }
std::string_view Recording::program() const { return string(data_->program); }
ClockKind Recording::clock() const { return data_->clock; }
bool Recording::finished() const { return data_->finished; }
std::uint64_t Recording::dropped() const { return data_->now.dropped(); }

}  // namespace loopscope
