// The same work in Boost.Asio's own coroutines, for the ratio of one run on one machine.
#include "report.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace bench {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> give_way(int count) {
    auto executor = co_await asio::this_coro::executor;
    for (int i = 0; i < count; ++i) co_await asio::post(executor, asio::use_awaitable);
}

asio::awaitable<void> nothing() { co_return; }

asio::awaitable<void> spawn_rounds(asio::io_context& context, int rounds, int each) {
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < each; ++i) asio::co_spawn(context, nothing(), asio::detached);
        co_await asio::post(context, asio::use_awaitable);
    }
}

asio::awaitable<void> spawn_and_await(int count) {
    auto executor = co_await asio::this_coro::executor;
    for (int i = 0; i < count; ++i) co_await asio::co_spawn(executor, nothing(), asio::use_awaitable);
}

asio::awaitable<int> one() { co_return 1; }

asio::awaitable<void> await_many(int count) {
    long sum = 0;
    for (int i = 0; i < count; ++i) sum += co_await one();
    benchmark::DoNotOptimize(sum);
}

asio::awaitable<void> sleep_a_millisecond() {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
}

using Channel = asio::experimental::channel<void(boost::system::error_code, int)>;

asio::awaitable<void> send_many(Channel* channel, int count) {
    for (int i = 0; i < count; ++i) co_await channel->async_send({}, i, asio::use_awaitable);
}

asio::awaitable<void> receive_many(Channel* channel, int count) {
    long sum = 0;
    for (int i = 0; i < count; ++i) sum += co_await channel->async_receive(asio::use_awaitable);
    benchmark::DoNotOptimize(sum);
}

template <class Start>
void run_all(benchmark::State& state, double count, Start start) {
    for (auto _ : state) {
        asio::io_context context(1);
        start(context);
        context.run();
    }
    state.counters[kOperations] = count;
}

}  // namespace

void register_asio() {
    constexpr int kSwitches = 300'000;
    benchmark::RegisterBenchmark("switch/asio", [](benchmark::State& state) {
        run_all(state, kSwitches, [](asio::io_context& context) {
            for (int i = 0; i < 1000; ++i) asio::co_spawn(context, give_way(kSwitches / 1000), asio::detached);
        });
    });
    benchmark::RegisterBenchmark("task/asio", [](benchmark::State& state) {
        run_all(state, 100'000, [](asio::io_context& context) {
            asio::co_spawn(context, spawn_rounds(context, 100, 1000), asio::detached);
        });
    });
    benchmark::RegisterBenchmark("switch_alone/asio", [](benchmark::State& state) {
        run_all(state, kSwitches,
                [](asio::io_context& context) { asio::co_spawn(context, give_way(kSwitches), asio::detached); });
    });
    benchmark::RegisterBenchmark("join/asio", [](benchmark::State& state) {
        run_all(state, 100'000,
                [](asio::io_context& context) { asio::co_spawn(context, spawn_and_await(100'000), asio::detached); });
    });
    benchmark::RegisterBenchmark("await/asio", [](benchmark::State& state) {
        run_all(state, kSwitches,
                [](asio::io_context& context) { asio::co_spawn(context, await_many(kSwitches), asio::detached); });
    });
    for (const bool tight : {false, true}) {
        benchmark::RegisterBenchmark(tight ? "queue_tight/asio" : "queue/asio", [tight](benchmark::State& state) {
            for (auto _ : state) {
                asio::io_context context(1);
                Channel channel(context, tight ? 1 : 64);
                asio::co_spawn(context, send_many(&channel, kSwitches), asio::detached);
                asio::co_spawn(context, receive_many(&channel, kSwitches), asio::detached);
                context.run();
            }
            state.counters[kOperations] = kSwitches;
        });
    }
    benchmark::RegisterBenchmark("sleeps/asio", [](benchmark::State& state) {
        run_all(state, 1, [](asio::io_context& context) {
            for (int i = 0; i < 1000; ++i) asio::co_spawn(context, sleep_a_millisecond(), asio::detached);
        });
    });
}

}  // namespace bench
