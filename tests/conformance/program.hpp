// What the C++ half of a pair is made of (docs/conformance.md).
//
//   namespace conformance::lock_fifo {
//   aio::Coro<> enter(aio::Lock& lock, std::string who) { ... }     the program's own helpers
//   PROGRAM(lock, fifo) { ... co_await ... }                        lock/fifo.cpp, .py and .txt
//   }  // namespace conformance::lock_fifo
//
// All programs are linked into one executable, several in one compilation: that is why each
// has a namespace of its own name. A program's body is the main coroutine of an aio::run on
// virtual time; a PLAIN_PROGRAM is a function that makes its own loops.
#pragma once
#include "aio/aio.hpp"
#include "aio/context.hpp"
#include "aio/exception_group.hpp"
#include "aio/generator.hpp"
#include "aio/scoped.hpp"
#include "aio/task_group.hpp"
#include "aio/threadsafe.hpp"
#include "aio/to_thread.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace conformance {

using namespace std::chrono_literals;

// A program among all of them. Made before main() begins.
class Program {
public:
    Program(const char* name, aio::Coro<> (*body)());
    Program(const char* name, void (*body)());

    const std::string& name() const noexcept { return name_; }  // "lock/fifo"
    std::string topic() const { return name_.substr(0, name_.find('/')); }
    void run() const { body_(); }

    static const std::vector<Program>& all();

private:
    Program(const char* name, std::function<void()> body);
    std::string name_;
    std::function<void()> body_;
};

// Virtual time, always: a second of sleep takes none. Each loop needs one of its own: it may be recorded.
aio::RunOptions virtual_time();

// Seconds since the loop began, as the Python half prints them: "1.5".
inline std::string now() {
    return fmt::format("{:.1f}", std::chrono::duration<double>(aio::current_loop().time()).count());
}

// Python's True and False.
inline const char* word(bool truth) { return truth ? "True" : "False"; }

// What an exception says, and nothing for none.
inline std::string text_of(const std::exception_ptr& error) { return error ? aio::detail::text_of(error) : "None"; }

// An exception to be raised or given later.
inline std::exception_ptr error(const std::string& what) { return std::make_exception_ptr(std::runtime_error(what)); }

// Python's `thing in things`.
template <class T>
bool contains(const std::vector<T>& things, const T& thing) {
    return std::ranges::find(things, thing) != things.end();
}

// What the exceptions of a group say, as Python prints a list of strings.
inline std::string texts(const aio::ExceptionGroup& group) {
    std::string all;
    for (const auto& error : group.exceptions()) all += (all.empty() ? "'" : ", '") + text_of(error) + "'";
    return "[" + all + "]";
}

}  // namespace conformance

#define PROGRAM(topic, name)                                           \
    aio::Coro<> program();                                             \
    const ::conformance::Program kProgram(#topic "/" #name, &program); \
    aio::Coro<> program()

#define PLAIN_PROGRAM(topic, name)                                     \
    void program();                                                    \
    const ::conformance::Program kProgram(#topic "/" #name, &program); \
    void program()
