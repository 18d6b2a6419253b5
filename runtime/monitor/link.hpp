// Link: a program's events on their way out, and commands on their way in.
//
// Messages go both ways over a connected stream socket (a socketpair for a child
// process, a Unix or loopback socket otherwise): 8 bytes of header {type u32,
// bytes u32}, then the payload; little-endian. Both sides begin with a hello that
// carries a magic number and a version; a wrong peer gets one clear sentence.
// docs/trace_format.md, section "The link", gives the bytes.
//
//   program -> viewer   hello, events (slots), standing, bye
//   viewer -> program   hello, command
//
// The viewer's hello says how the program is to begin: standing at its first step
// or not, and at which pace. So a program never runs ahead of its viewer.
//
// Thread rule: LinkServer is a Sink (written by a pump) and has a thread of its own
// that reads commands. LinkClient belongs to one thread, which calls poll().
#pragma once
#include "monitor/control.hpp"
#include "monitor/pump.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace loopscope {

inline constexpr std::uint32_t kLinkVersion = 1;
inline constexpr std::size_t kMaxMessageBytes = 1 << 20;  // a longer message is refused

enum class CommandKind : std::uint32_t { pause = 1, go_on = 2, step = 3, run_to_checkpoint = 4, pace = 5, quit = 6 };

struct Command {
    CommandKind kind = CommandKind::pause;
    std::uint32_t count = 1;  // step: how many; go_on: 1 = stand at the next checkpoint, 0 = run on
    Pace pace;                // pace
};

// How the viewer wants the program to begin.
struct LinkStart {
    bool paused = false;
    Pace pace;
};

// The program's end. Owns the socket.
class LinkServer final : public Sink {
public:
    // Says hello and waits, at most `patience`, for the viewer's, whose LinkStart is given to
    // `control` before this returns; throws std::runtime_error with one sentence if the peer is
    // not a viewer of this version.
    LinkServer(int socket, Control& control, std::string program,
               std::chrono::milliseconds patience = std::chrono::seconds(5));
    ~LinkServer() override;  // says bye
    LinkServer(const LinkServer&) = delete;
    LinkServer& operator=(const LinkServer&) = delete;

    // Waits when the viewer is slow, so that nothing is lost; swallows when it is gone.
    void write(std::span<const Event> slots) override;
    // Any thread. `after_slots`: how many slots the recorder had published by then
    // (Recorder::events()). The viewer believes it only when it has them, so that the
    // picture of a standing program is never an old one.
    void tell_standing(bool standing, std::uint64_t after_slots = 0);
    bool connected() const { return connected_; }
    // What to do when the viewer says quit or is gone. Called once, on the link's thread; at
    // once on the caller's if it has happened already.
    // Default: release the control, so that the program runs to its end.
    void on_gone(std::function<void()> callback);

private:
    void greet(const std::string& program, std::chrono::milliseconds patience);
    void read_commands();
    bool obey(const unsigned char* payload, std::size_t bytes);
    void gone();
    void send(std::uint32_t type, const void* payload, std::size_t bytes);

    int socket_;
    Control& control_;
    std::mutex send_mutex_;
    std::mutex gone_mutex_;
    std::function<void()> on_gone_;
    bool was_gone_ = false;
    std::atomic<bool> connected_{true};
    std::atomic<bool> closing_{false};
    std::thread reader_;
};

// The viewer's end. Owns the socket, which it makes non-blocking.
class LinkClient {
public:
    explicit LinkClient(int socket, LinkStart start = {});  // says hello
    ~LinkClient();
    LinkClient(const LinkClient&) = delete;
    LinkClient& operator=(const LinkClient&) = delete;

    // Takes what has arrived, without waiting: events go to `sink`. At most about
    // `budget` bytes a call, so that a flood cannot hold up a frame. Returns whether
    // anything came.
    bool poll(Sink& sink, std::size_t budget = 4 << 20);
    bool send(const Command& command);  // false: the program is gone

    bool greeted() const { return greeted_; }  // the program's hello came and fits
    bool connected() const { return socket_ >= 0; }
    // The program stands at its gate, has heeded every command that makes it move, and all
    // that it did until then has arrived.
    bool standing() const;
    bool said_bye() const { return bye_; }     // it ended in good order
    bool hung_up() const { return hung_up_; }  // it closed its end, with or without a bye
    const std::string& program() const { return program_; }
    const std::string& error() const { return error_; }  // why the link broke, "" if it did not
    int socket() const { return socket_; }               // to wait on; -1 once closed

private:
    bool take_messages(Sink& sink);  // false: a message made no sense, see error()
    bool take(std::uint32_t type, const unsigned char* payload, std::size_t bytes, Sink& sink);
    bool take_hello(std::uint32_t type, const unsigned char* payload, std::size_t bytes);
    bool take_events(const unsigned char* payload, std::size_t bytes, Sink& sink);
    void end_of_stream();
    bool flush_outbox();
    bool fail(std::string why);
    void close();

    int socket_;
    std::vector<unsigned char> inbox_;
    std::vector<unsigned char> outbox_;
    std::vector<Event> slots_;
    std::uint64_t slots_taken_ = 0;
    std::uint64_t standing_after_ = 0;
    std::uint32_t moves_sent_ = 0;
    std::uint32_t moves_heeded_ = 0;
    bool greeted_ = false;
    bool standing_ = false;
    bool bye_ = false;
    bool hung_up_ = false;
    std::string program_;
    std::string error_;
};

}  // namespace loopscope
