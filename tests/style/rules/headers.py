"""How a header begins, and what an awaitable promises."""

import re

from tree import Finding, line_of

# Headers whose functions a learner writes behind co_await. Each answers the four questions
# that learners get wrong most: what it needs, when it gives way, what cancelling does, whom it wakes.
AWAITABLE = {
    "coro.hpp", "task.hpp", "sleep.hpp", "gather.hpp", "asio.hpp", "future.hpp",
    # With the primitives to come:
    "wait.hpp", "as_completed.hpp", "timeout.hpp", "wait_for.hpp", "shield.hpp", "task_group.hpp", "lock.hpp", "event.hpp",
    "condition.hpp", "semaphore.hpp", "barrier.hpp", "queue.hpp", "generator.hpp", "scoped.hpp", "to_thread.hpp",
    "retry.hpp", "rate_limiter.hpp", "pool.hpp", "map_concurrent.hpp", "timeout_or.hpp", "lifecycle.hpp",
    "stream.hpp", "signal.hpp",
}
# Headers that mention awaiting because it is how they are built; nobody awaits them by name.
MACHINERY = {"awaitable.hpp", "pool_base.hpp", "pool_state.hpp", "queue_base.hpp", "generator_base.hpp", "task_group_base.hpp", "promise.hpp", "future_base.hpp", "task_base.hpp", "runnable.hpp", "run.hpp", "loop.hpp", "aio.hpp", "signal_wait.hpp"}
TAGS = ("REQUIRES", "SWITCHES", "CANCEL", "WAKES")
LOOKS_AWAITABLE = re.compile(r"\bawait_suspend\b|\boperator\s+co_await\b|\bCoro<[^;{}]*>\s+\w+\s*\(")


def head_of(text):
    """The comment that a file begins with."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line)
    return "\n".join(lines)


def check_heads(tree):
    for path in tree.under("runtime/", "lessons/", "visualizer/", "tests/", endings=(".hpp",)):
        text = tree.text(path)
        head = head_of(text)
        if not head:
            yield Finding(path, 1, "a header begins with a comment that says what it is for.")
        elif not path.startswith("tests/") and "Thread rule" not in head:
            yield Finding(path, 1, "the opening comment lacks its 'Thread rule:' paragraph (who may call this, from which thread).")
        rest = text[len(head):].lstrip("\n")
        if not rest.startswith("#pragma once"):
            yield Finding(path, line_of(text, len(head)) + 1, "#pragma once stands right below the opening comment.")


def check_contracts(tree):
    for path in tree.under("runtime/aio/", endings=(".hpp",)):
        name, text = path.rsplit("/", 1)[1], tree.text(path)
        found = LOOKS_AWAITABLE.search(text)
        if name in AWAITABLE:
            missing = [tag for tag in TAGS if tag not in text]
            if missing:
                yield Finding(path, 1, f"declares an awaitable and does not say {', '.join(missing)}.")
        elif found and name not in MACHINERY:
            yield Finding(path, line_of(text, found.start()),
                          "declares an awaitable: name the header in tests/style/rules/headers.py, AWAITABLE or MACHINERY.")
