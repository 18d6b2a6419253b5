// A lesson as a child process: the program at the other end of a link.
#include "monitor/link.hpp"
#include "session/process.hpp"
#include "session/session.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

namespace viz {
namespace {

using loopscope::Command;
using loopscope::CommandKind;

std::string shortest(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return std::string(text, end);
}

class Child final : public Session, loopscope::Sink {
public:
    explicit Child(const LessonStart& start) : start_(start) {
        recording_.keep_at_most(start.keep_at_most);
        begin();
    }
    ~Child() override {
        if (events_ >= 0) ::close(events_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    bool poll() override;
    SessionState state() const override;
    std::string notice() const override { return notice_; }
    std::string source_name() const override { return start_.program.filename().string(); }
    int descriptor() const override { return events_; }

    bool can_steer() const override { return link_ && link_->connected() && !lost_; }
    void pause() override { say({.kind = CommandKind::pause, .count = 1, .pace = {}}); }
    void go_on() override { say({.kind = CommandKind::go_on, .count = 0, .pace = {}}); }
    void go_on_to_checkpoint() override { say({.kind = CommandKind::go_on, .count = 1, .pace = {}}); }
    void step(unsigned count) override { say({.kind = CommandKind::step, .count = count, .pace = {}}); }
    void run_to_checkpoint() override { say({.kind = CommandKind::run_to_checkpoint, .count = 1, .pace = {}}); }
    void set_pace(loopscope::Pace pace) override { say({.kind = CommandKind::pace, .count = 1, .pace = pace}); }

private:
    void begin();
    void watch(int descriptor);
    void unwatch(int descriptor);
    void say(const Command& command) {
        if (link_) link_->send(command);
    }
    void write(std::span<const loopscope::Event> slots) override;
    void conclude();
    void lose(std::string notice);
    std::string kept_and_again() const;

    LessonStart start_;
    // The process is declared after the link, so that it is killed before the socket closes:
    // a program that is let go would run on for a moment and print what nobody asked for.
    std::unique_ptr<loopscope::LinkClient> link_;
    std::unique_ptr<Process> process_;
    int events_ = -1;  // an epoll: readable when the link or the process has news
    int watched_end_ = -1;
    bool lost_ = false;
    std::string notice_;
};

void Child::begin() {
    int both[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) {
        return lose(std::string("The lesson cannot be started: no socket can be made (") + std::strerror(errno) + ").");
    }
    const int far = ::fcntl(both[1], F_DUPFD_CLOEXEC, 3);  // out of the way of stdin, stdout and stderr
    ::close(both[1]);
    link_ = std::make_unique<loopscope::LinkClient>(both[0], loopscope::LinkStart{start_.start_paused, start_.pace});
    std::vector<std::string> arguments{"--link", std::to_string(far)};
    for (const auto& [name, value] : start_.knobs) {
        arguments.push_back("--knob");
        arguments.push_back(name + "=" + shortest(value));
    }
    if (start_.real_time) arguments.push_back("--real-time");
    if (start_.seed) {
        arguments.push_back("--seed");
        arguments.push_back(std::to_string(*start_.seed));
    }
    if (!start_.schedule.empty()) {
        arguments.push_back("--schedule");
        arguments.push_back(start_.schedule);
    }
    process_ = std::make_unique<Process>(start_.program, arguments,
                                         Process::Streams{far, start_.keep_output, start_.keep_errors});
    ::close(far);
    if (!process_->error().empty()) return lose(process_->error() + " Build the lessons again, then try once more.");

    events_ = ::epoll_create1(EPOLL_CLOEXEC);
    watch(link_->socket());
    watch(process_->errors_descriptor());
    watch(watched_end_ = process_->end_descriptor());
}

void Child::watch(int descriptor) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    if (descriptor >= 0) ::epoll_ctl(events_, EPOLL_CTL_ADD, descriptor, &wanted);
}

// A descriptor that stays readable for good would keep the window awake.
void Child::unwatch(int descriptor) {
    if (descriptor >= 0) ::epoll_ctl(events_, EPOLL_CTL_DEL, descriptor, nullptr);
}

bool Child::poll() {
    if (!process_ || events_ < 0) return false;
    const bool ended_before = process_->ended();
    const bool heard = link_->poll(*this);
    const bool news = process_->poll();
    if (process_->ended()) {
        unwatch(watched_end_);
        watched_end_ = -1;
    }
    // All that it said is read first: a crash is best understood by what came before it. A child of
    // the child may keep the link open for good.
    const bool silent = !link_->connected() || (ended_before && !heard);
    const bool was_lost = lost_;
    if (!lost_ && silent) conclude();
    return heard || news || lost_ != was_lost;
}

SessionState Child::state() const {
    if (lost_) return SessionState::lost;
    if (link_->said_bye() && process_->ended()) return SessionState::finished;
    if (!link_->greeted()) return SessionState::starting;
    return link_->standing() ? SessionState::standing : SessionState::running;
}

void Child::write(std::span<const loopscope::Event> slots) {
    if (lost_) return;
    if (start_.also) start_.also->write(slots);
    if (!recording_.append(slots)) {
        lose("What the lesson told made no sense: " + recording_.error() + kept_and_again());
    }
}

std::string Child::kept_and_again() const {
    const std::string kept = recording_.empty() ? "" : "What it did until then is kept";
    if (start_.again.empty()) return kept.empty() ? "" : " " + kept + ".";
    if (!kept.empty()) return " " + kept + "; " + start_.again + ".";
    std::string sentence = " " + start_.again + ".";
    sentence[1] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[1])));
    return sentence;
}

// The link is silent for good: whether this is the end, and which.
void Child::conclude() {
    if (!link_->connected() && !link_->hung_up()) return lose(link_->error() + kept_and_again());
    if (!link_->said_bye() && !process_->wait_end(500)) {
        return lose("The lesson closed its link and runs on unseen; it was ended." + kept_and_again());
    }
    if (!process_->ended()) return;  // it said goodbye, and tidies up
    const std::string words = process_->last_words();
    const std::string said = words.empty() ? "" : " It said: " + words;
    if (const int signal = process_->signal(); signal != 0) {
        const std::string what = is_crash(signal) ? "The lesson crashed (" : "The lesson was ended from outside (";
        return lose(what + signal_name(signal) + ")." + kept_and_again() + said);
    }
    if (link_->said_bye()) return;
    const std::string status = process_->status() == 0 ? "" : ", with status " + std::to_string(process_->status());
    lose((link_->greeted() ? "The lesson ended in the middle" : "The lesson ended before it began") + status + "." +
         kept_and_again() + said);
}

void Child::lose(std::string notice) {
    lost_ = true;
    notice_ = std::move(notice);
    if (process_) process_->kill();
}

}  // namespace

std::unique_ptr<Session> start_lesson(const LessonStart& start) { return std::make_unique<Child>(start); }

}  // namespace viz
