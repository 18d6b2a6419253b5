// All primitives at once, by tasks that are cancelled at random moments: whatever happens,
// nobody is let in who must not be, nobody waits for what is there, and no line keeps anybody.
#include "sync_support.hpp"

#include <random>

using namespace test;

namespace {

struct Inside {
    explicit Inside(int& count) : count_(count) { ++count_; }
    ~Inside() { --count_; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    int& count_;
};

class Arena {
public:
    explicit Arena(unsigned seed) : random_(seed) {}

    aio::Coro<> run(Lines* log) {
        constexpr int kWorkers = 12;
        for (int i = 0; i < kWorkers; ++i) workers_.push_back(aio::create_task(work()));
        for (int i = 0; i < 400; ++i) {
            co_await disturb();
            co_await turns(below(3));
        }
        co_await let_them_end();
        log->push_back(std::to_string(done_) + " done, " + std::to_string(cancelled_) + " cancelled, " +
                       std::to_string(broken_) + " broken, turn " + std::to_string(aio::current_loop().turn()));
        CHECK(done_ > 200);
        CHECK(cancelled_ > 20);
        check_rest();
    }

private:
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

    aio::Coro<> work() {
        while (!ending_) {
            try {
                co_await operate();
                ++done_;
            } catch (const aio::CancelledError&) {
                ++cancelled_;
                aio::current_task().uncancel();  // so that the next request may be taken back too
            } catch (const aio::BrokenBarrierError&) {
                ++broken_;
            }
        }
    }

    aio::Coro<> operate() {
        const int what = below(5);
        if (what == 0) co_await use_lock();
        if (what == 1) co_await use_slot();
        if (what == 2) co_await flag_.wait();
        if (what == 3) co_await take_token();
        if (what == 4) co_await barrier_.wait();
        co_await aio::sleep(0);
    }

    aio::Coro<> use_lock() {
        auto guard = co_await lock_.guard();
        const Inside inside(in_lock_);
        CHECK(in_lock_ == 1);
        co_await turns(below(3));
    }

    aio::Coro<> use_slot() {
        auto permit = co_await slots_.guard();
        const Inside inside(in_slots_);
        CHECK(in_slots_ + slots_.statistics().value <= kSlots);
        co_await turns(below(4));
    }

    aio::Coro<> take_token() {
        auto guard = co_await tokens_changed_.guard();
        const auto there_is_one = [this] { return tokens_ > 0; };
        co_await tokens_changed_.wait_for(there_is_one);
        CHECK(tokens_changed_.locked());
        --tokens_;
        co_await turns(below(2));
    }

    aio::Coro<> put_token() {
        auto guard = co_await tokens_changed_.guard();
        ++tokens_;
        tokens_changed_.notify();
    }

    void cancel_anybody() {
        aio::Task<>& victim = workers_[static_cast<std::size_t>(below(static_cast<int>(workers_.size())))];
        victim.cancel();
        if (below(4) == 0) victim.uncancel();
    }

    aio::Coro<> disturb() {
        const int what = below(12);
        if (what < 6) cancel_anybody();
        if (what == 6) flag_.set();
        if (what == 7) flag_.clear();
        if (what == 8 || what == 9) {
            co_await put_token();
            for (int i = 0; i < 4; ++i) cancel_anybody();  // perhaps whom it woke
        }
        if (what == 10) co_await barrier_.reset();
        if (what == 11) co_await turns(3);
    }

    // Only what is missing is given to each: a wake-up that was lost before leaves somebody waiting.
    aio::Coro<> let_them_end() {
        constexpr int kEnough = 100;
        ending_ = true;
        flag_.set();
        co_await turns(kEnough);
        co_await barrier_.reset();
        co_await turns(kEnough);
        const auto missing = static_cast<int>(tokens_changed_.statistics().waiting);
        CHECK((tokens_ == 0 || missing == 0));
        for (int i = 0; i < missing; ++i) co_await put_token();
        co_await turns(kEnough);
        for (const aio::Task<>& worker : workers_) CHECK(worker.done());
    }

    void check_rest() const {
        CHECK_FALSE(lock_.locked());
        CHECK(lock_.statistics().waiting == 0);
        CHECK(slots_.statistics().value == kSlots);
        CHECK(slots_.statistics().waiting == 0);
        CHECK(flag_.statistics().waiting == 0);
        CHECK_FALSE(tokens_changed_.locked());
        CHECK(tokens_changed_.statistics().waiting == 0);
        CHECK(tokens_changed_.statistics().lock.waiting == 0);
        CHECK(barrier_.statistics().inside == 0);
        CHECK(in_lock_ == 0);
        CHECK(in_slots_ == 0);
    }

    static constexpr int kSlots = 2;
    std::mt19937 random_;
    aio::Lock lock_{"lock"};
    aio::BoundedSemaphore slots_{kSlots, "slots"};
    aio::Event flag_{"flag"};
    aio::Condition tokens_changed_{"tokens"};
    aio::Barrier barrier_{3, "barrier"};
    int tokens_ = 0;
    int in_lock_ = 0;
    int in_slots_ = 0;
    int done_ = 0;
    int cancelled_ = 0;
    int broken_ = 0;
    bool ending_ = false;
    std::vector<aio::Task<>> workers_;
};

Lines run_arena(unsigned seed) {
    Lines log;
    Arena arena(seed);
    run_virtual(arena.run(&log));
    return log;
}

}  // namespace

TEST_SUITE("aio.sync_random") {
    TEST_CASE("under random cancellation no wake-up is lost and no line keeps anybody") {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            CAPTURE(seed);
            const Lines log = run_arena(seed);
            CHECK(log == run_arena(seed));
        }
    }
}
