#include "monitor/link.hpp"
#include "monitor/pump.hpp"
#include "monitor/recorder.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <future>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace loopscope;
using namespace std::chrono_literals;

namespace {

struct Ends {
    int program = -1;
    int viewer = -1;
};

Ends connect() {
    int both[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) == 0);
    return {both[0], both[1]};
}

struct Collector final : Sink {
    void write(std::span<const Event> more) override { slots.insert(slots.end(), more.begin(), more.end()); }
    std::vector<Event> slots;
};

Event event_number(std::uint32_t number) { return Event{number, number, 0, EventKind::mark, 0, 0, number, number}; }

std::vector<Event> events(std::uint32_t from, std::uint32_t count) {
    std::vector<Event> all;
    for (std::uint32_t i = 0; i < count; ++i) all.push_back(event_number(from + i));
    return all;
}

// Polls until `wanted` holds. Waits for the socket in between; the limit only ends a broken test.
template <typename Wanted>
bool poll_until(LinkClient& client, Sink& sink, Wanted wanted) {
    for (int i = 0; i < 4000 && !wanted(); ++i) {
        if (client.poll(sink) || !client.connected()) continue;
        pollfd waited{client.socket(), POLLIN, 0};
        ::poll(&waited, 1, 10);
    }
    return wanted();
}

std::string message(std::uint32_t type, const std::string& payload, std::optional<std::uint32_t> bytes = {}) {
    std::string out(8, '\0');
    const auto length = bytes.value_or(static_cast<std::uint32_t>(payload.size()));
    std::memcpy(out.data(), &type, 4);
    std::memcpy(out.data() + 4, &length, 4);
    return out + payload;
}

std::string number(std::uint32_t value) { return std::string(reinterpret_cast<const char*>(&value), 4); }

std::string program_hello(const std::string& name = "test", std::uint32_t version = kLinkVersion,
                          const std::string& magic = "LOOPLINK") {
    return message(1, magic + number(version) + number(7) + number(static_cast<std::uint32_t>(name.size())) + name);
}

std::string viewer_hello(std::uint32_t version = kLinkVersion, const std::string& magic = "LOOPLINK") {
    return message(1, magic + number(version) + std::string(20, '\0'));
}

void put(int socket, const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t sent = ::send(socket, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
        if (sent < 0) return;
        at += static_cast<std::size_t>(sent);
    }
}

// A client whose peer said `bytes` and then hung up, polled to the end.
struct Heard {
    explicit Heard(const std::string& bytes, std::size_t piece = 4096) {
        const Ends ends = connect();
        LinkClient client(ends.viewer);
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            put(ends.program, bytes.substr(at, piece));
            client.poll(sink);
        }
        ::close(ends.program);
        while (client.connected()) client.poll(sink);
        error = client.error();
        greeted = client.greeted();
        bye = client.said_bye();
        program = client.program();
    }
    Collector sink;
    std::string error, program;
    bool greeted = false, bye = false;
};

std::string as_text(const std::vector<Event>& slots) {
    return std::string(reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof(Event));
}

// Why a server refuses this greeting.
std::string refusal(const std::string& greeting, bool hang_up = true) {
    const Ends ends = connect();
    put(ends.viewer, greeting);
    if (hang_up) ::shutdown(ends.viewer, SHUT_WR);
    Control control;
    std::string why;
    try {
        const LinkServer server(ends.program, control, "test", hang_up ? 5000ms : 1ms);
    } catch (const std::exception& error) {
        why = error.what();
    }
    CHECK(::fcntl(ends.program, F_GETFD) == -1);  // the socket was closed
    ::close(ends.viewer);
    return why;
}

}  // namespace

TEST_CASE("events arrive at the viewer in order and whole, then bye") {
    const Ends ends = connect();
    Collector sink;
    LinkClient client(ends.viewer);
    Control control;
    std::thread program([&] {
        LinkServer server(ends.program, control, "01_coroutine");
        server.write(events(0, 10));
        server.write(events(10, 100'000));  // more than one message, more than the socket holds
    });
    CHECK(poll_until(client, sink, [&] { return !client.connected(); }));
    program.join();
    CHECK(client.greeted());
    CHECK(client.said_bye());
    CHECK(client.error() == "");
    CHECK(client.program() == "01_coroutine");
    REQUIRE(sink.slots.size() == 100'010);
    std::uint32_t wrong = 0;
    for (std::uint32_t i = 0; i < sink.slots.size(); ++i) wrong += sink.slots[i].b != i;
    CHECK(wrong == 0);
}

TEST_CASE("a poll takes about as much as its budget") {
    const Ends ends = connect();
    Collector sink;
    LinkClient client(ends.viewer);
    put(ends.program, program_hello() + message(2, as_text(events(0, 3000))));  // fits a socket's buffer
    client.poll(sink, 1);
    CHECK(sink.slots.size() < 3000);
    CHECK(poll_until(client, sink, [&] { return sink.slots.size() == 3000; }));
    ::close(ends.program);
}

TEST_CASE("a pump carries a recorder's events to the viewer") {
    const Ends ends = connect();
    Collector sink;
    LinkClient client(ends.viewer);
    std::thread program([&] {
        Control control;
        Recorder recorder;
        LinkServer server(ends.program, control, "p");
        Pump pump(recorder, {&server});
        for (std::uint32_t i = 0; i < 5000; ++i) recorder.record(EventKind::mark, i, 0);
    });
    CHECK(poll_until(client, sink, [&] { return !client.connected(); }));
    program.join();
    CHECK(sink.slots.size() == 5000);
    CHECK(client.said_bye());
}

TEST_CASE("the viewer's hello says how the program begins, before it can take a step") {
    const Ends ends = connect();
    Collector sink;
    LinkClient client(ends.viewer, {.paused = true, .pace = {}});
    Control control;
    int steps = 0;
    std::thread program([&] {
        LinkServer server(ends.program, control, "p");
        control.on_standing([&](bool standing) { server.tell_standing(standing); });
        control.at_step();
        ++steps;
    });
    CHECK(poll_until(client, sink, [&] { return client.standing(); }));
    CHECK(steps == 0);
    CHECK(client.send({.kind = CommandKind::go_on, .count = 0, .pace = {}}));
    CHECK_FALSE(client.standing());  // it was told to move: what was heard before is old
    CHECK(poll_until(client, sink, [&] { return client.said_bye(); }));
    program.join();
    CHECK(steps == 1);
}

TEST_CASE("each command reaches the control") {
    const Ends ends = connect();
    Collector sink;
    LinkClient client(ends.viewer, {.paused = true, .pace = {.step_ns = 3'600'000'000'000, .time_scale = 0}});
    Control control;
    std::string done;
    std::thread program([&] {
        LinkServer server(ends.program, control, "p");
        control.on_standing([&](bool standing) { server.tell_standing(standing); });
        for (const char what : std::string("ssssscssscss")) {
            if (what == 's') control.at_step();
            done += what;
            if (what == 'c') control.at_checkpoint();
        }
    });
    const auto stands = [&] { return client.standing(); };
    const auto say = [&](CommandKind kind, std::uint32_t count = 1, Pace pace = {}) {
        return client.send({.kind = kind, .count = count, .pace = pace});
    };
    REQUIRE(poll_until(client, sink, stands));
    CHECK(done == "");
    say(CommandKind::step, 2);
    REQUIRE(poll_until(client, sink, stands));
    CHECK(done == "ss");
    say(CommandKind::run_to_checkpoint);
    REQUIRE(poll_until(client, sink, stands));
    CHECK(done == "sssssc");
    say(CommandKind::go_on, 0);  // an hour a step
    say(CommandKind::pause);
    REQUIRE(poll_until(client, sink, stands));
    CHECK((done == "sssssc" || done == "ssssscs"));
    say(CommandKind::pace, 1, {});
    say(CommandKind::go_on, 1);
    REQUIRE(poll_until(client, sink, stands));
    CHECK(done == "ssssscsssc");
    say(CommandKind::go_on, 0);
    CHECK(poll_until(client, sink, [&] { return client.said_bye(); }));
    program.join();
    CHECK(done == "ssssscssscss");
}

TEST_CASE("that the program stands is believed only when all it did before has arrived") {
    const Ends ends = connect();
    Collector sink;
    LinkClient client(ends.viewer);
    const std::string stands = number(1) + number(0) + number(3) + number(0);
    put(ends.program, program_hello() + message(2, as_text(events(0, 2))) + message(3, stands));
    client.poll(sink);
    CHECK_FALSE(client.standing());
    put(ends.program, message(2, as_text(events(2, 1))));
    client.poll(sink);
    CHECK(client.standing());
    ::close(ends.program);
}

TEST_CASE("when the viewer goes away the program is released and runs on") {
    std::signal(SIGPIPE, SIG_DFL);  // whoever started this test may have had it ignored
    const Ends ends = connect();
    Control control;
    std::promise<void> stands;
    auto client = std::make_unique<LinkClient>(ends.viewer, LinkStart{.paused = true, .pace = {}});
    std::thread program([&] {
        LinkServer server(ends.program, control, "p");
        control.on_standing([&](bool standing) {
            server.tell_standing(standing);
            if (standing) stands.set_value();
        });
        control.at_step();
        server.write(events(0, 100'000));  // nobody reads: neither SIGPIPE nor a wait without end
        CHECK_FALSE(server.connected());
    });
    stands.get_future().wait();
    client.reset();
    program.join();
}

TEST_CASE("a writer that waits for a slow viewer is let go when the viewer goes away") {
    const Ends ends = connect();
    Control control;
    auto client = std::make_unique<LinkClient>(ends.viewer);
    std::promise<void> begins;
    std::thread program([&] {
        LinkServer server(ends.program, control, "p");
        begins.set_value();
        for (int i = 0; i < 100; ++i) server.write(events(0, 10'000));  // far more than a socket holds
        CHECK_FALSE(server.connected());
    });
    begins.get_future().wait();
    client.reset();
    program.join();
}

TEST_CASE("quit and going away call on_gone once") {
    const Ends ends = connect();
    Control control;
    std::atomic<int> calls = 0;
    {
        auto client = std::make_unique<LinkClient>(ends.viewer);
        std::promise<void> called;
        LinkServer server(ends.program, control, "p");
        server.on_gone([&] {
            if (++calls == 1) called.set_value();
        });
        client->send({.kind = CommandKind::quit, .count = 1, .pace = {}});
        called.get_future().wait();
        client.reset();
        server.on_gone([&] { calls += 10; });  // it has happened already: called at once
    }
    CHECK(calls == 11);
}

TEST_CASE("the end of the program is not the viewer's going: on_gone is not called") {
    const Ends ends = connect();
    Control control;
    bool called = false;
    {
        LinkClient client(ends.viewer);
        LinkServer server(ends.program, control, "p");
        server.on_gone([&] { called = true; });
    }
    CHECK_FALSE(called);
}

TEST_CASE("a viewer hears in one sentence why the peer is no program of its kind") {
    CHECK(Heard("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").error ==
          "The other end of the link is not a Loopscope program.");
    CHECK(Heard(program_hello("x", 1, "LOOPLIMB")).error == "The other end of the link is not a Loopscope program.");
    CHECK(Heard(message(2, as_text(events(0, 1)))).error == "The other end of the link is not a Loopscope program.");
    CHECK(Heard(program_hello("x", 9)).error ==
          "The program speaks version 9 of the link and this viewer 1; build both from the same Loopscope.");
    CHECK(Heard(message(1, std::string("LOOPLINK") + number(1) + number(7) + number(4096) + "short")).error ==
          "The link broke: the program's hello has the wrong size.");
    CHECK(Heard("").error == "The program ended before it said hello.");
    CHECK(Heard(program_hello()).error == "The program ended without a goodbye.");
    CHECK(Heard(program_hello() + message(2, "abc", 64)).error == "The program ended in the middle of a message.");
    CHECK(Heard(program_hello() + message(2, "", kMaxMessageBytes + 1)).error ==
          "The link broke: the program sent a message that is far too long.");
    CHECK(Heard(program_hello() + message(2, std::string(33, 'x'))).error ==
          "The link broke: the program sent half an event.");
    CHECK(Heard(program_hello() + message(3, "12")).error == "The link broke: a message had the wrong size.");
    CHECK(Heard(program_hello() + program_hello()).error == "The link broke: the program said hello twice.");
}

TEST_CASE("messages may come in pieces, and unknown ones are passed over") {
    const std::string stream = program_hello("name") + message(77, "from the future") +
                               message(2, as_text(events(0, 3))) + message(2, "") + message(4, "");
    for (const std::size_t piece : {1, 3, 7, 4096}) {
        const Heard heard(stream, piece);
        CHECK(heard.error == "");
        CHECK(heard.bye);
        CHECK(heard.program == "name");
        CHECK(heard.sink.slots.size() == 3);
    }
}

TEST_CASE("no noise on the line harms the viewer") {
    std::mt19937 random(7);
    const std::string good =
        program_hello("name") + message(2, as_text(events(0, 3))) + message(3, std::string(16, '\1')) + message(4, "");
    for (int round = 0; round < 500; ++round) {
        std::string bad = good;
        for (int flips = 0; flips < 1 + round % 5; ++flips) bad[random() % bad.size()] = static_cast<char>(random());
        bad.resize(random() % (bad.size() + 1));
        const Heard heard(bad, 1 + random() % 64);
        CHECK((heard.bye || !heard.error.empty()));
    }
}

TEST_CASE("a program tells in one sentence why the peer is no viewer, and closes the socket") {
    const std::string stranger = "The other end of the link is not a Loopscope viewer; nothing is told to it.";
    CHECK(refusal("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") == stranger);
    CHECK(refusal(viewer_hello(1, "LOOPLIMB")) == stranger);
    CHECK(refusal(message(1, std::string("LOOPLINK") + number(1) + "short")) == stranger);
    CHECK(refusal(viewer_hello(9)) ==
          "The viewer speaks version 9 of the link and this program 1; build both from the same Loopscope.");
    CHECK(refusal("") == "The viewer went away before it said hello.");
    CHECK(refusal(viewer_hello().substr(0, 20)) == "The viewer went away before it said hello.");
    CHECK(refusal("", false) == "Nobody answered at the other end of the link; is it a Loopscope viewer?");
}

TEST_CASE("a viewer that talks nonsense is treated as gone") {
    for (const std::string& nonsense :
         {message(5, "short"), message(5, "", kMaxMessageBytes + 1), message(77, "", ~0u)}) {
        const Ends ends = connect();
        put(ends.viewer, viewer_hello() + nonsense);
        Control control;
        std::promise<void> gone;
        {
            LinkServer server(ends.program, control, "p");
            server.on_gone([&] { gone.set_value(); });
            gone.get_future().wait();
            server.write(events(0, 100'000));  // swallowed, and does not wait for room
            CHECK_FALSE(server.connected());
        }
        ::close(ends.viewer);
    }
}

TEST_CASE("commands of an unknown kind and unknown messages are passed over") {
    const Ends ends = connect();
    const auto command = [](std::uint32_t kind) {
        return message(5, number(kind) + number(1) + std::string(16, '\0'));
    };
    put(ends.viewer, viewer_hello() + command(99) + message(42, "hm") + command(1));
    Control control;
    bool stood = false;
    control.on_standing([&](bool standing) {
        stood = stood || standing;
        control.go_on();
    });
    {
        const LinkServer server(ends.program, control, "p");
        while (!stood && server.connected()) control.at_step();
    }
    CHECK(stood);
    ::close(ends.viewer);
}
