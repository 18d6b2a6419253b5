// TCP echo round trips over loopback: the same operations of Boost.Asio, awaited by aio's tasks
// and by Asio's own coroutines. Both sides of the connection run in one loop, on one thread.
#include "report.hpp"

#include "aio/aio.hpp"
#include "aio/asio.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t kBytes = 64;
constexpr int kTrips = 20'000;
using Message = std::array<char, kBytes>;

tcp::endpoint anywhere() { return {asio::ip::address_v4::loopback(), 0}; }

aio::Coro<> echo(tcp::socket* socket) {
    Message message{};
    for (int i = 0; i < kTrips; ++i) {
        co_await asio::async_read(*socket, asio::buffer(message), aio::use_aio);
        co_await asio::async_write(*socket, asio::buffer(message), aio::use_aio);
    }
}

aio::Coro<> ask(tcp::socket* socket) {
    Message message{};
    for (int i = 0; i < kTrips; ++i) {
        co_await asio::async_write(*socket, asio::buffer(message), aio::use_aio);
        co_await asio::async_read(*socket, asio::buffer(message), aio::use_aio);
    }
}

aio::Coro<> round_trips() {
    tcp::acceptor acceptor(aio::io_context(), anywhere());
    tcp::socket near(aio::io_context());
    tcp::socket far(aio::io_context());
    near.connect(acceptor.local_endpoint());
    acceptor.accept(far);
    near.set_option(tcp::no_delay(true));
    far.set_option(tcp::no_delay(true));
    co_await aio::gather(echo(&far), ask(&near));
}

asio::awaitable<void> asio_echo(tcp::socket* socket) {
    Message message{};
    for (int i = 0; i < kTrips; ++i) {
        co_await asio::async_read(*socket, asio::buffer(message), asio::use_awaitable);
        co_await asio::async_write(*socket, asio::buffer(message), asio::use_awaitable);
    }
}

asio::awaitable<void> asio_ask(tcp::socket* socket) {
    Message message{};
    for (int i = 0; i < kTrips; ++i) {
        co_await asio::async_write(*socket, asio::buffer(message), asio::use_awaitable);
        co_await asio::async_read(*socket, asio::buffer(message), asio::use_awaitable);
    }
}

}  // namespace

void register_echo() {
    benchmark::RegisterBenchmark("echo/", [](benchmark::State& state) {
        for (auto _ : state) aio::run(round_trips());
        state.counters[kOperations] = kTrips;
    });
    benchmark::RegisterBenchmark("echo/asio", [](benchmark::State& state) {
        for (auto _ : state) {
            asio::io_context context(1);
            tcp::acceptor acceptor(context, anywhere());
            tcp::socket near(context);
            tcp::socket far(context);
            near.connect(acceptor.local_endpoint());
            acceptor.accept(far);
            near.set_option(tcp::no_delay(true));
            far.set_option(tcp::no_delay(true));
            asio::co_spawn(context, asio_echo(&far), asio::detached);
            asio::co_spawn(context, asio_ask(&near), asio::detached);
            context.run();
        }
        state.counters[kOperations] = kTrips;
    });
}

}  // namespace bench
