// Servers: many connections at once, their handlers, and their end; and two loops that talk.
#include "support.hpp"

#include "aio/outside.hpp"
#include "aio/stream.hpp"
#include "aio/stream_ends.hpp"
#include "aio/threadsafe.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace test;

namespace {

aio::Coro<> echo(aio::Stream stream) {
    while (true) {
        std::string line = co_await stream.read_line();
        if (line.empty()) co_return;
        co_await stream.write(std::move(line));
    }
}

}  // namespace

TEST_SUITE("aio.server") {
    TEST_CASE("a server runs its connections side by side, and waits for them at its end") {
        struct Body {
            static aio::Coro<> slow(aio::Stream stream, Lines* log) {
                const std::string name = co_await stream.read_line();
                co_await aio::sleep(1s);
                log->push_back(name + std::to_string(static_cast<int>(now())));
            }
            static aio::Coro<> say(std::uint16_t port, std::string name) {
                auto stream = co_await aio::connect("127.0.0.1", port);
                co_await stream.write(name);
                stream.write_eof();
            }
            static aio::Coro<> main(Lines* log) {
                auto handler = [log](aio::Stream stream) { return slow(std::move(stream), log); };
                auto server = co_await aio::serve("127.0.0.1", 0, handler);
                co_await aio::gather(say(server.port(), "a"), say(server.port(), "b"), say(server.port(), "c"));
                while (server.connections() < 3) co_await aio::sleep(0);
                server.close();
                co_await server.wait_closed();
                log->push_back("closed");
                std::string why;
                try {
                    co_await aio::connect("127.0.0.1", server.port());
                } catch (const aio::ConnectionError&) {
                    log->push_back("refused");
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log.size() == 5);
        CHECK(log[2].ends_with("1"));
        CHECK(log[3] == "closed");
        CHECK(log[4] == "refused");
    }

    TEST_CASE("a handler that raises is reported, and the server goes on") {
        struct Body {
            static aio::Coro<> bad(aio::Stream stream) {
                co_await stream.write("x");
                throw std::runtime_error("bad handler");
            }
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().set_exception_handler(
                    [log](const aio::ErrorContext& context) { log->push_back(context.message); });
                auto server = co_await aio::serve("127.0.0.1", 0, bad);
                for (int i = 0; i < 2; ++i) {
                    auto stream = co_await aio::connect("127.0.0.1", server.port());
                    const std::string all = co_await stream.read_all();
                    CHECK(all == "x");
                }
                server.close();
                co_await server.wait_closed();
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines(2, "the handler of a connection raised an exception"));
    }

    TEST_CASE("connections can be closed with their server") {
        struct Body {
            static aio::Coro<> main() {
                auto server = co_await aio::serve("127.0.0.1", 0, echo);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                co_await stream.write("hello\n");
                co_await stream.read_line();
                CHECK(server.connections() == 1);
                server.close();
                server.close_connections();
                co_await server.wait_closed();
                const std::string end = co_await stream.read_all();
                CHECK(end.empty());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("streams and servers may outlive their loop") {
        struct Body {
            static aio::Coro<> main(std::optional<aio::Stream>* stream, std::optional<aio::Server>* server) {
                server->emplace(co_await aio::serve("127.0.0.1", 0, echo));
                stream->emplace(co_await aio::connect("127.0.0.1", (*server)->port()));
                co_await (*stream)->write("x");
            }
        };
        std::optional<aio::Stream> stream;
        std::optional<aio::Server> server;
        run_virtual(Body::main(&stream, &server));
        CHECK(stream->closed());
        CHECK(server->connections() == 0);
    }

    TEST_CASE("a loop may be destroyed while its streams are busy") {
        struct Body {
            static aio::Coro<> main(aio::EventLoop* loop) {
                auto server = co_await aio::serve("127.0.0.1", 0, echo);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                loop->call_soon([loop] { loop->call_soon([loop] { loop->stop(); }); });
                co_await stream.read_line();
            }
        };
        int reports = 0;
        {
            aio::EventLoop loop;
            loop.set_exception_handler([&](const aio::ErrorContext&) { ++reports; });
            auto task = loop.create_task(Body::main(&loop));
            loop.run_forever();
        }
        CHECK(reports >= 2);
    }

    TEST_CASE("two loops on two threads talk to each other") {
        struct Body {
            static aio::Coro<> server(std::uint16_t* port, aio::RemoteLoop to, aio::Future<>* ready) {
                auto listening = co_await aio::serve("127.0.0.1", 0, echo);
                *port = listening.port();
                to.call_soon([ready] { ready->set_result(); });
                co_await aio::Future<>();  // its accept is outstanding: no deadlock
            }
            static aio::Coro<> main() {
                aio::Future<> ready;
                std::uint16_t port = 0;
                aio::KeepAlive keep = aio::current_loop().expect_calls();
                std::optional<aio::RemoteLoop> there;
                std::jthread other([&, to = keep.loop()] {
                    aio::EventLoop loop;
                    there.emplace(loop);
                    auto task = loop.create_task(server(&port, to, &ready));
                    loop.run_forever();
                    detail::finish(loop);
                });
                co_await ready;
                auto stream = co_await aio::connect("127.0.0.1", port);
                co_await stream.write("hello\n");
                const std::string line = co_await stream.read_line();
                CHECK(line == "hello\n");
                stream.close();
                there->call_soon([] { aio::current_loop().stop(); });
            }
            struct detail {
                static void finish(aio::EventLoop& loop) { loop.cancel_all(); }
            };
        };
        aio::run(Body::main());
    }

    TEST_CASE("virtual time waits for what is on its way between two ends, and for those far away") {
        using aio::detail::StreamEnds;
        aio::detail::Outside outside;
        StreamEnds here;
        StreamEnds there;
        here.join("a", "b", outside);
        {
            const StreamEnds::Waiting reads(here, StreamEnds::For::data);
            CHECK(outside.io_holds_time());  // nobody knows the other end yet
            there.join("b", "a", outside);
            CHECK_FALSE(outside.io_holds_time());
            there.sends(5);
            CHECK(outside.io_holds_time());
            here.received(3);
            there.not_sent(2);
            CHECK_FALSE(outside.io_holds_time());
            there.leave();  // its end is on its way
            CHECK(outside.io_holds_time());
        }
        CHECK_FALSE(outside.io_holds_time());
        outside.close();
    }

    TEST_CASE("two hundred connections at once, all over one loop") {
        struct Body {
            static aio::Coro<> ask(std::uint16_t port, int number) {
                auto stream = co_await aio::connect("127.0.0.1", port);
                const std::string text = std::to_string(number) + "\n";
                co_await stream.write(text);
                const std::string answer = co_await stream.read_line();
                CHECK(answer == text);
            }
            static aio::Coro<> main() {
                auto server = co_await aio::serve("127.0.0.1", 0, echo);
                std::vector<aio::Task<>> all;
                for (int i = 0; i < 200; ++i) all.push_back(aio::create_task(ask(server.port(), i)));
                for (auto& task : all) co_await task;
            }
        };
        run_virtual(Body::main());
    }
}
