#include "support.hpp"

#include "aio/asio.hpp"
#include "aio/threadsafe.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <csignal>
#include <map>
#include <thread>

using namespace test;
using boost::asio::buffer;
using boost::asio::ip::tcp;
namespace http = boost::beast::http;

namespace {

tcp::acceptor listen_on_loopback() {
    return tcp::acceptor(aio::io_context(), tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
}

// Two ends of one connection.
struct Pair {
    Pair() : here(aio::io_context()), there(aio::io_context()) {}
    tcp::socket here;
    tcp::socket there;
};

aio::Coro<> join(Pair* pair) {
    tcp::acceptor acceptor = listen_on_loopback();
    co_await aio::gather(pair->here.async_connect(acceptor.local_endpoint(), aio::use_aio),
                         acceptor.async_accept(pair->there, aio::use_aio));
}

// An operation made of a function that is given the handler.
template <class Signature, class Initiation>
auto operation(Initiation initiation, aio::UseAio token = aio::use_aio) {
    return boost::asio::async_initiate<aio::UseAio, Signature>(std::move(initiation), token);
}

template <class T>
T run_real(aio::Coro<T> main) {
    return aio::run(std::move(main));
}

}  // namespace

TEST_SUITE("aio.asio") {
    TEST_CASE("a timer of Asio can be awaited, and other tasks go on meanwhile") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                boost::asio::steady_timer timer(aio::io_context(), 1ms);
                auto other = aio::create_task(say("meanwhile", log));
                co_await timer.async_wait(aio::use_aio);
                log->push_back("timer");
                co_await other;
            }
        };
        Lines log;
        run_real(Body::main(&log));
        CHECK(log == Lines{"meanwhile", "timer"});
    }

    TEST_CASE("connect, accept, write and read over loopback") {
        struct Body {
            static aio::Coro<> main() {
                Pair pair;
                co_await join(&pair);
                const std::string hello = "hello";
                const std::size_t sent = co_await async_write(pair.here, buffer(hello), aio::use_aio);
                CHECK(sent == 5);
                std::string got(5, ' ');
                const std::size_t read = co_await async_read(pair.there, buffer(got), aio::use_aio("read hello"));
                CHECK(read == 5);
                CHECK(got == "hello");
            }
        };
        run_real(Body::main());
        run_virtual(Body::main());
    }

    TEST_CASE("an operation that returns an I/O object gives it") {
        struct Body {
            static aio::Coro<> main() {
                tcp::acceptor acceptor = listen_on_loopback();
                tcp::socket client(aio::io_context());
                auto connecting = [&]() -> aio::Coro<> {
                    co_await client.async_connect(acceptor.local_endpoint(), aio::use_aio);
                };
                auto connected = aio::create_task(connecting());
                tcp::socket server = co_await acceptor.async_accept(aio::use_aio);
                co_await connected;
                CHECK(server.remote_endpoint() == client.local_endpoint());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an error is thrown as system_error, with the label") {
        struct Body {
            static aio::Coro<> main() {
                tcp::endpoint nobody;
                {
                    tcp::acceptor acceptor = listen_on_loopback();
                    nobody = acceptor.local_endpoint();
                }
                tcp::socket socket(aio::io_context());
                co_await socket.async_connect(nobody, aio::use_aio("greet the server"));
            }
        };
        std::string why;
        try {
            run_virtual(Body::main());
        } catch (const boost::system::system_error& error) {
            CHECK(error.code() == boost::asio::error::connection_refused);
            why = error.what();
        }
        CHECK(why.starts_with("greet the server: "));
    }

    TEST_CASE("as_tuple gives the error instead of throwing it") {
        struct Body {
            static aio::Coro<> main() {
                Pair pair;
                co_await join(&pair);
                pair.there.close();
                std::array<char, 8> data;
                const auto [error, bytes] =
                    co_await pair.here.async_read_some(buffer(data), boost::asio::as_tuple(aio::use_aio));
                CHECK(error == boost::asio::error::eof);
                CHECK(bytes == 0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a composed operation reads until a line's end") {
        struct Body {
            static aio::Coro<> send(tcp::socket* socket) {
                for (const std::string part : {"first li", "ne\nsec", "ond\n"}) {
                    co_await async_write(*socket, buffer(part), aio::use_aio);
                    co_await aio::sleep(0);
                }
            }
            static aio::Coro<> main(Lines* log) {
                Pair pair;
                co_await join(&pair);
                auto sender = aio::create_task(send(&pair.there));
                std::string data;
                for (int line = 0; line < 2; ++line) {
                    const std::size_t size =
                        co_await async_read_until(pair.here, boost::asio::dynamic_buffer(data), '\n', aio::use_aio);
                    log->push_back(data.substr(0, size - 1));
                    data.erase(0, size);
                }
                co_await sender;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"first line", "second"});
    }

    TEST_CASE("the resolver, which works on a thread of its own, can be awaited") {
        struct Body {
            static aio::Coro<> main() {
                tcp::resolver resolver(aio::io_context());
                const auto found = co_await resolver.async_resolve("localhost", "80", aio::use_aio);
                CHECK_FALSE(found.empty());
                CHECK(found.begin()->endpoint().port() == 80);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a signal can be awaited") {
        struct Body {
            static aio::Coro<> main() {
                boost::asio::signal_set signals(aio::io_context(), SIGUSR1);
                aio::current_loop().call_soon([] { std::raise(SIGUSR1); });
                const int number = co_await signals.async_wait(aio::use_aio.passive());
                CHECK(number == SIGUSR1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("Beast: an HTTP request and its response over loopback") {
        struct Body {
            static aio::Coro<> serve(tcp::socket* socket) {
                boost::beast::flat_buffer data;
                http::request<http::string_body> request;
                co_await http::async_read(*socket, data, request, aio::use_aio);
                http::response<http::string_body> response(http::status::ok, request.version());
                response.body() = "you asked for " + std::string(request.target());
                response.prepare_payload();
                co_await http::async_write(*socket, response, aio::use_aio);
            }
            static aio::Coro<> main() {
                Pair pair;
                co_await join(&pair);
                auto server = aio::create_task(serve(&pair.there));
                http::request<http::empty_body> request(http::verb::get, "/index", 11);
                co_await http::async_write(pair.here, request, aio::use_aio);
                boost::beast::flat_buffer data;
                http::response<http::string_body> response;
                co_await http::async_read(pair.here, data, response, aio::use_aio);
                CHECK(response.result() == http::status::ok);
                CHECK(response.body() == "you asked for /index");
                co_await server;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("cancel() ends the operation, and the task sees CancelledError") {
        struct Body {
            static aio::Coro<> read(tcp::socket* socket, Lines* log) {
                std::array<char, 8> data;
                try {
                    co_await async_read(*socket, buffer(data), aio::use_aio);
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back("cancelled: " + cancelled.message());
                    throw;
                }
            }
            static aio::Coro<> wait(boost::asio::steady_timer* timer) { co_await timer->async_wait(aio::use_aio); }
            static aio::Coro<> main(Lines* log) {
                Pair pair;
                co_await join(&pair);
                auto reader = aio::create_task(read(&pair.here, log));
                boost::asio::steady_timer timer(aio::io_context(), 1h);
                auto waiter = aio::create_task(wait(&timer));
                co_await aio::sleep(0);
                reader.cancel("enough");
                waiter.cancel();
                waiter.cancel();
                CHECK_FALSE(reader.done());
                co_await aio::gather(aio::return_exceptions, reader, waiter);
                CHECK(reader.cancelled());
                CHECK(waiter.cancelled());
                CHECK(waiter.cancelling() == 2);
                // The connection is as good as before.
                const std::string more = "more";
                co_await async_write(pair.there, buffer(more), aio::use_aio);
                std::string got(4, ' ');
                co_await async_read(pair.here, buffer(got), aio::use_aio);
                CHECK(got == "more");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled: enough"});
    }

    TEST_CASE("a cancellation that meets the completion wins, and the result is dropped") {
        struct Body {
            static aio::Coro<> read(tcp::socket* socket, Lines* log) {
                std::array<char, 8> data;
                try {
                    co_await socket->async_read_some(buffer(data), aio::use_aio);
                    log->push_back("read");
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled");
                }
            }
            static aio::Coro<> main(Lines* log) {
                Pair pair;
                co_await join(&pair);
                const std::string word = "word";
                co_await async_write(pair.there, buffer(word), aio::use_aio);
                auto reader = aio::create_task(read(&pair.here, log));
                co_await aio::sleep(0);
                reader.cancel();  // Asio has read it already
                co_await reader;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled"});
    }

    TEST_CASE("operations of others may complete with an exception, or with nothing but values") {
        struct Body {
            static aio::Coro<> main() {
                co_await boost::asio::post(aio::io_context(), aio::use_aio);
                auto answer = []() -> boost::asio::awaitable<int> { co_return 42; };
                const int got = co_await boost::asio::co_spawn(aio::io_context(), answer, aio::use_aio);
                CHECK(got == 42);
                auto bad = []() -> boost::asio::awaitable<void> {
                    throw std::runtime_error("inside");
                    co_return;
                };
                std::string why;
                try {
                    co_await boost::asio::co_spawn(aio::io_context(), bad, aio::use_aio);
                } catch (const std::runtime_error& error) {
                    why = error.what();
                }
                CHECK(why == "inside");
                auto pair = [](auto handler) { std::move(handler)(1, std::string("two")); };
                const auto [one, two] = co_await operation<void(int, std::string)>(pair);
                CHECK(one == 1);
                CHECK(two == "two");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a handler that is called on another thread brings its task home") {
        struct Body {
            static aio::Coro<> main() {
                std::jthread worker;
                auto away = [&](auto handler) {
                    worker = std::jthread([handler = std::move(handler)]() mutable { std::move(handler)(7); });
                };
                const auto here = std::this_thread::get_id();
                const int seven = co_await operation<void(int)>(away);
                CHECK(seven == 7);
                CHECK(std::this_thread::get_id() == here);
                boost::asio::thread_pool pool(1);
                co_await boost::asio::post(pool, aio::use_aio);
                CHECK(std::this_thread::get_id() == here);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an operation that never calls its handler, or cannot start, does not leave its task waiting") {
        struct Body {
            static aio::Coro<std::string> why(aio::Coro<> operation) {
                try {
                    co_await std::move(operation);
                } catch (const std::exception& error) {
                    co_return error.what();
                }
                co_return "";
            }
            static aio::Coro<> forgets() {
                auto drop = [](auto) {};
                co_await operation<void(int)>(drop, aio::use_aio("ask"));
            }
            static aio::Coro<> throws() {
                auto refuse = [](auto) { throw std::runtime_error("not today"); };
                co_await operation<void(int)>(refuse);
            }
            static aio::Coro<> main() {
                const std::string first = co_await why(forgets());
                CHECK(first.starts_with("operation 'ask' was given up"));
                const std::string second = co_await why(throws());
                CHECK(second == "not today");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an operation that nobody awaits never starts") {
        struct Body {
            static aio::Coro<> main() {
                bool started = false;
                auto start = [&](auto) { started = true; };
                (void)operation<void(int)>(start);
                co_await aio::sleep(0);
                CHECK_FALSE(started);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("plain handlers of Asio run too, and the loop waits for them") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<> done;
                boost::asio::steady_timer timer(aio::io_context(), 1ms);
                timer.async_wait([&](const boost::system::error_code&) { done.set_result(); });
                co_await done;  // no deadlock: Asio has something outstanding
            }
            static aio::Coro<> stuck() {
                boost::asio::steady_timer timer(aio::io_context(), 1ms);
                co_await timer.async_wait(aio::use_aio);
                co_await aio::Future<>();
            }
        };
        run_real(Body::main());
        run_virtual(Body::main());
        CHECK_THROWS_AS(run_real(Body::stuck()), aio::DeadlockError);
        CHECK_THROWS_AS(run_virtual(Body::stuck()), aio::DeadlockError);
    }

    TEST_CASE("virtual time waits for I/O, and not for what others may never do") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto sleeper = aio::create_task(value_after(1h, 0));
                boost::asio::steady_timer timer(aio::io_context(), 1ms);
                co_await timer.async_wait(aio::use_aio);
                log->push_back(std::to_string(now()));
                CHECK_FALSE(sleeper.done());
                tcp::acceptor acceptor = listen_on_loopback();
                auto accepting = aio::create_task(accept(&acceptor));
                co_await sleeper;
                log->push_back(std::to_string(now()));
                accepting.cancel();
            }
            static aio::Coro<> accept(tcp::acceptor* acceptor) {
                co_await acceptor->async_accept(aio::use_aio.passive());
            }
            static aio::Coro<> impatient() {
                boost::asio::steady_timer timer(aio::io_context(), 1h);
                auto real = aio::create_task(wait(&timer));
                co_await aio::sleep(1h);
                real.cancel();
            }
            static aio::Coro<> wait(boost::asio::steady_timer* timer) { co_await timer->async_wait(aio::use_aio); }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"0.000000", "3600.000000"});
        aio::run(Body::impatient(), {.clock = aio::ClockKind::virtual_time, .io_patience = 1ms});
    }

    TEST_CASE("a loop may be destroyed while operations are outstanding") {
        struct Body {
            static aio::Coro<> read(tcp::socket* socket) {
                std::array<char, 8> data;
                co_await async_read(*socket, buffer(data), aio::use_aio);
            }
            static aio::Coro<> main(aio::EventLoop* loop) {
                Pair pair;
                co_await join(&pair);
                auto reader = aio::create_task(read(&pair.here));
                boost::asio::steady_timer timer(aio::io_context(), 1h);
                loop->call_soon([loop] { loop->call_soon([loop] { loop->stop(); }); });
                co_await timer.async_wait(aio::use_aio);
            }
        };
        int reports = 0;
        {
            aio::EventLoop loop;
            loop.set_exception_handler([&](const aio::ErrorContext&) { ++reports; });
            auto task = loop.create_task(Body::main(&loop));
            loop.run_forever();
            CHECK_FALSE(task.done());
        }
        CHECK(reports == 2);  // two tasks were destroyed while they waited
    }

    TEST_CASE("many operations at once, and each wakes its own task") {
        struct Body {
            static aio::Coro<int> wait(int number) {
                boost::asio::steady_timer timer(aio::io_context(), std::chrono::microseconds(number));
                co_await timer.async_wait(aio::use_aio);
                co_return number;
            }
            static aio::Coro<> main() {
                std::vector<aio::Task<int>> tasks;
                for (int i = 0; i < 200; ++i) tasks.push_back(aio::create_task(wait(i)));
                int sum = 0;
                for (auto& task : tasks) sum += co_await task;
                CHECK(sum == 199 * 200 / 2);
            }
        };
        run_real(Body::main());
    }
}
