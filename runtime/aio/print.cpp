#include "aio/print.hpp"

#include "aio/gate.hpp"
#include "aio/loop.hpp"
#include "aio/watch.hpp"
#include "monitor/control.hpp"

#include <cstdio>
#include <string>

namespace aio {

using loopscope::EventKind;

namespace {

// The loop whose recording the running code speaks into; nullptr: nobody listens.
EventLoop* listener() {
    EventLoop* loop = EventLoop::running_on_this_thread();
    return loop != nullptr && loop->recorder() != nullptr ? loop : nullptr;
}

}  // namespace

void detail::print_line(std::string_view line, const std::source_location& where) {
    // One call a line, so that lines of several processes do not mix.
    std::string out(line);
    out += '\n';
    std::fwrite(out.data(), 1, out.size(), stdout);
    if (EventLoop* loop = listener()) {
        loopscope::Recorder& recorder = *loop->recorder();
        recorder.stamp();
        recorder.record_text(EventKind::print, loop->current_id(), loop->activity(), 0, 0, recorder.site(where), line);
    }
}

void checkpoint(std::string_view name, std::source_location where) {
    EventLoop* loop = listener();
    if (loop == nullptr) return;
    loopscope::Recorder& recorder = *loop->recorder();
    recorder.stamp();
    const auto passed = recorder.record(EventKind::checkpoint, loop->current_id(), loop->activity(), 0,
                                        recorder.string(name), recorder.site(where));
    if (loopscope::Control* control = loop->control()) {
        detail::pass_gate(recorder, passed, [control] { return control->at_checkpoint(); });
    }
}

void mark(std::string_view name, std::source_location where) {
    if (EventLoop* loop = listener()) {
        loopscope::Recorder& recorder = *loop->recorder();
        recorder.record(EventKind::mark, loop->current_id(), loop->activity(), 0, recorder.string(name),
                        recorder.site(where));
    }
}

void detail::tell_watch(EventLoop& loop, std::string_view name, loopscope::WatchKind kind, std::string_view shown,
                        const std::source_location& where) {
    loopscope::Recorder& recorder = *loop.recorder();
    recorder.record_text(EventKind::watch, loop.current_id(), loop.activity(), static_cast<std::uint8_t>(kind),
                         recorder.string(name), recorder.site(where), shown);
}

}  // namespace aio
