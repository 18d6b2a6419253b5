#include "aio/signal.hpp"

#include "aio/asio.hpp"
#include "aio/errors.hpp"
#include "aio/interrupts.hpp"
#include "aio/loop.hpp"

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace aio {
namespace detail {

namespace {

// What each signal did before the first of us used it. The process has one table of them, for all threads.
class Dispositions {
public:
    bool begin(int number) {
        const std::lock_guard lock(mutex_);
        Kept& kept = kept_[number];
        if (kept.users == 0 && ::sigaction(number, nullptr, &kept.before) != 0) return false;
        ++kept.users;
        return true;
    }
    // REQUIRES: Asio does not use it any more; it leaves the default behind.
    void end(int number) noexcept {
        const std::lock_guard lock(mutex_);
        Kept& kept = kept_.find(number)->second;
        if (--kept.users == 0 && !Interrupts::is_stale(kept.before)) ::sigaction(number, &kept.before, nullptr);
    }

private:
    struct Kept {
        int users = 0;
        struct sigaction before{};
    };
    std::mutex mutex_;
    std::map<int, Kept> kept_;
};

Dispositions& dispositions() {
    static Dispositions all;
    return all;
}

}  // namespace

class SignalState final : public Attachment {
public:
    SignalState(const std::vector<int>& numbers, EventLoop& loop) {
        signals_.emplace(loop.outside().reactor().context());
        loop.outside().reactor().attach(*this);
        try {
            for (const int number : numbers) add(number);
        } catch (...) {
            loop_ends();
            throw;
        }
    }
    ~SignalState() { loop_ends(); }

    void loop_ends() noexcept override {
        signals_.reset();
        for (const int number : std::exchange(numbers_, {})) dispositions().end(number);
    }
    boost::asio::signal_set& signals() { return *signals_; }
    bool ended() const noexcept { return !signals_.has_value(); }

private:
    void add(int number) {
        boost::system::error_code error = boost::asio::error::invalid_argument;
        if (dispositions().begin(number)) {
            numbers_.push_back(number);
            signals_->add(number, error);
        }
        if (error) throw std::invalid_argument("signal " + std::to_string(number) + " cannot be waited for");
    }

    std::optional<boost::asio::signal_set> signals_;
    std::vector<int> numbers_;
};

namespace {

Inner<int> next_signal(std::shared_ptr<SignalState> state) {
    if (state == nullptr || state->ended()) {
        throw UsageError("there are no signals here: moved from, or the loop has ended", {}, "event_loop");
    }
    const int number = co_await state->signals().async_wait(use_aio("signal").passive());
    co_return number;
}

}  // namespace
}  // namespace detail

Signals::Signals(std::initializer_list<int> numbers, std::source_location where)
    : state_(std::make_shared<detail::SignalState>(numbers, detail::running_loop(where, "Signals"))) {}
Signals::Signals(Signals&&) noexcept = default;
Signals& Signals::operator=(Signals&&) noexcept = default;
Signals::~Signals() = default;

detail::Inner<int> Signals::next() { return detail::next_signal(state_); }

detail::Inner<int> signal(int number) {
    Signals signals({number});
    const int came = co_await signals.next();
    co_return came;
}

}  // namespace aio
