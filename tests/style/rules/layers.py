"""Who may know whom, read from the includes, also through other headers of the project.

lessons -> aio -> monitor <- visualizer, and nothing in any other direction.
"""

import posixpath
import re

from tree import Finding, line_of

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
ROOTS = ("runtime/", "lessons/", "visualizer/")

BOOST = ("boost/", "asio/", "asio.hpp")
SOCKETS = ("sys/socket.h", "sys/un.h", "netinet/", "arpa/", "unistd.h", "spawn.h", "sys/wait.h", "poll.h")
IMGUI = ("imgui", "GLFW/", "GL/", "EGL/", "misc/freetype/imgui")
WINDOW = ("ui/", "panels/", "session/", "app.hpp")
KIT_BESIDES_BOOK = re.compile(r"kit/(?!book/)")

# folder: (a reason that completes "... may not include X:", what is forbidden).
# Forbidden is a prefix of the included name or a pattern. The first folder that fits counts.
AREAS = [
    ("runtime/monitor/", "the monitor is plain data and knows no program, loop or window",
     ("aio/", "coroutine", "kit/") + BOOST + IMGUI + WINDOW),
    ("runtime/aio/", "the runtime knows only the monitor; Boost.Asio is for its sources and aio/asio.hpp",
     ("kit/",) + IMGUI + WINDOW),
    ("lessons/kit/book/", "the book is read by the window, which must never link coroutines",
     ("aio/", "coroutine", KIT_BESIDES_BOOK) + BOOST + IMGUI + WINDOW),
    ("lessons/kit/", "the kit runs programs and never draws", IMGUI + WINDOW),
    ("lessons/", "a lesson is made of aio and the kit, so that a reader has met everything in it",
     BOOST + IMGUI + WINDOW + ("monitor/",)),
    ("visualizer/panels/", "a panel is a function of a View; it neither talks to a program nor finds files",
     ("aio/", "coroutine", KIT_BESIDES_BOOK, "session/", "monitor/link.hpp") + BOOST + SOCKETS),
    ("visualizer/session/", "a session never draws", ("aio/", "coroutine", KIT_BESIDES_BOOK, "ui/") + BOOST + IMGUI),
    ("visualizer/", "the window sees a program only through the monitor",
     ("aio/", "coroutine", KIT_BESIDES_BOOK) + BOOST),
]

# A lesson's programs know the runtime through its front doors, and these are direct includes only:
# what stands behind the doors is the runtime's own affair.
DIRECT_ONLY = ("lessons/",)


def includes(tree, path):
    text = tree.text(path)
    for match in INCLUDE.finditer(text):
        yield match[1], match[2], line_of(text, match.start())


def find(tree, path, name):
    """The project's file that an include names, or None for a header from outside."""
    near = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    return next((place for place in [near] + [root + name for root in ROOTS] if place in tree.files), None)


def area_of(path):
    return next((area for area in AREAS if path.startswith(area[0])), None)


def forbidden(area, path, name):
    _, _, patterns = area
    asio_at_home = path.startswith("runtime/aio/") and (path.endswith(".cpp") or path == "runtime/aio/asio.hpp")
    if path.startswith("runtime/aio/") and not asio_at_home and name.startswith(BOOST):
        return True
    return any(name.startswith(p) if isinstance(p, str) else p.match(name) for p in patterns)


def check(tree):
    for path in tree.under(*ROOTS):
        area = area_of(path)
        for quote, name, line in includes(tree, path):
            if name.startswith("../") or "/../" in name:
                yield Finding(path, line, f"includes {name} with '..'; name it from its library's folder.")
            elif quote == "<" and find(tree, path, name):
                yield Finding(path, line, f'includes {name} with <>; the project\'s own headers take "".')
            elif forbidden(area, path, name):
                yield Finding(path, line, f"may not include {name}: {area[1]}.")
        if not area[0] in DIRECT_ONLY and not area[0] == "lessons/kit/":
            yield from check_behind(tree, path, area)


def check_behind(tree, path, area):
    """What a file includes through others. aio/asio.hpp may show Boost to who includes it."""
    seen, todo = {path}, [(path, (), 0)]
    while todo:
        at, chain, first_line = todo.pop()
        for _, name, line in includes(tree, at):
            if at != path and forbidden(area, path, name) and not may_reach(path, name):
                yield Finding(path, first_line, f"reaches {name} through {' and '.join(chain)}: {area[1]}.")
            place = find(tree, at, name)
            if place and place not in seen:
                seen.add(place)
                todo.append((place, chain + (name,), first_line or line))


def may_reach(path, name):
    return path.startswith("runtime/aio/") and name.startswith(BOOST)
