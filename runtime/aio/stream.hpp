// Streams: connections over TCP that are read and written as text or bytes.
//
//   auto stream = co_await aio::connect("localhost", 7000);
//   co_await stream.write("hello\n");
//   std::string line = co_await stream.read_line();
//
//   auto server = co_await aio::serve("localhost", 0, handle);   // aio::Coro<> handle(aio::Stream)
//   ... server.port() ...                                        // 0: the system chose one
//   server.close();
//   co_await server.wait_closed();
//
// A stream closes its connection when it goes. When the other side has finished, reads
// give what is left and then "". A connection that breaks raises ConnectionError.
//
// Python: asyncio.open_connection, start_server, StreamReader and StreamWriter in one.
// Lesson: lessons/03_event_loop.
// Thread rule: the loop's thread. A Stream or Server may outlive its loop; it is closed then.
//
//   co_await connect(...), serve(...), stream.read...(), stream.write(...), server.wait_closed()
//   REQUIRES  inside a task of the stream's loop; one task reads at a time (UsageError)
//   SWITCHES  reads: only if what they want has not arrived; the others: always
//   CANCEL    CancelledError when the operation has ended. A read loses nothing that arrived; a
//             write may have sent a part
//   WAKES     this task. serve makes one task for each connection
#pragma once
#include "aio/inner.hpp"
#include "aio/task.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace aio {

// A connection could not be made, or broke.
class ConnectionError : public std::runtime_error {
public:
    ConnectionError(const std::string& what, std::error_code code) : std::runtime_error(what), code_(code) {}
    const std::error_code& code() const noexcept { return code_; }

private:
    std::error_code code_;
};

// The other side finished before everything had come.
class IncompleteReadError : public std::runtime_error {
public:
    IncompleteReadError(const std::string& what, std::string partial)
        : std::runtime_error(what), partial_(std::move(partial)) {}
    const std::string& partial() const noexcept { return partial_; }

private:
    std::string partial_;
};

// More came without an end than the stream's limit allows.
class LimitOverrunError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct StreamOptions {
    std::size_t limit = 64 * 1024;  // the longest line, without its end
};

namespace detail {
class StreamState;
class ServerState;
}  // namespace detail

class Stream {
public:
    Stream(Stream&&) noexcept;
    Stream& operator=(Stream&&) noexcept;
    ~Stream();  // closes

    // What has come, at most `most` bytes, waiting for at least one. "": the other side has finished.
    detail::Inner<std::string> read(std::size_t most);
    // Everything until the other side finishes.
    detail::Inner<std::string> read_all();
    // IncompleteReadError, with what came, if the other side finishes earlier.
    detail::Inner<std::string> read_exactly(std::size_t count);
    // Up to and with `separator`. IncompleteReadError if the other side finishes earlier. LimitOverrunError
    // if that is longer than the limit; what came stays, to be read in another way.
    detail::Inner<std::string> read_until(std::string separator);
    // A line with its '\n'. The last one may have none; "": the other side has finished.
    // LimitOverrunError if it is longer than the limit; what came of it is dropped.
    detail::Inner<std::string> read_line();
    // Sends all of it. What several tasks write does not get mixed up: first come, first served.
    detail::Inner<void> write(std::string data);
    // This side has finished; the other one may go on.
    void write_eof();
    // Both sides have. Who still reads meets the end, who writes ConnectionError.
    void close() noexcept;
    bool closed() const noexcept;
    bool at_eof() const noexcept;      // the other side has finished, and everything was read
    const std::string& peer() const;   // "127.0.0.1:7000"
    const std::string& local() const;  // this end

    // For aio itself.
    explicit Stream(std::shared_ptr<detail::StreamState> state) noexcept;

private:
    const std::shared_ptr<detail::StreamState>& state() const;  // UsageError if it was moved from
    std::shared_ptr<detail::StreamState> state_;
};

using StreamHandler = std::function<Coro<>(Stream)>;

class Server {
public:
    Server(Server&&) noexcept;
    Server& operator=(Server&&) noexcept;
    ~Server();  // as close()

    std::uint16_t port() const;
    std::size_t connections() const;  // those whose handlers run
    // Takes no more connections. Those that there are go on.
    void close() noexcept;
    // Cancels the handlers of those that there are.
    void close_connections();
    // Until it is closed and every handler has ended.
    detail::Inner<void> wait_closed();

    // For aio itself.
    explicit Server(std::shared_ptr<detail::ServerState> state) noexcept;

private:
    const std::shared_ptr<detail::ServerState>& state() const;
    std::shared_ptr<detail::ServerState> state_;
};

// Tries the addresses of `host` one after the other. ConnectionError if none takes the connection.
[[nodiscard]] detail::Inner<Stream> connect(std::string host, std::uint16_t port, StreamOptions options = {});
// Listens on the first address of `host` ("": on all), and runs `handler` for each connection in a task
// of its own. What a handler raises is reported to the loop; it ends that connection.
[[nodiscard]] detail::Inner<Server> serve(std::string host, std::uint16_t port, StreamHandler handler,
                                          StreamOptions options = {},
                                          std::source_location where = std::source_location::current());

}  // namespace aio
