"""Samples for the rules: BAD[rule] lists (files, a part of what must be found), GOOD[rule] lists files."""

HEAD = "// A thing.\n//\n// Thread rule: none.\n#pragma once\n"


def coroutine(body):
    return {"runtime/aio/x.cpp": f"Coro<> run() {{\n    {body}\n}}\n"}


def includes(path, *names):
    return {path: "".join(f"#include {name}\n" for name in names)}


BAD = {
    "layers": [
        (includes("runtime/monitor/x.hpp", '"aio/task.hpp"'), "x.hpp:1: may not include aio/task.hpp"),
        (includes("runtime/monitor/x.cpp", "<vector>", "<coroutine>"), "x.cpp:2: may not include coroutine"),
        (includes("runtime/monitor/x.cpp", "<boost/asio.hpp>"), "may not include boost/"),
        (includes("runtime/monitor/x.cpp", "<imgui/imgui.h>"), "may not include imgui"),
        (includes("runtime/aio/loop.hpp", "<boost/asio/io_context.hpp>"), "loop.hpp:1: may not include boost/"),
        (includes("runtime/aio/loop.cpp", '"kit/lesson.hpp"'), "may not include kit/"),
        (includes("runtime/aio/loop.cpp", '"ui/theme.hpp"'), "may not include ui/"),
        (includes("lessons/kit/book/x.cpp", '"aio/aio.hpp"'), "the book"),
        (includes("lessons/kit/book/x.cpp", '"kit/lesson.hpp"'), "the book"),
        (includes("lessons/01_a/lesson.cpp", "<boost/asio.hpp>"), "a lesson is made of aio"),
        (includes("visualizer/main.cpp", '"aio/task.hpp"'), "may not include aio/"),
        (includes("visualizer/main.cpp", '"kit/lesson.hpp"'), "may not include kit/lesson.hpp"),
        (includes("visualizer/panels/x.cpp", '"session/session.hpp"'), "a panel"),
        (includes("visualizer/panels/x.cpp", "<sys/socket.h>"), "a panel"),
        (includes("visualizer/session/x.cpp", "<imgui/imgui.h>"), "a session never draws"),
        (includes("visualizer/main.cpp", '"../runtime/monitor/world.hpp"'), "with '..'"),
        ({"visualizer/main.cpp": "#include <monitor/world.hpp>\n", "runtime/monitor/world.hpp": ""}, "with <>"),
        # Not at first hand, but through a header that may.
        ({"visualizer/session/x.cpp": '#include "panels/view.hpp"\n',
          "visualizer/panels/view.hpp": "#include <imgui/imgui.h>\n"}, "x.cpp:1: reaches imgui/imgui.h through panels/view.hpp"),
    ],
    "headers": [
        ({"runtime/aio/x.hpp": "#pragma once\n"}, "begins with a comment"),
        ({"runtime/aio/x.hpp": "// A thing.\n#pragma once\n"}, "Thread rule"),
        ({"runtime/aio/x.hpp": "// A thing.\n// Thread rule: none.\n#ifndef X\n"}, "#pragma once"),
        ({"tests/x.hpp": "int x;\n"}, "begins with a comment"),
    ],
    "contracts": [
        ({"runtime/aio/sleep.hpp": HEAD + "Coro<> sleep(Duration time);  // SWITCHES: always\n"}, "REQUIRES, CANCEL, WAKES"),
        ({"runtime/aio/flag.hpp": HEAD + "Coro<> wait();\n"}, "flag.hpp:5: declares an awaitable: name the header"),
        ({"runtime/aio/flag.hpp": HEAD + "auto operator co_await() const;\n"}, "name the header"),
    ],
    "coroutines": [
        (coroutine("if (co_await ready()) work();"), "x.cpp:2: co_await in the if condition"),
        (coroutine("while (!co_await ready()) {}"), "while condition"),
        (coroutine("do { work(); } while (co_await more());"), "while condition"),
        (coroutine("for (int i = 0; co_await more(i); ++i) {}"), "for condition"),
        (coroutine("switch (co_await kind()) {}"), "switch condition"),
        (coroutine("if (a && (b || co_await c())) work();"), "if condition"),
        (coroutine("auto x = a ? co_await b() : c;"), "conditional expression"),
        (coroutine("co_await gather([p] { return p; });"), "captures [p] by value"),
        (coroutine("co_await run([=]() -> Coro<> { co_return; }());"), "captures [=] by value"),
        (coroutine("co_await run(1, [&a, b = 2] {});"), "by value"),
        (coroutine("auto x = co_await sum({1, 2, 3});"), "braced list"),
        (coroutine("auto* x = new Thing(co_await make());"), "new-expression"),
        ({"tests/aio/x.cpp": "Coro<> t() {\n    CHECK(co_await f() == 1);\n}\n"}, "x.cpp:2: co_await inside CHECK"),
    ],
    "length": [({"runtime/aio/x.cpp": "\n" * 501}, "501 lines")],
    "functions": [
        ({"runtime/aio/x.cpp": "namespace a {\nvoid f(int x) const {\n" + "    x();\n" * 60 + "}\n}\n"}, "x.cpp:2: a function of 61 lines"),
        ({"runtime/aio/x.cpp": "X::X(int a) : a_(a), b_{1} {\n" + "    if (a) {\n    }\n" * 31 + "}\n"}, "63 lines"),
    ],
    "sleeps": [({"tests/aio/x.cpp": "\n  std::this_thread::sleep_for(1ms);\n"}, "x.cpp:2: this_thread::sleep_for in a test")],
    "doubts": [
        ({"runtime/aio/x.cpp": "// TODO(now): later\n"}, "TODO(now) left behind"),
        ({"docs/x.md": "FIXME\n"}, "FIXME left behind"),
    ],
    "paths": [
        ({"docs/x.md": "see /home/ann/loopscope\n"}, "docs/x.md:1: a path of somebody's machine (/home/a...)"),
        ({"assets/x.loop": "\0\0/root/x/lesson.cpp\0"}, "/root/x"),
        ({"loopscope": "cd '/work/project'\n"}, "/work/p"),
        ({"loopscope": "cd /work\n"}, "(/work...)"),
    ],
    "links": [
        ({"README.md": "[gone](docs/gone.md)\n"}, "README.md:1: the link to docs/gone.md leads nowhere"),
        ({"docs/a.md": "# One\n[two](#two)\n"}, "docs/a.md:2: docs/a.md has no heading for #two"),
        ({"docs/a.md": "![image](images/none.png)\n"}, "leads nowhere"),
    ],
    "readme": [
        ({"README.md": "line\n" * 151}, "151 lines"),
        ({"docs/a.md": ""}, "there is no README.md"),
    ],
    "words": [({"docs/a.md": "While the task is blocked, ...\n"}, "a suspended task waits")],
}

GOOD = {
    "layers": [
        includes("runtime/monitor/x.cpp", '"monitor/event.hpp"', "<vector>", "<fmt/format.h>"),
        includes("runtime/aio/loop.cpp", '"monitor/recorder.hpp"', "<boost/asio/io_context.hpp>", "<coroutine>"),
        includes("runtime/aio/asio.hpp", "<boost/asio/async_result.hpp>"),
        includes("lessons/01_a/lesson.cpp", '"aio/aio.hpp"', '"kit/lesson.hpp"'),
        includes("visualizer/panels/x.cpp", '"kit/book/lesson_text.hpp"', '"monitor/world.hpp"', "<imgui/imgui.h>"),
        includes("visualizer/session/x.cpp", '"monitor/link.hpp"', '"panels/view.hpp"', "<sys/socket.h>"),
        {"runtime/aio/pool.cpp": '#include "aio/asio.hpp"\n', "runtime/aio/asio.hpp": "#include <boost/asio.hpp>\n"},
    ],
    "headers": [{"runtime/aio/x.hpp": HEAD}, {"tests/x.hpp": "// Shared by tests.\n#pragma once\n"}],
    "contracts": [
        {"runtime/aio/sleep.hpp": HEAD + "// REQUIRES: a task. SWITCHES: always. CANCEL: yes. WAKES: nobody\nCoro<> sleep();\n"},
        {"runtime/aio/clock.hpp": HEAD + "// A Coro<> may ask for it.\nTime now();\n"},
        {"runtime/aio/promise.hpp": HEAD + "void await_suspend();\n"},
    ],
    "coroutines": [
        coroutine("const bool ok = co_await ready();\n    if (ok) work();"),
        coroutine("if (co_await ready()) work();  // gcc12-unsafe: that is what is tested"),
        coroutine("while (true) { co_await sleep(0); }"),
        coroutine("if (flag) co_await a();"),
        coroutine("for (auto x : co_await all()) use(x);"),
        coroutine("for (int i = 0; i < 3; ++i) co_await sleep(0);"),
        coroutine("co_await with_timeout([&]() -> Coro<> { co_return; });"),
        coroutine("co_await values[i];"),
        coroutine("auto f = [p] { return p; };\n    co_await run(std::move(f));"),
        coroutine('print("if (co_await x) ?");  // while (co_await y)'),
        {"visualizer/x.cpp": "if (co_await x) y();\n"},
    ],
    "length": [{"runtime/aio/x.cpp": "\n" * 500}],
    "functions": [
        {"runtime/aio/x.hpp": "class X {\n" + "    void f() { g(); }\n" * 100 + "};\n"},
        {"runtime/aio/x.cpp": "const Thing things[] = {\n" + "    {f(1), {2}},\n" * 100 + "};\n"},
    ],
    "sleeps": [{"tests/aio/x.cpp": "// no this_thread::sleep_for here\nsleep_for(1ms);\nco_await aio::sleep(1s);\n"}],
    "doubts": [{"runtime/aio/x.cpp": "// TODO(perf): a heap would be faster\n"}],
    "paths": [{"docs/x.md": "./workspace, docs/work/x, ~/work, https://example.org/home/x, /usr/lib, the /workspace\n"}],
    "links": [
        {"README.md": "[a](docs/a.md#first-steps) [b](https://x.org) `[no](link)`\n```\n[no](link)\n```\n",
         "docs/a.md": "## First `steps`\n"},
        {"docs/a.md": "[folder](../lessons/)\n", "lessons/01/lesson.md": ""},
    ],
    "readme": [{"README.md": "line\n" * 150}],
    "words": [{"docs/a.md": "The loop is blocked while one task computes; the other tasks wait.\n"}],
}
