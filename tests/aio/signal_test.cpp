#include "support.hpp"

#include "aio/signal.hpp"
#include "aio/threadsafe.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <thread>

using namespace test;

namespace {

volatile std::sig_atomic_t caught = 0;
void note(int number) { caught = number; }

void (*handler_of(int number))(int) {
    struct sigaction now{};
    ::sigaction(number, nullptr, &now);
    return now.sa_handler;
}

// The test's own program may be interrupted too: what it does about it is put back.
class DefaultInterrupt {
public:
    DefaultInterrupt() { ::sigaction(SIGINT, nullptr, &before_), std::signal(SIGINT, SIG_DFL); }
    ~DefaultInterrupt() { ::sigaction(SIGINT, &before_, nullptr); }

private:
    struct sigaction before_{};
};

// Runs `main` in a process of its own; what that ended with, as waitpid gives it.
template <class Function>
int in_a_process(Function main) {
    const pid_t child = ::fork();
    if (child == 0) {
        main();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

}  // namespace

TEST_SUITE("aio.signal") {
    TEST_CASE("a task waits for a signal, and the signal does again what it did before") {
        struct Body {
            static aio::Coro<> main() {
                auto waiting = aio::create_task(wait());
                co_await aio::sleep(0);
                std::raise(SIGUSR1);
                co_await waiting;
                CHECK(caught == 0);
            }
            static aio::Coro<> wait() {
                const int number = co_await aio::signal(SIGUSR1);
                CHECK(number == SIGUSR1);
            }
        };
        caught = 0;
        std::signal(SIGUSR1, note);
        run_virtual(Body::main());
        CHECK((handler_of(SIGUSR1) == note));
        std::raise(SIGUSR1);
        CHECK(caught == SIGUSR1);
        std::signal(SIGUSR1, SIG_DFL);
    }

    TEST_CASE("Signals misses none between two waits, and may be one of several") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Signals mine({SIGUSR1, SIGUSR2});
                {
                    aio::Signals other({SIGUSR1});
                    std::raise(SIGUSR1);
                    std::raise(SIGUSR2);
                    const int first = co_await other.next();
                    log->push_back(std::to_string(first == SIGUSR1));
                }
                for (int i = 0; i < 2; ++i) {
                    const int number = co_await mine.next();
                    log->push_back(number == SIGUSR1 ? "one" : "two");
                }
                std::raise(SIGUSR1);  // the other one's end took nothing away
                const int again = co_await mine.next();
                log->push_back(again == SIGUSR1 ? "one" : "two");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"1", "one", "two", "one"});
        CHECK((handler_of(SIGUSR1) == SIG_DFL));
        CHECK((handler_of(SIGUSR2) == SIG_DFL));
    }

    TEST_CASE("waiting for a signal can be cancelled, and a number that cannot be caught is refused") {
        struct Body {
            static aio::Coro<> wait() { co_await aio::signal(SIGUSR1); }
            static aio::Coro<> main() {
                auto waiting = aio::create_task(wait());
                co_await aio::sleep(1s);  // virtual time does not wait for signals
                waiting.cancel();
                co_await aio::sleep(1s);
                CHECK(waiting.cancelled());
                CHECK((handler_of(SIGUSR1) == SIG_DFL));
                CHECK_THROWS_AS(aio::Signals({SIGKILL}), std::invalid_argument);
                CHECK_THROWS_AS(aio::Signals({SIGUSR2, -3}), std::invalid_argument);
                CHECK((handler_of(SIGUSR2) == SIG_DFL));
            }
        };
        run_virtual(Body::main());
        CHECK_THROWS_AS(aio::Signals({SIGUSR1}), aio::UsageError);
    }

    TEST_CASE("a Signals may outlive its loop") {
        struct Body {
            static aio::Coro<> main(std::optional<aio::Signals>* out) {
                out->emplace(std::initializer_list<int>{SIGUSR1});
                co_return;
            }
        };
        std::optional<aio::Signals> signals;
        run_virtual(Body::main(&signals));
        CHECK((handler_of(SIGUSR1) == SIG_DFL));
    }

    TEST_CASE("Ctrl-C cancels the main task, which cleans up; then run() throws Interrupted") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().call_soon([] { std::raise(SIGINT); });
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    log->push_back("main was cancelled");
                    throw;
                }
            }
        };
        const DefaultInterrupt interrupt;
        Lines log;
        CHECK_THROWS_AS(run_virtual(Body::main(&log)), aio::Interrupted);
        CHECK_THROWS_AS(aio::run(Body::main(&log)), aio::Interrupted);  // one that really waits
        CHECK(log == Lines{"main was cancelled", "main was cancelled"});
        CHECK((handler_of(SIGINT) == SIG_DFL));
    }

    TEST_CASE("Ctrl-C wakes a loop that waits, from whatever thread it comes") {
        struct Body {
            static aio::Coro<> main() {
                const aio::KeepAlive keep = aio::current_loop().expect_calls();
                std::jthread other([] { ::kill(::getpid(), SIGINT); });
                co_await aio::Future<>();
            }
        };
        const DefaultInterrupt interrupt;
        CHECK_THROWS_AS(aio::run(Body::main()), aio::Interrupted);
    }

    TEST_CASE("Ctrl-C reaches a program that is always busy") {
        struct Body {
            static aio::Coro<> main() {
                std::raise(SIGINT);
                while (true) co_await aio::sleep(0);
            }
        };
        const DefaultInterrupt interrupt;
        CHECK_THROWS_AS(run_virtual(Body::main()), aio::Interrupted);
    }

    TEST_CASE("a main task that goes on after Ctrl-C gives its result") {
        struct Body {
            static aio::Coro<int> main() {
                std::raise(SIGINT);
                try {
                    co_await aio::sleep(1s);
                } catch (const aio::CancelledError&) {
                }
                co_return 5;
            }
        };
        const DefaultInterrupt interrupt;
        CHECK(run_virtual(Body::main()) == 5);
    }

    TEST_CASE("a second Ctrl-C ends the process at once") {
        struct Body {
            static aio::Coro<> main() {
                std::raise(SIGINT);
                std::raise(SIGINT);
                co_return;
            }
        };
        const DefaultInterrupt interrupt;
        const int status = in_a_process([] { run_virtual(Body::main()); });
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == SIGINT);
    }

    TEST_CASE("Ctrl-C is left alone where somebody has taken it, on other threads, and where it is not wanted") {
        struct Body {
            static aio::Coro<> look(void (**handler)(int)) {
                *handler = handler_of(SIGINT);
                co_return;
            }
        };
        const DefaultInterrupt interrupt;
        void (*seen)(int) = nullptr;
        std::signal(SIGINT, note);
        run_virtual(Body::look(&seen));
        CHECK((seen == note));
        CHECK((handler_of(SIGINT) == note));
        std::signal(SIGINT, SIG_DFL);
        std::jthread([&] { run_virtual(Body::look(&seen)); }).join();
        CHECK((seen == SIG_DFL));
        aio::run(Body::look(&seen), {.interrupts = false});
        CHECK((seen == SIG_DFL));
        run_virtual(Body::look(&seen));
        CHECK((seen != SIG_DFL));
    }

    TEST_CASE("a program may wait for SIGINT itself; Ctrl-C cancels again afterwards") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto waiting = aio::create_task(wait(log));
                co_await aio::sleep(0);
                std::raise(SIGINT);
                co_await waiting;
                std::raise(SIGINT);
                co_await aio::sleep(1h);
            }
            static aio::Coro<> wait(Lines* log) {
                co_await aio::signal(SIGINT);
                log->push_back("mine");
            }
        };
        const DefaultInterrupt interrupt;
        Lines log;
        CHECK_THROWS_AS(run_virtual(Body::main(&log)), aio::Interrupted);
        CHECK(log == Lines{"mine"});
    }
}
