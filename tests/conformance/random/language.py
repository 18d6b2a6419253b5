"""The language of the random programs: what an operation needs, and how it reads as asyncio.

A program is {"objects": {...}, "bodies": [[operation, ...], ...]}. Body 0 is started first;
a body is started by at most one operation, and becomes the task of its number. An operation
is a list: its name, then its arguments.
"""
import json

# name: (the first Python whose behaviour is the one that aio follows, what the arguments are)
# t: a body that this operation starts; T: several; k: a task to name; n: a number; s: seconds;
# L E C S B Q F: the number of a lock, event, condition, semaphore, barrier, queue, future; o: operations; b: a bool
OPERATIONS = {
    "sleep0": ((3, 8), ""), "sleep": ((3, 8), "s"), "spawn": ((3, 8), "t"), "await": ((3, 8), "k"),
    "cancel": ((3, 8), "k"), "uncancel": ((3, 13), ""), "raise": ((3, 8), "n"), "try": ((3, 8), "oob"),
    "finally": ((3, 8), "oo"), "gather": ((3, 8), "Tb"), "wait": ((3, 8), "Tms"), "shield": ((3, 8), "t"),
    "wait_for": ((3, 12), "ts"), "timeout": ((3, 12), "so"), "group": ((3, 13), "To"),
    "lock": ((3, 8), "Lo"), "acquire": ((3, 8), "L"), "release": ((3, 8), "L"),
    "event_wait": ((3, 8), "E"), "event_set": ((3, 8), "E"), "event_clear": ((3, 8), "E"),
    "cond": ((3, 13), "Co"), "cond_wait": ((3, 13), "C"), "notify": ((3, 13), "Cn"),
    "sem": ((3, 12), "So"), "sem_acquire": ((3, 12), "S"), "sem_release": ((3, 12), "S"),
    "barrier": ((3, 11), "B"), "barrier_reset": ((3, 11), "B"),
    "put": ((3, 8), "Qn"), "get": ((3, 8), "Q"), "put_nowait": ((3, 8), "Qn"), "get_nowait": ((3, 8), "Q"),
    "task_done": ((3, 8), "Q"), "join": ((3, 8), "Q"), "shutdown": ((3, 13), "Qb"),
    "future_wait": ((3, 8), "F"), "future_set": ((3, 8), "Fn"), "future_cancel": ((3, 8), "F"),
    "future_raise": ((3, 8), "Fn"), "on_done": ((3, 8), "kn"), "soon": ((3, 8), "n"), "later": ((3, 8), "sn"),
}
MODES = ("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION")
OBJECTS = {"locks": "L", "events": "E", "conditions": "C", "semaphores": "S", "barriers": "B", "queues": "Q",
           "futures": "F"}


def shared_with(version: tuple[int, int]) -> set[str]:
    """The operations that behave as aio's in this version of Python."""
    return {name for name, (since, _) in OPERATIONS.items() if version >= since}


def blocks(operation: list) -> list[int]:
    """Where in an operation other operations stand."""
    return [place + 1 for place, kind in enumerate(OPERATIONS[operation[0]][1]) if kind == "o"]


def started(operation: list) -> list[int]:
    """The bodies that an operation itself starts."""
    bodies = []
    for place, kind in enumerate(OPERATIONS[operation[0]][1]):
        if kind == "t":
            bodies.append(operation[place + 1])
        elif kind == "T":
            bodies += operation[place + 1]
    return bodies


def every_operation(operations: list):
    """An operation before those inside it."""
    for operation in operations:
        yield operation
        for place in blocks(operation):
            yield from every_operation(operation[place])


def reached(program: dict) -> set[int]:
    """The bodies that something starts, 0 included."""
    found, left = {0}, [0]
    while left:
        for operation in every_operation(program["bodies"][left.pop()]):
            for body in started(operation):
                if body not in found:
                    found.add(body)
                    left.append(body)
    return found


def as_python(program: dict) -> str:
    """The program as one would write it, for people."""
    lines = []
    for name, kind in OBJECTS.items():
        for number, argument in enumerate(program["objects"][name]):
            maker = {"L": "Lock()", "E": "Event()", "C": "Condition()", "S": f"Semaphore({argument})",
                     "B": f"Barrier({argument})", "Q": f"Queue({argument})", "F": "Future()"}[kind]
            lines.append(f"{kind}{number} = asyncio.{maker}")
    for body in sorted(reached(program)):
        lines += ["", f"async def t{body}():", *indented(program["bodies"][body])]
    return "\n".join(lines)


def indented(operations: list, depth: int = 1) -> list[str]:
    space = "    " * depth
    lines = []
    for operation in operations:
        name, args = operation[0], operation[1:]
        inside = [indented(block, depth + 1) for block in (operation[place] for place in blocks(operation))]
        if name == "try":
            lines += [f"{space}try:", *inside[0], f"{space}except BaseException:", *inside[1]]
            if args[2]:
                lines.append(f"{space}    raise")
        elif name == "finally":
            lines += [f"{space}try:", *inside[0], f"{space}finally:", *inside[1]]
        elif inside:
            lines += [f"{space}async with {head(name, args)}:", *inside[0]]
        else:
            lines.append(space + one_line(name, args))
    return lines or [f"{space}pass"]


def head(name: str, args: list) -> str:
    if name == "timeout":
        return f"asyncio.timeout({args[0]})"
    if name == "group":
        return "asyncio.TaskGroup(" + ", ".join(f"t{body}" for body in args[0]) + ")"
    return {"lock": "L", "cond": "C", "sem": "S"}[name] + str(args[0])


def one_line(name: str, args: list) -> str:
    words = [", ".join(f"t{body}()" for body in value) if isinstance(value, list) else json.dumps(value) for value in args]
    kinds = OPERATIONS[name][1]
    if kinds and kinds[0] in "LECSBQF":
        words[0] = kinds[0] + words[0]
    elif kinds and kinds[0] in "tk":
        words[0] = "t" + words[0]
    return f"{name}({', '.join(words)})"
