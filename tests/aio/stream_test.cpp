#include "support.hpp"

#include "aio/stream.hpp"

#include <stdexcept>
#include <string>

using namespace test;

namespace {

aio::Coro<> echo(aio::Stream stream) {
    while (true) {
        std::string line = co_await stream.read_line();
        if (line.empty()) co_return;
        co_await stream.write(std::move(line));
    }
}

// Says what it is told, then finishes.
struct Says {
    explicit Says(std::string what) : text(std::move(what)) {}  // no aggregate: GCC 12 would destroy it twice
    std::string text;
    aio::Coro<> operator()(aio::Stream stream) const { return say_to(std::move(stream), text); }
    static aio::Coro<> say_to(aio::Stream stream, std::string text) { co_await stream.write(text); }
};

aio::Coro<> nothing(aio::Stream) { co_return; }

// Reads to the end, so that the other side need not hurry.
aio::Coro<> listen_to_all(aio::Stream stream) { co_await stream.read_all(); }

}  // namespace

TEST_SUITE("aio.stream") {
    TEST_CASE("a line goes to a server and comes back") {
        struct Body {
            static aio::Coro<> main() {
                auto server = co_await aio::serve("127.0.0.1", 0, echo);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                CHECK(stream.peer() == "127.0.0.1:" + std::to_string(server.port()));
                co_await stream.write("one\n");
                co_await stream.write("two\n");
                const std::string one = co_await stream.read_line();
                const std::string two = co_await stream.read_line();
                CHECK(one == "one\n");
                CHECK(two == "two\n");
                stream.close();
                server.close();
                co_await server.wait_closed();
                CHECK(server.connections() == 0);
            }
        };
        aio::run(Body::main());
        run_virtual(Body::main());
    }

    TEST_CASE("names are resolved, and localhost is found") {
        struct Body {
            static aio::Coro<> main() {
                auto server = co_await aio::serve("localhost", 0, Says{"hi"});
                auto stream = co_await aio::connect("localhost", server.port());
                const std::string text = co_await stream.read_all();
                CHECK(text == "hi");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("every kind of read takes its part, and the end is told as \"\"") {
        struct Body {
            static aio::Coro<> main() {
                auto server = co_await aio::serve("127.0.0.1", 0, Says{"abcdef;12 34 56\nlast"});
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                const std::string none = co_await stream.read(0);
                CHECK(none.empty());
                const std::string two = co_await stream.read(2);
                CHECK(two == "ab");
                const std::string four = co_await stream.read_exactly(4);
                CHECK(four == "cdef");
                const std::string part = co_await stream.read_until(";");
                CHECK(part == ";");
                const std::string longer = co_await stream.read_until("4 5");
                CHECK(longer == "12 34 5");
                const std::string line = co_await stream.read_line();
                CHECK(line == "6\n");
                const std::string last = co_await stream.read_line();  // has no end
                CHECK(last == "last");
                CHECK(stream.at_eof());
                const std::string end = co_await stream.read_line();
                CHECK(end.empty());
                const std::string all = co_await stream.read_all();
                CHECK(all.empty());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a separator that comes in two parts is found") {
        struct Body {
            static aio::Coro<> parts(aio::Stream stream) {
                co_await stream.write("head\r\n\r");
                co_await aio::sleep(1s);
                co_await stream.write("\nbody");
            }
            static aio::Coro<> main() {
                auto server = co_await aio::serve("127.0.0.1", 0, parts);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                const std::string head = co_await stream.read_until("\r\n\r\n");
                CHECK(head == "head\r\n\r\n");
                CHECK(now() == 1.0);  // virtual time moves while one's own other end sleeps
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("the end comes too early: IncompleteReadError says so, and has what came") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto server = co_await aio::serve("127.0.0.1", 0, Says{"abc"});
                auto first = co_await aio::connect("127.0.0.1", server.port());
                auto second = co_await aio::connect("127.0.0.1", server.port());
                try {
                    co_await first.read_exactly(10);
                } catch (const aio::IncompleteReadError& error) {
                    log->push_back(error.partial());
                    CHECK(std::string(error.what()).ends_with("finished after 3 bytes, before 10 had come"));
                }
                try {
                    co_await second.read_until("\n");
                } catch (const aio::IncompleteReadError& error) {
                    log->push_back(error.partial());
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"abc", "abc"});
    }

    TEST_CASE("a line that is longer than the limit is refused, and the next one can be read") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto server = co_await aio::serve("127.0.0.1", 0, Says{"123456789\nshort\n"});
                auto stream = co_await aio::connect("127.0.0.1", server.port(), {.limit = 8});
                std::string why;
                try {
                    co_await stream.read_line();
                } catch (const aio::LimitOverrunError& error) {
                    why = error.what();
                }
                CHECK(why.ends_with("is longer than the limit of 8 bytes"));
                log->push_back(co_await stream.read_line());
                CHECK_THROWS_AS((void)stream.read_until(""), std::invalid_argument);
            }
            static aio::Coro<> stays(Lines* log) {
                auto server = co_await aio::serve("127.0.0.1", 0, Says{"123456789;"});
                auto stream = co_await aio::connect("127.0.0.1", server.port(), {.limit = 8});
                try {
                    co_await stream.read_until(";");
                } catch (const aio::LimitOverrunError&) {
                    log->push_back("too long");
                }
                log->push_back(co_await stream.read_all());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        run_virtual(Body::stays(&log));
        CHECK(log == Lines{"short\n", "too long", "123456789;"});
    }

    TEST_CASE("a peer that vanishes is a ConnectionError for who writes") {
        struct Body {
            static aio::Coro<> main(std::string* why) {
                auto server = co_await aio::serve("127.0.0.1", 0, nothing);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                const std::string end = co_await stream.read_all();
                CHECK(end.empty());
                try {
                    while (true) co_await stream.write("are you there?\n");
                } catch (const aio::ConnectionError& error) {
                    *why = error.what();
                    CHECK((error.code() == std::errc::broken_pipe || error.code() == std::errc::connection_reset));
                }
            }
        };
        std::string why;
        run_virtual(Body::main(&why));
        CHECK(why.starts_with("writing, the connection to 127.0.0.1:"));
    }

    TEST_CASE("nobody listens: ConnectionError says where") {
        struct Body {
            static aio::Coro<std::uint16_t> free_port() {
                auto server = co_await aio::serve("127.0.0.1", 0, nothing);
                co_return server.port();
            }
            static aio::Coro<> main() {
                const std::uint16_t port = co_await free_port();
                std::string why;
                try {
                    co_await aio::connect("127.0.0.1", port);
                } catch (const aio::ConnectionError& error) {
                    why = error.what();
                    CHECK((error.code() == std::errc::connection_refused));
                }
                CHECK(why == "no connection to 127.0.0.1:" + std::to_string(port) + ": Connection refused");
            }
            static aio::Coro<> twice() {
                auto server = co_await aio::serve("127.0.0.1", 0, nothing);
                co_await aio::serve("127.0.0.1", server.port(), nothing);
            }
        };
        run_virtual(Body::main());
        CHECK_THROWS_AS(run_virtual(Body::twice()), aio::ConnectionError);
    }

    TEST_CASE("closing ends a read that goes on, and later writes fail") {
        struct Body {
            static aio::Coro<> read(aio::Stream* stream, Lines* log) {
                const std::string line = co_await stream->read_line();
                log->push_back("read '" + line + "'");
            }
            static aio::Coro<> main(Lines* log) {
                auto server = co_await aio::serve("127.0.0.1", 0, listen_to_all);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                auto reader = aio::create_task(read(&stream, log));
                co_await aio::sleep(1s);
                stream.close();
                CHECK(stream.closed());
                co_await reader;
                try {
                    co_await stream.write("more");
                } catch (const aio::ConnectionError&) {
                    log->push_back("closed");
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"read ''", "closed"});
    }

    TEST_CASE("one side may finish and still read") {
        struct Body {
            static aio::Coro<> answer(aio::Stream stream) {
                const std::string all = co_await stream.read_all();
                co_await stream.write("got " + std::to_string(all.size()));
            }
            static aio::Coro<> main() {
                auto server = co_await aio::serve("127.0.0.1", 0, answer);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                co_await stream.write(std::string(300'000, 'x'));
                stream.write_eof();
                const std::string answered = co_await stream.read_all();
                CHECK(answered == "got 300000");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a cancelled read loses nothing that arrived") {
        struct Body {
            static aio::Coro<> read(aio::Stream* stream) { co_await stream->read_exactly(100); }
            static aio::Coro<> main() {
                auto server = co_await aio::serve("127.0.0.1", 0, echo);
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                for (int gave_way = 0; gave_way < 8; ++gave_way) {
                    co_await stream.write("word\n");
                    auto reader = aio::create_task(read(&stream));
                    for (int i = 0; i < gave_way; ++i) co_await aio::sleep(0);
                    reader.cancel();
                    co_await aio::gather(aio::return_exceptions, reader);
                    const std::string line = co_await stream.read_line();
                    CHECK(line == "word\n");
                }
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what several tasks write does not get mixed up; two that read are told") {
        struct Body {
            static aio::Coro<> write(aio::Stream* stream, char letter) {
                co_await stream->write(std::string(200'000, letter) + "\n");
            }
            static aio::Coro<> count(aio::Stream stream, Lines* log) {
                for (int i = 0; i < 3; ++i) {
                    const std::string line = co_await stream.read_line();
                    log->push_back(line.substr(0, 1) + std::to_string(line.find_first_not_of(line[0])));
                }
            }
            static aio::Coro<> read(aio::Stream* stream) { co_await stream->read_line(); }
            static aio::Coro<> main(Lines* log) {
                auto counting = [log](aio::Stream stream) { return count(std::move(stream), log); };
                auto server = co_await aio::serve("127.0.0.1", 0, counting, {.limit = 1'000'000});
                auto stream = co_await aio::connect("127.0.0.1", server.port());
                co_await aio::gather(write(&stream, 'a'), write(&stream, 'b'), write(&stream, 'c'));
                auto reader = aio::create_task(read(&stream));
                co_await aio::sleep(0);
                std::string why;
                if (!reader.done()) {
                    try {
                        co_await stream.read(1);
                    } catch (const aio::UsageError& error) {
                        why = error.what();
                    }
                    CHECK(why.starts_with("another task reads from"));
                }
                co_await reader;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a200000", "b200000", "c200000"});
    }
}
