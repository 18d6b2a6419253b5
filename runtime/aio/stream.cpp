#include "aio/stream.hpp"

#include "aio/asio.hpp"
#include "aio/awaitable.hpp"
#include "aio/future.hpp"
#include "aio/lock.hpp"
#include "aio/loop.hpp"
#include "aio/sleep.hpp"
#include "aio/stream_ends.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace aio {

using boost::asio::as_tuple;
using boost::asio::ip::tcp;
using boost::system::error_code;

namespace detail {

// One connection, shared by its Stream and the operations that go on.
class StreamState final : public Attachment {
public:
    StreamState(tcp::socket socket, const StreamOptions& options, EventLoop& loop)
        : socket_(std::move(socket)), limit_(options.limit), loop_(&loop) {
        error_code ignored;
        const tcp::endpoint here = socket_->local_endpoint(ignored);
        const tcp::endpoint there = socket_->remote_endpoint(ignored);
        local_ = text_of_endpoint(here);
        peer_ = text_of_endpoint(there);
        socket_->non_blocking(true, ignored);
        socket_->set_option(tcp::no_delay(true), ignored);
        ends_.join(local_, peer_, loop.outside());
        loop.outside().reactor().attach(*this);
    }
    void loop_ends() noexcept override {
        close();
        socket_.reset();
    }
    void close() noexcept {
        closed_ = true;
        ends_.leave();
        error_code ignored;
        // The object stays: an operation that goes on may still look at it.
        if (socket_) socket_->close(ignored);
    }
    static std::string text_of_endpoint(const tcp::endpoint& endpoint) {
        return endpoint.address().to_string() + ":" + std::to_string(endpoint.port());
    }

    bool closed() const noexcept { return closed_; }
    std::string_view arrived() const noexcept { return std::string_view(data_).substr(begin_); }
    // Takes the first `count` bytes away.
    std::string take(std::size_t count) {
        std::string taken = data_.substr(begin_, count);
        drop(count);
        return taken;
    }
    void drop(std::size_t count) noexcept {
        begin_ += count;
        if (begin_ < data_.size()) return;
        data_.clear();
        begin_ = 0;
    }
    void receive();
    void require_here() const {
        if (EventLoop::running_on_this_thread() == loop_) return;
        throw UsageError("the stream to " + peer_ + " belongs to another event loop or thread", {}, "event_loop");
    }
    [[noreturn]] void throw_broken(const char* doing, const error_code& error) const {
        throw ConnectionError(std::string(doing) + ", the connection to " + peer_ + " broke: " + error.message(),
                              error);
    }

    std::optional<tcp::socket> socket_;
    std::size_t limit_;
    EventLoop* loop_;
    std::string local_;
    std::string peer_;
    std::string data_;       // what arrived
    std::size_t begin_ = 0;  // where what was not read yet begins in it
    bool eof_ = false;
    bool closed_ = false;
    bool reading_ = false;
    error_code broken_;
    std::optional<Lock> writers_;  // made by the first one
    StreamEnds ends_;
};

namespace {

using StatePtr = std::shared_ptr<StreamState>;

// Whether virtual time waits for it is known to the StreamEnds, and changes while it goes on.
UseAio token(const char* label) noexcept { return use_aio(label).passive(); }

std::string place(const std::string& host, std::uint16_t port) { return host + ":" + std::to_string(port); }

// One task reads at a time: two would get pieces of one line.
class Reading {
public:
    explicit Reading(StreamState& state) : state_(state) {
        state.require_here();
        if (state.reading_) {
            throw UsageError("another task reads from " + state.peer_ + " already: one reads at a time", {},
                             "event_loop");
        }
        state.reading_ = true;
    }
    ~Reading() { state_.reading_ = false; }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

private:
    StreamState& state_;
};

}  // namespace

// Takes what is there, without waiting: a cancelled task must not lose it.
void StreamState::receive() {
    std::array<char, 16 * 1024> piece;
    error_code error;
    const std::size_t size = socket_->read_some(boost::asio::buffer(piece), error);
    if (begin_ > data_.size() / 2) data_.erase(0, std::exchange(begin_, 0));
    data_.append(piece.data(), size);
    ends_.received(size);
    if (error == boost::asio::error::eof) {
        eof_ = true;
        ends_.received(1);
    } else if (error && error != boost::asio::error::would_block && error != boost::asio::error::interrupted) {
        broken_ = error;
    }
}

namespace {

// Until more has arrived, the other side has finished, or this stream is closed.
Inner<void> wait_for_more(StatePtr state) {
    if (state->broken_) state->throw_broken("reading", state->broken_);
    if (state->closed()) state->eof_ = true;
    if (state->eof_) co_return;
    const std::size_t before = state->arrived().size();
    while (state->arrived().size() == before && !state->eof_) {
        const StreamEnds::Waiting waiting(state->ends_, StreamEnds::For::data);
        const auto [error] = co_await state->socket_->async_wait(tcp::socket::wait_read, as_tuple(token("read")));
        if (state->closed()) {
            state->eof_ = true;
        } else if (error) {
            state->broken_ = error;
        } else {
            state->receive();
        }
        if (state->broken_) state->throw_broken("reading", state->broken_);
    }
}

Inner<std::string> read_some(StatePtr state, std::size_t most) {
    const Reading reading(*state);
    if (most == 0) co_return std::string();
    if (state->arrived().empty()) co_await wait_for_more(state);
    co_return state->take(std::min(most, state->arrived().size()));
}

Inner<std::string> read_to_end(StatePtr state) {
    const Reading reading(*state);
    while (!state->eof_) co_await wait_for_more(state);
    co_return state->take(state->arrived().size());
}

[[noreturn]] void throw_incomplete(StreamState& state, const std::string& wanted) {
    const std::size_t size = state.arrived().size();
    throw IncompleteReadError(state.peer_ + " finished after " + std::to_string(size) + " bytes, before " + wanted,
                              state.take(size));
}

Inner<std::string> read_count(StatePtr state, std::size_t count) {
    const Reading reading(*state);
    while (state->arrived().size() < count) {
        if (state->eof_) throw_incomplete(*state, std::to_string(count) + " had come");
        co_await wait_for_more(state);
    }
    co_return state->take(count);
}

[[noreturn]] void throw_overrun(const StreamState& state) {
    throw LimitOverrunError("what " + state.peer_ + " sends without an end is longer than the limit of " +
                            std::to_string(state.limit_) + " bytes");
}

// How far to take, separator and all; npos if the other side finishes first. LimitOverrunError.
Inner<std::size_t> find_end(StatePtr state, std::string separator) {
    std::size_t from = 0;
    while (true) {
        const std::size_t at = state->arrived().find(separator, from);
        if (at > state->limit_ && at != std::string::npos) throw_overrun(*state);
        if (at != std::string::npos) co_return at + separator.size();
        // A separator may have come in part.
        const std::size_t size = state->arrived().size() + 1;
        from = size > separator.size() ? size - separator.size() : 0;
        if (from > state->limit_) throw_overrun(*state);
        if (state->eof_) co_return std::string::npos;
        co_await wait_for_more(state);
    }
}

Inner<std::string> read_to_separator(StatePtr state, std::string separator) {
    const Reading reading(*state);
    const std::size_t end = co_await find_end(state, separator);
    if (end == std::string::npos) throw_incomplete(*state, "the separator had come");
    co_return state->take(end);
}

// As asyncio's readline: a line that is too long is dropped, as far as it has come.
void drop_line(StreamState& state) {
    const std::size_t at = state.arrived().find('\n');
    state.drop(at == std::string::npos ? state.arrived().size() : at + 1);
}

Inner<std::string> read_to_newline(StatePtr state) {
    const Reading reading(*state);
    std::size_t end = 0;
    try {
        end = co_await find_end(state, "\n");
    } catch (const LimitOverrunError&) {
        drop_line(*state);
        throw;
    }
    co_return state->take(std::min(end, state->arrived().size()));
}

Inner<void> write_all(StatePtr state, std::string data) {
    state->require_here();
    const std::source_location where = co_await AwaitedAt();
    if (!state->writers_) state->writers_.emplace("write", where);
    const LockGuard turn = co_await state->writers_->guard();
    if (state->closed()) {
        throw ConnectionError("the stream to " + state->peer_ + " is closed",
                              std::make_error_code(std::errc::not_connected));
    }
    const StreamEnds::Waiting waiting(state->ends_, StreamEnds::For::room);
    state->ends_.sends(data.size());
    const auto [error, sent] =
        co_await async_write(*state->socket_, boost::asio::buffer(data), as_tuple(token("write")));
    state->ends_.not_sent(data.size() - sent);
    if (error) state->throw_broken("writing", error);
}

// Addresses that are numbers need nobody to ask.
Inner<std::vector<tcp::endpoint>> resolve(std::string host, std::uint16_t port, bool to_listen) {
    std::vector<tcp::endpoint> found;
    error_code error;
    if (to_listen && host.empty()) {
        found.emplace_back(tcp::v4(), port);
        co_return found;
    }
    const auto address = boost::asio::ip::make_address(host, error);
    if (!error) {
        found.emplace_back(address, port);
        co_return found;
    }
    tcp::resolver resolver(io_context());
    auto [failed, results] = co_await resolver.async_resolve(host, std::to_string(port), as_tuple(use_aio("resolve")));
    if (failed) throw ConnectionError("there is no address for '" + host + "': " + failed.message(), failed);
    for (const auto& result : results) found.push_back(result.endpoint());
    co_return found;
}

}  // namespace
}  // namespace detail

// --- Stream ---

Stream::Stream(std::shared_ptr<detail::StreamState> state) noexcept : state_(std::move(state)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&& other) noexcept {
    if (this == &other) return *this;
    close();
    state_ = std::move(other.state_);
    return *this;
}
Stream::~Stream() { close(); }

const std::shared_ptr<detail::StreamState>& Stream::state() const {
    if (state_ == nullptr) throw UsageError("there is no stream here: it was moved from", {}, "event_loop");
    return state_;
}

detail::Inner<std::string> Stream::read(std::size_t most) { return detail::read_some(state(), most); }
detail::Inner<std::string> Stream::read_all() { return detail::read_to_end(state()); }
detail::Inner<std::string> Stream::read_exactly(std::size_t count) { return detail::read_count(state(), count); }
detail::Inner<std::string> Stream::read_until(std::string separator) {
    if (separator.empty()) throw std::invalid_argument("read_until: the separator is empty");
    return detail::read_to_separator(state(), std::move(separator));
}
detail::Inner<std::string> Stream::read_line() { return detail::read_to_newline(state()); }
detail::Inner<void> Stream::write(std::string data) { return detail::write_all(state(), std::move(data)); }

void Stream::write_eof() {
    detail::StreamState& stream = *state();
    stream.require_here();
    if (stream.closed()) return;
    error_code ignored;  // the other side may be gone, which reads will tell
    stream.socket_->shutdown(tcp::socket::shutdown_send, ignored);
    stream.ends_.sends(1);
}

void Stream::close() noexcept {
    if (state_ != nullptr) state_->close();
}

bool Stream::closed() const noexcept { return state_ == nullptr || state_->closed(); }
bool Stream::at_eof() const noexcept { return state_ == nullptr || (state_->eof_ && state_->arrived().empty()); }
const std::string& Stream::peer() const { return state()->peer_; }
const std::string& Stream::local() const { return state()->local_; }

detail::Inner<Stream> connect(std::string host, std::uint16_t port, StreamOptions options) {
    const std::vector<tcp::endpoint> endpoints = co_await detail::resolve(host, port, false);
    error_code failed = boost::asio::error::host_not_found;
    for (const tcp::endpoint& endpoint : endpoints) {
        tcp::socket socket(io_context());
        const auto [error] = co_await socket.async_connect(endpoint, as_tuple(use_aio("connect")));
        failed = error;
        if (failed) continue;
        co_return Stream(std::make_shared<detail::StreamState>(std::move(socket), options, current_loop()));
    }
    throw ConnectionError("no connection to " + detail::place(host, port) + ": " + failed.message(), failed);
}

// --- Server ---

namespace detail {

class ServerState final : public Attachment, public std::enable_shared_from_this<ServerState> {
public:
    ServerState(tcp::acceptor acceptor, StreamHandler handler, const StreamOptions& options, EventLoop& loop,
                const std::source_location& where)
        : acceptor_(std::move(acceptor)), handler_(std::move(handler)), options_(options), loop_(&loop), where_(where) {
        error_code ignored;
        port_ = acceptor_->local_endpoint(ignored).port();
        loop.outside().reactor().attach(*this);
    }
    void loop_ends() noexcept override {
        waiting_.clear();
        close();
        acceptor_.reset();
        connections_.clear();
        handler_ = nullptr;
    }
    void close() noexcept {
        closed_ = true;
        error_code ignored;
        if (acceptor_) acceptor_->close(ignored);
        tell_if_over();
    }
    bool over() const noexcept { return closed_ && connections_.empty(); }
    void take(tcp::socket socket);
    void finished(const AnyFuture& task);

    std::optional<tcp::acceptor> acceptor_;
    StreamHandler handler_;
    StreamOptions options_;
    EventLoop* loop_;
    std::source_location where_;  // of serve(): its connections' tasks are made there
    std::uint16_t port_ = 0;
    bool closed_ = false;
    std::vector<AnyTask> connections_;
    std::uint64_t number_ = 0;
    std::vector<Future<>> waiting_;  // for its end

private:
    void tell_if_over() noexcept {
        if (!over()) return;
        for (Future<>& future : std::exchange(waiting_, {})) {
            if (!future.done()) future.set_result();
        }
    }
};

// A task of its own for each connection.
void ServerState::take(tcp::socket socket) {
    const std::string name = "connection-" + std::to_string(++number_);
    try {
        Stream stream(std::make_shared<StreamState>(std::move(socket), options_, *loop_));
        Task<> task = create_task(handler_(std::move(stream)), name, where_);
        task.add_done_callback([self = shared_from_this()](const AnyFuture& done) { self->finished(done); },
                               "connection ended");
        connections_.push_back(task);
    } catch (...) {
        loop_->report({"the handler of " + name + " raised an exception", std::current_exception()});
    }
}

void ServerState::finished(const AnyFuture& task) {
    std::erase_if(connections_, [&](const AnyTask& one) { return one == task; });
    if (!task.cancelled()) {
        if (const auto error = task.exception())
            loop_->report({"the handler of a connection raised an exception", error});
    }
    tell_if_over();
}

namespace {

Inner<void> accept_connections(std::shared_ptr<ServerState> state) {
    while (!state->closed_) {
        tcp::socket socket(io_context());
        const auto [error] = co_await state->acceptor_->async_accept(socket, as_tuple(use_aio("accept").passive()));
        if (state->closed_) co_return;
        if (!error) {
            state->take(std::move(socket));
        } else if (error != boost::asio::error::connection_aborted) {
            // No descriptors are left, most likely: some will come back.
            state->loop_->report({"a server cannot accept a connection: " + error.message(), nullptr});
            co_await sleep(1.0);
        }
    }
}

tcp::acceptor listen(const tcp::endpoint& endpoint, const std::string& at) {
    tcp::acceptor acceptor(io_context());
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) throw ConnectionError("cannot listen on " + at + ": " + error.message(), error);
    return acceptor;
}

}  // namespace
}  // namespace detail

Server::Server(std::shared_ptr<detail::ServerState> state) noexcept : state_(std::move(state)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&& other) noexcept {
    if (this == &other) return *this;
    close();
    state_ = std::move(other.state_);
    return *this;
}
Server::~Server() { close(); }

const std::shared_ptr<detail::ServerState>& Server::state() const {
    if (state_ == nullptr) throw UsageError("there is no server here: it was moved from", {}, "event_loop");
    return state_;
}

std::uint16_t Server::port() const { return state()->port_; }
std::size_t Server::connections() const { return state()->connections_.size(); }

void Server::close() noexcept {
    if (state_ != nullptr) state_->close();
}

void Server::close_connections() {
    for (AnyTask task : state()->connections_) task.cancel();
}

namespace detail {
namespace {

Inner<void> until_over(std::shared_ptr<ServerState> state) {
    if (state->over()) co_return;
    const std::source_location where = co_await AwaitedAt();
    Future<> over("server closed", where);
    state->waiting_.push_back(over);
    co_await over;
}

}  // namespace
}  // namespace detail

detail::Inner<void> Server::wait_closed() { return detail::until_over(state()); }

detail::Inner<Server> serve(std::string host, std::uint16_t port, StreamHandler handler, StreamOptions options,
                            std::source_location where) {
    const std::vector<tcp::endpoint> endpoints = co_await detail::resolve(host, port, true);
    tcp::acceptor acceptor = detail::listen(endpoints.front(), detail::place(host, port));
    auto state =
        std::make_shared<detail::ServerState>(std::move(acceptor), std::move(handler), options, current_loop(), where);
    create_task(detail::as_coro(detail::accept_connections(state), where), "server", where);
    co_return Server(std::move(state));
}

}  // namespace aio
