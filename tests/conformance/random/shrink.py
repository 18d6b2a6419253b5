"""Makes a program smaller for as long as it still shows what it showed."""
import copy

from language import OBJECTS, OPERATIONS, blocks, every_operation, reached


def smaller(program: dict, still_shows) -> dict:
    """The smallest that was found: no single change of those below makes it smaller and still shows it."""
    changed = True
    while changed:
        changed = False
        for candidate in candidates(program):
            if still_shows(candidate):
                program, changed = candidate, True
                break
    return program


def candidates(program: dict):
    """Programs that are one change smaller, the boldest changes first."""
    for body in sorted(reached(program)):
        if program["bodies"][body]:
            yield changed_body(program, body, [])
    for body in sorted(reached(program)):
        for path in paths(program["bodies"][body]):
            yield changed_body(program, body, without(program["bodies"][body], path))
            for replacement in simpler(at(program["bodies"][body], path)):
                yield changed_body(program, body, replaced(program["bodies"][body], path, replacement))
    used = {kind for body in reached(program) for operation in every_operation(program["bodies"][body])
            for kind in OPERATIONS[operation[0]][1]}
    for name, kind in OBJECTS.items():
        if kind not in used and program["objects"][name]:
            yield {**program, "objects": {**program["objects"], name: []}}


def changed_body(program: dict, body: int, operations: list) -> dict:
    bodies = list(program["bodies"])
    bodies[body] = operations
    return {**program, "bodies": bodies}


def paths(operations: list, start: tuple = ()):
    """The way to each operation: its place, then the argument and the place inside it ..."""
    for place, operation in enumerate(operations):
        yield (*start, place)
        for argument in blocks(operation):
            yield from paths(operation[argument], (*start, place, argument))


def at(operations: list, path: tuple) -> list:
    found = operations
    for step in path:
        found = found[step]
    return found


def replaced(operations: list, path: tuple, replacement: list) -> list:
    """`replacement` is a list of operations that stand where one stood."""
    result = copy.deepcopy(operations)
    block = at(result, path[:-1])
    block[path[-1]:path[-1] + 1] = replacement
    return result


def without(operations: list, path: tuple) -> list:
    return replaced(operations, path, [])


def simpler(operation: list):
    """What may stand for an operation: its blocks by themselves, fewer tasks, smaller numbers."""
    for argument in blocks(operation):
        yield copy.deepcopy(operation[argument])
    for place, kind in enumerate(OPERATIONS[operation[0]][1]):
        value = operation[place + 1]
        if kind == "T" and len(value) > 1:
            for body in value:
                yield [[*operation[:place + 1], [other for other in value if other != body], *operation[place + 2:]]]
        if kind == "s" and value > 1:
            yield [[*operation[:place + 1], 1, *operation[place + 2:]]]
