"""Makes random programs in the language of language.py."""
import random

from language import MODES, OPERATIONS

MOST_BODIES = 7
DEEPEST = 3  # blocks within blocks

# How often an operation is tried; what is not named: 2.
WEIGHTS = {"sleep0": 6, "sleep": 6, "spawn": 6, "await": 3, "cancel": 5, "raise": 1, "try": 5, "gather": 4, "wait": 3,
           "group": 5, "timeout": 4, "wait_for": 4, "shield": 3, "lock": 4, "event_wait": 3, "event_set": 3, "cond": 5,
           "cond_wait": 1, "sem": 4, "put": 4, "get": 4, "barrier": 3, "barrier_reset": 1, "shutdown": 1,
           "future_cancel": 1, "soon": 1, "later": 1, "uncancel": 1}
STARTERS = {"spawn", "gather", "wait", "shield", "wait_for", "group"}


class Generator:
    """One program at a time, from one stream of chance."""

    def __init__(self, chance: random.Random, allowed: set[str]) -> None:
        self.chance = chance
        self.names = sorted(allowed)
        self.weights = [WEIGHTS.get(name, 2) for name in self.names]

    def program(self) -> dict:
        self.next_body = 1
        self.last_body = self.chance.randint(2, MOST_BODIES - 1)
        self.objects = {
            "locks": [0] * self.chance.randint(1, 2), "events": [0], "conditions": [0],
            "semaphores": [self.chance.randint(0, 2)], "barriers": [self.chance.randint(1, 3)],
            "queues": [self.chance.randint(0, 2)], "futures": [0] * self.chance.randint(1, 2),
        }
        bodies = []
        while len(bodies) < self.next_body:
            if not bodies:  # from the start there is somebody to meet
                bodies.append([["spawn", self.take_body()] for _ in range(self.chance.randint(1, self.last_body))])
            else:
                bodies.append([])
            bodies[-1] += self.operations(0, self.chance.randint(2, 6), len(bodies) - 1)
        return {"objects": self.objects, "bodies": bodies}

    def take_body(self) -> int:
        self.next_body += 1
        return self.next_body - 1

    def operations(self, depth: int, count: int, body: int) -> list:
        return [self.operation(depth, body) for _ in range(count)]

    def operation(self, depth: int, body: int) -> list:
        while True:
            name = self.chance.choices(self.names, self.weights)[0]
            kinds = OPERATIONS[name][1]
            if "o" in kinds and depth >= DEEPEST:
                continue
            if name in STARTERS and name != "group" and self.next_body > self.last_body:
                continue
            return [name, *(self.argument(name, kind, depth, body) for kind in kinds)]

    def argument(self, name: str, kind: str, depth: int, body: int):
        chance = self.chance
        if kind == "t":
            return self.take_body()
        if kind == "T":
            most = min(3, self.last_body - self.next_body + 1)
            return [self.take_body() for _ in range(chance.randint(0 if name == "group" else 1, max(most, 0)))]
        if kind == "k":
            # Who is awaited has a higher number, so that nobody waits in a ring (docs/divergences.md).
            if name in ("await", "on_done"):
                return chance.randint(body + 1, max(body + 1, self.last_body))
            return chance.randint(0, self.last_body)
        if kind == "o":
            inner = self.operations(depth + 1, chance.randint(1, 3), body)
            return inner
        if kind == "s":
            # timeout(0) may swallow a cancellation in CPython (docs/divergences.md, S51).
            return chance.randint(0 if name == "wait_for" else 1, 4)
        if kind == "b":
            return chance.random() < 0.5
        if kind == "m":
            return chance.choice(MODES)
        if kind == "n":
            return chance.randint(1, 3)
        return chance.randrange(len(self.objects[{"L": "locks", "E": "events", "C": "conditions", "S": "semaphores",
                                                  "B": "barriers", "Q": "queues", "F": "futures"}[kind]]))
