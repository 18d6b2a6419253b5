// Runs random programs in aio: one JSON program a line on stdin, one JSON list of lines on stdout.
//
// The same interpreter as asyncio_side.py, operation by operation; language.py tells what
// they are. compare.py runs both. With --diagnose: what kinds the monitor finds, too.
#include "aio/aio.hpp"
#include "aio/task_group.hpp"
#include "diagnosed.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <deque>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace {

using Json = nlohmann::json;
using Seconds = std::chrono::seconds;

constexpr int kRounds = 3;         // how often the tasks that are left are cancelled
constexpr Seconds kPatience{100};  // between

// What `raise` raises.
struct Boom : std::runtime_error {
    explicit Boom(int value) : std::runtime_error("boom"), number(value) {}
    int number;
};

std::string name_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const aio::ExceptionGroup& group) {
        std::string names;
        for (const auto& one : group.exceptions()) names += (names.empty() ? "" : ", ") + name_of(one);
        return "Group[" + names + "]";
    } catch (const Boom& boom) {
        return "Boom(" + std::to_string(boom.number) + ")";
    } catch (const aio::CancelledError&) {
        return "CancelledError";
    } catch (const aio::TimeoutError&) {
        return "TimeoutError";
    } catch (const aio::InvalidStateError&) {
        return "InvalidStateError";
    } catch (const aio::QueueFull&) {
        return "QueueFull";
    } catch (const aio::QueueEmpty&) {
        return "QueueEmpty";
    } catch (const aio::QueueShutDown&) {
        return "QueueShutDown";
    } catch (const aio::BrokenBarrierError&) {
        return "BrokenBarrierError";
    } catch (const aio::UsageError&) {
        return "Misuse";
    } catch (const std::invalid_argument&) {
        return "Misuse";
    } catch (const std::exception& other) {
        return std::string("unexpected ") + other.what();
    }
}

// What only says that an operation made no sense here is a result as any other.
bool is_refusal(const std::string& name) {
    return name == "Misuse" || name == "InvalidStateError" || name == "QueueFull" || name == "QueueEmpty" ||
           name == "BrokenBarrierError";
}

std::string shown(const aio::Outcome<int>& outcome) {
    return outcome ? std::to_string(outcome.value()) : name_of(outcome.exception());
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
    return "[" + all + "]";
}

const char* as_bool(bool value) { return value ? "True" : "False"; }

// One program.
class Run {
public:
    explicit Run(const Json& program) : bodies_(program["bodies"]) {
        const Json& objects = program["objects"];
        for (std::size_t i = 0; i < objects["locks"].size(); ++i) locks_.emplace_back();
        for (std::size_t i = 0; i < objects["events"].size(); ++i) events_.emplace_back();
        for (std::size_t i = 0; i < objects["conditions"].size(); ++i) conditions_.emplace_back();
        for (const Json& value : objects["semaphores"]) semaphores_.emplace_back(value.get<int>());
        for (const Json& parties : objects["barriers"]) barriers_.emplace_back(parties.get<int>());
        for (const Json& size : objects["queues"]) queues_.emplace_back(size.get<std::size_t>());
        for (std::size_t i = 0; i < objects["futures"].size(); ++i) futures_.emplace_back();
    }

    // Runs it to its end, cancels what is left, and tells how each task ended.
    aio::Coro<std::vector<std::string>> whole() {
        start(0);
        for (int round = 0; round < kRounds; ++round) {
            co_await aio::sleep(kPatience);
            std::vector<int> left;
            for (const auto& [body, task] : tasks_) {
                if (!task.done()) left.push_back(body);
            }
            for (const int body : left) {
                say("root", "cancels t" + std::to_string(body));
                tasks_[body].cancel();
            }
        }
        co_await aio::sleep(kPatience);
        for (const auto& [body, task] : tasks_) say("root", "t" + std::to_string(body) + " " + ending(task));
        for (auto& future : futures_) {
            if (future.done() && !future.cancelled()) static_cast<void>(future.exception());  // looked at: no report
        }
        over_ = true;
        co_return lines_;
    }

private:
    static std::string ending(const aio::Task<int>& task) {
        if (!task.done()) return "is not done";
        if (task.cancelled()) return "was cancelled";
        if (const auto error = task.exception()) return "raised " + name_of(error);
        return "returned " + std::to_string(task.result());
    }

    void say(const std::string& who, const std::string& text) {
        if (over_) return;
        const double time = std::chrono::duration<double>(aio::current_loop().time()).count();
        lines_.push_back(std::to_string(std::lround(time)) + " " + who + ": " + text);
    }

    aio::Task<int> start(int body) {
        tasks_[body] = aio::create_task(run_task(body));
        return tasks_[body];
    }

    aio::Coro<int> run_task(int body) {
        tasks_[body] = aio::Task<int>(aio::detail::Ref<aio::detail::TaskBase>(aio::current_task().state()));
        co_return co_await run_body(body);
    }

    aio::Coro<int> run_body(int body) {
        const std::string who = "t" + std::to_string(body);
        say(who, "starts");
        try {
            co_await run_all(who, bodies_[static_cast<std::size_t>(body)]);
        } catch (...) {
            say(who, "ends with " + name_of(std::current_exception()));
            throw;
        }
        say(who, "ends");
        co_return body * 10;
    }

    aio::Coro<> run_all(std::string who, const Json& operations) {
        for (const Json& operation : operations) {
            std::string result;
            try {
                result = co_await run_one(who, operation);
            } catch (...) {
                result = name_of(std::current_exception());
                const bool has_block = operation.back().is_array() || operation[0] == "try";
                if (has_block || !is_refusal(result)) throw;
            }
            if (!result.empty()) say(who, operation[0].get<std::string>() + " -> " + result);
        }
    }

    // What there is to say, or "".
    aio::Coro<std::string> run_one(std::string who, const Json& operation) {
        using Do = aio::Coro<std::string> (Run::*)(std::string, const Json&);
        static const std::map<std::string, Do> kAll = {
            {"sleep0", &Run::sleep0},
            {"sleep", &Run::sleep},
            {"spawn", &Run::spawn},
            {"await", &Run::await},
            {"cancel", &Run::cancel},
            {"uncancel", &Run::uncancel},
            {"raise", &Run::raise},
            {"try", &Run::try_},
            {"finally", &Run::finally},
            {"gather", &Run::gather},
            {"wait", &Run::wait},
            {"shield", &Run::shield},
            {"wait_for", &Run::wait_for},
            {"timeout", &Run::timeout},
            {"group", &Run::group},
            {"lock", &Run::lock},
            {"acquire", &Run::acquire},
            {"release", &Run::release},
            {"event_wait", &Run::event_wait},
            {"event_set", &Run::event_set},
            {"event_clear", &Run::event_clear},
            {"cond", &Run::cond},
            {"cond_wait", &Run::cond_wait},
            {"notify", &Run::notify},
            {"sem", &Run::sem},
            {"sem_acquire", &Run::sem_acquire},
            {"sem_release", &Run::sem_release},
            {"barrier", &Run::barrier},
            {"barrier_reset", &Run::barrier_reset},
            {"put", &Run::put},
            {"get", &Run::get},
            {"put_nowait", &Run::put_nowait},
            {"get_nowait", &Run::get_nowait},
            {"task_done", &Run::task_done},
            {"join", &Run::join},
            {"shutdown", &Run::shutdown},
            {"future_wait", &Run::future_wait},
            {"future_set", &Run::future_set},
            {"future_cancel", &Run::future_cancel},
            {"future_raise", &Run::future_raise},
            {"on_done", &Run::on_done},
            {"soon", &Run::soon},
            {"later", &Run::later},
        };
        co_return co_await (this->*kAll.at(operation[0].get<std::string>()))(who, operation);
    }

    static int number(const Json& operation, std::size_t place = 1) { return operation[place].get<int>(); }
    static std::size_t index(const Json& operation) { return operation[1].get<std::size_t>(); }
    static Seconds seconds(const Json& operation, std::size_t place = 1) { return Seconds(number(operation, place)); }

    aio::Coro<std::string> sleep0(std::string, const Json&) {
        co_await aio::sleep(0);
        co_return "on";
    }
    aio::Coro<std::string> sleep(std::string, const Json& operation) {
        co_await aio::sleep(seconds(operation));
        co_return "on";
    }
    aio::Coro<std::string> spawn(std::string, const Json& operation) {
        start(number(operation));
        co_return "created";
    }
    aio::Coro<std::string> await(std::string, const Json& operation) {
        const auto found = tasks_.find(number(operation));
        if (found == tasks_.end()) co_return "no task";
        co_return std::to_string(co_await found->second);
    }
    aio::Coro<std::string> cancel(std::string, const Json& operation) {
        const auto found = tasks_.find(number(operation));
        if (found == tasks_.end()) co_return "no task";
        co_return as_bool(found->second.cancel());
    }
    aio::Coro<std::string> uncancel(std::string, const Json&) {
        co_return std::to_string(aio::current_task().uncancel());
    }
    aio::Coro<std::string> raise(std::string, const Json& operation) {
        throw Boom(number(operation));
        co_return "";
    }
    aio::Coro<std::string> try_(std::string who, const Json& operation) {
        std::exception_ptr error;
        try {
            co_await run_all(who, operation[1]);
        } catch (...) {
            error = std::current_exception();
        }
        if (error) {
            say(who, "caught " + name_of(error));
            co_await run_all(who, operation[2]);
            if (operation[3].get<bool>()) std::rethrow_exception(error);
        }
        co_return "";
    }
    aio::Coro<std::string> finally(std::string who, const Json& operation) {
        std::exception_ptr error;
        try {
            co_await run_all(who, operation[1]);
        } catch (...) {
            error = std::current_exception();
        }
        co_await run_all(who, operation[2]);
        if (error) std::rethrow_exception(error);
        co_return "";
    }
    aio::Coro<std::string> gather(std::string, const Json& operation) {
        std::vector<aio::Coro<int>> coros;
        for (const Json& body : operation[1]) coros.push_back(run_task(body.get<int>()));
        std::vector<std::string> words;
        if (operation[2].get<bool>()) {
            const auto outcomes = co_await aio::gather(aio::return_exceptions, std::move(coros));
            for (const auto& outcome : outcomes) words.push_back(shown(outcome));
        } else {
            const auto results = co_await aio::gather(std::move(coros));
            for (const int result : results) words.push_back(std::to_string(result));
        }
        co_return joined(words);
    }
    aio::Coro<std::string> wait(std::string, const Json& operation) {
        std::vector<aio::Task<int>> tasks;
        for (const Json& body : operation[1]) tasks.push_back(start(body.get<int>()));
        const auto mode = operation[2] == "ALL_COMPLETED"     ? aio::all_completed
                          : operation[2] == "FIRST_COMPLETED" ? aio::first_completed
                                                              : aio::first_exception;
        const auto [done, pending] = co_await aio::wait(tasks, mode, seconds(operation, 3));
        std::string signs;
        for (const auto& task : tasks) signs += std::ranges::find(done, task) != done.end() ? '+' : '-';
        co_return std::to_string(done.size()) + " done: " + signs;
    }
    aio::Coro<std::string> shield(std::string, const Json& operation) {
        co_return std::to_string(co_await aio::shield(start(number(operation))));
    }
    // In the same task, so there is none of this number.
    aio::Coro<std::string> wait_for(std::string, const Json& operation) {
        co_return std::to_string(co_await aio::wait_for(run_body(number(operation)), seconds(operation, 2)));
    }
    aio::Coro<std::string> timeout(std::string who, const Json& operation) {
        co_await aio::with_timeout(seconds(operation), run_all(who, operation[2]));
        co_return "in time";
    }
    aio::Coro<std::string> group(std::string who, const Json& operation) {
        const auto body = [this, &who, &operation](aio::TaskGroup& tasks) -> aio::Coro<> {
            for (const Json& child : operation[1]) {
                tasks_[child.get<int>()] = tasks.create_task(run_task(child.get<int>()));
            }
            co_await run_all(who, operation[2]);
        };
        co_await aio::with_task_group(body);
        co_return "done";
    }
    // Released by hand, because a guard that finds its lock released by somebody else can only report it.
    template <class LockOrCondition>
    aio::Coro<std::string> held(std::string who, LockOrCondition& lock, const Json& operations) {
        co_await lock.acquire();
        std::exception_ptr error;
        try {
            say(who, "holds it");
            co_await run_all(who, operations);
        } catch (...) {
            error = std::current_exception();
        }
        lock.release();
        if (error) std::rethrow_exception(error);
        co_return "released";
    }
    aio::Coro<std::string> lock(std::string who, const Json& operation) {
        co_return co_await held(who, locks_[index(operation)], operation[2]);
    }
    aio::Coro<std::string> acquire(std::string, const Json& operation) {
        co_await locks_[index(operation)].acquire();
        co_return "held";
    }
    aio::Coro<std::string> release(std::string, const Json& operation) {
        locks_[index(operation)].release();
        co_return "released";
    }
    aio::Coro<std::string> event_wait(std::string, const Json& operation) {
        co_await events_[index(operation)].wait();
        co_return as_bool(events_[index(operation)].is_set());
    }
    aio::Coro<std::string> event_set(std::string, const Json& operation) {
        events_[index(operation)].set();
        co_return "";
    }
    aio::Coro<std::string> event_clear(std::string, const Json& operation) {
        events_[index(operation)].clear();
        co_return "";
    }
    aio::Coro<std::string> cond(std::string who, const Json& operation) {
        co_return co_await held(who, conditions_[index(operation)], operation[2]);
    }
    aio::Coro<std::string> cond_wait(std::string, const Json& operation) {
        co_await conditions_[index(operation)].wait();
        co_return "notified";
    }
    aio::Coro<std::string> notify(std::string, const Json& operation) {
        conditions_[index(operation)].notify(operation[2].get<std::size_t>());
        co_return "on";
    }
    aio::Coro<std::string> sem(std::string who, const Json& operation) {
        const auto guard = co_await semaphores_[index(operation)].guard();
        say(who, "holds it");
        co_await run_all(who, operation[2]);
        co_return "released";
    }
    aio::Coro<std::string> sem_acquire(std::string, const Json& operation) {
        co_await semaphores_[index(operation)].acquire();
        co_return "held";
    }
    aio::Coro<std::string> sem_release(std::string, const Json& operation) {
        semaphores_[index(operation)].release();
        co_return as_bool(semaphores_[index(operation)].locked());
    }
    aio::Coro<std::string> barrier(std::string, const Json& operation) {
        co_return std::to_string(co_await barriers_[index(operation)].wait());
    }
    aio::Coro<std::string> barrier_reset(std::string, const Json& operation) {
        co_await barriers_[index(operation)].reset();
        co_return "reset";
    }
    aio::Coro<std::string> put(std::string, const Json& operation) {
        co_await queues_[index(operation)].put(number(operation, 2));
        co_return std::to_string(queues_[index(operation)].qsize());
    }
    aio::Coro<std::string> get(std::string, const Json& operation) {
        co_return std::to_string(co_await queues_[index(operation)].get());
    }
    aio::Coro<std::string> put_nowait(std::string, const Json& operation) {
        queues_[index(operation)].put_nowait(number(operation, 2));
        co_return std::to_string(queues_[index(operation)].qsize());
    }
    aio::Coro<std::string> get_nowait(std::string, const Json& operation) {
        co_return std::to_string(queues_[index(operation)].get_nowait());
    }
    aio::Coro<std::string> task_done(std::string, const Json& operation) {
        queues_[index(operation)].task_done();
        co_return "on";
    }
    aio::Coro<std::string> join(std::string, const Json& operation) {
        co_await queues_[index(operation)].join();
        co_return "joined";
    }
    aio::Coro<std::string> shutdown(std::string, const Json& operation) {
        queues_[index(operation)].shutdown(operation[2].get<bool>());
        co_return "on";
    }
    aio::Coro<std::string> future_wait(std::string, const Json& operation) {
        co_return std::to_string(co_await futures_[index(operation)]);
    }
    aio::Coro<std::string> future_set(std::string, const Json& operation) {
        futures_[index(operation)].set_result(number(operation, 2));
        co_return "on";
    }
    aio::Coro<std::string> future_cancel(std::string, const Json& operation) {
        co_return as_bool(futures_[index(operation)].cancel());
    }
    aio::Coro<std::string> future_raise(std::string, const Json& operation) {
        futures_[index(operation)].set_exception(Boom(number(operation, 2)));
        co_return "on";
    }
    aio::Coro<std::string> on_done(std::string, const Json& operation) {
        const auto found = tasks_.find(number(operation));
        if (found == tasks_.end()) co_return "no task";
        const std::string text =
            "t" + std::to_string(found->first) + " is done, callback " + std::to_string(number(operation, 2));
        found->second.add_done_callback([this, text](const aio::AnyFuture&) { say("loop", text); });
        co_return "on";
    }
    aio::Coro<std::string> soon(std::string, const Json& operation) {
        const std::string text = "callback " + std::to_string(number(operation));
        aio::current_loop().call_soon([this, text] { say("loop", text); });
        co_return "";
    }
    aio::Coro<std::string> later(std::string, const Json& operation) {
        const std::string text = "callback " + std::to_string(number(operation, 2));
        aio::current_loop().call_later(seconds(operation), [this, text] { say("loop", text); });
        co_return "";
    }

    const Json& bodies_;
    std::deque<aio::Lock> locks_;
    std::deque<aio::Event> events_;
    std::deque<aio::Condition> conditions_;
    std::deque<aio::Semaphore> semaphores_;
    std::deque<aio::Barrier> barriers_;
    std::deque<aio::Queue<int>> queues_;
    std::deque<aio::Future<int>> futures_;
    std::map<int, aio::Task<int>> tasks_;
    std::vector<std::string> lines_;
    bool over_ = false;
};

aio::Coro<std::vector<std::string>> in_loop(const Json& program, std::unique_ptr<Run>* run) {
    *run = std::make_unique<Run>(program);
    co_return co_await (*run)->whole();
}

std::vector<std::string> lines_of(const Json& program, loopscope::Recorder* recorder = nullptr) {
    std::unique_ptr<Run> run;  // outlives the loop: tasks that refuse to be cancelled still refer to it
    aio::EventLoop loop({.clock = aio::ClockKind::virtual_time, .recorder = recorder});
    loop.set_exception_handler([](const aio::ErrorContext&) {});
    try {
        const auto task = loop.create_task(in_loop(program, &run), "root");
        loop.run_until_done(task);
        return task.result();
    } catch (const std::exception& error) {
        return {std::string("the whole ended with ") + error.what()};
    }
}

}  // namespace

int main(int argc, char**) {
    const bool diagnoses = argc > 1;
    std::cout << "[]" << std::endl;  // the other side tells its version here
    for (std::string line; std::getline(std::cin, line);) {
        std::optional<Diagnosed> diagnosed;
        if (diagnoses) diagnosed.emplace();
        Json answer = lines_of(Json::parse(line), diagnosed ? &diagnosed->recorder() : nullptr);
        if (diagnosed) answer = {{"lines", answer}, {"kinds", diagnosed->kinds()}};
        std::cout << answer.dump() << std::endl;
    }
}
