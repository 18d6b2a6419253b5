"""Checks a Chrome trace by the rules that Perfetto's importer has.

    python3 check_perfetto.py FILE...      prints what is wrong; exit status 1 if anything is

Each lane's slices nest, each arrow begins and ends inside one, each counter has a last point, and
time never runs backwards.
"""

import collections
import json
import sys


def nanoseconds(microseconds):
    return round(microseconds * 1000)


class Lane:
    """Open slices, outermost first; the end of one that a B began is not known yet."""

    def __init__(self):
        self.open = []
        self.last = 0

    def leave_what_is_over(self, at):
        while self.open and self.open[-1][1] is not None and self.open[-1][1] <= at:
            self.open.pop()


class Check:
    def __init__(self, events):
        self.wrong = []
        self.lanes = collections.defaultdict(Lane)
        self.flows = collections.defaultdict(dict)
        self.counters = {}
        self.asyncs = {}
        self.names = {}
        self.seen = collections.Counter()
        self.last = 0
        for event in events:
            self.take(event)
        self.close(events)

    def complain(self, what, event):
        self.wrong.append(f"{what}: {json.dumps(event, ensure_ascii=False)}")

    def take(self, event):
        phase = event["ph"]
        self.seen[phase] += 1
        if not (isinstance(event["tid"], int) and 1 <= event["tid"] <= 0xFFFFFFFF) or event["pid"] != 1:
            self.complain("a lane that Perfetto would change", event)
        if any(ord(letter) < 32 for letter in json.dumps(event, ensure_ascii=False)):
            self.complain("a control character", event)
        if phase == "M":
            self.names[event["tid"], event["name"]] = event["args"]
            return
        event["ts"] = at = nanoseconds(event["ts"])
        if at < self.last:
            self.complain("time runs backwards", event)
        self.last = max(self.last, at)
        getattr(self, {"B": "begin", "E": "end", "X": "whole", "i": "instant", "C": "counter", "s": "flow", "f": "flow",
                       "b": "begin_async", "n": "in_async", "e": "end_async"}[phase])(event, at)

    def lane(self, event, at):
        lane = self.lanes[event["tid"]]
        lane.leave_what_is_over(at)
        if (event["tid"], "thread_name") not in self.names:
            self.complain("a lane without a name", event)
        return lane

    def begin(self, event, at):
        self.lane(event, at).open.append((event["name"], None))

    def end(self, event, at):
        lane = self.lane(event, at)
        if not lane.open or lane.open[-1][1] is not None:
            return self.complain("an end without its begin, or across a slice that goes on", event)
        lane.open.pop()

    def whole(self, event, at):
        lane = self.lane(event, at)
        end = at + nanoseconds(event["dur"])
        if end <= at:
            self.complain("a slice without width", event)
        if lane.open and lane.open[-1][1] is not None and lane.open[-1][1] < end:
            self.complain("two slices overlap in part", event)
        lane.open.append((event["name"], end))

    def instant(self, event, at):
        if event["s"] not in ("t", "p", "g"):
            self.complain("an unknown scope", event)

    def counter(self, event, at):
        for key, value in event["args"].items():
            if not isinstance(value, (int, float)):
                self.complain("a counter that is no number", event)
            self.counters[event["name"], key] = (at, value)

    def flow(self, event, at):
        key = event["id"], event["cat"], event["name"]
        int(event["id"], 16)
        if event["ph"] in self.flows[key]:
            self.complain("an arrow with two begins or two ends", event)
        if event["ph"] == "f" and (event["bp"] != "e" or "s" not in self.flows[key]):
            self.complain("an arrow that ends before it begins, or at the next slice", event)
        self.flows[key][event["ph"]] = event
        if not self.lane(event, at).open:
            self.complain("an arrow's end outside of every slice", event)

    def begin_async(self, event, at):
        key = event["cat"], event["id"]
        if key in self.asyncs:
            self.complain("a group that begins twice", event)
        self.asyncs[key] = event

    def in_async(self, event, at):
        if (event["cat"], event["id"]) not in self.asyncs:
            self.complain("outside of its group", event)

    def end_async(self, event, at):
        if self.asyncs.pop((event["cat"], event["id"]), None) is None:
            self.complain("the end of no group", event)

    def close(self, events):
        for tid, lane in self.lanes.items():
            lane.leave_what_is_over(self.last)
            for name, _ in lane.open:
                self.wrong.append(f"a slice that never ends: {name!r} on lane {tid}")
        for key, ends in self.flows.items():
            if set(ends) != {"s", "f"}:
                self.wrong.append(f"an arrow without both ends: {key}")
        for key in self.asyncs:
            self.wrong.append(f"a group that never ends: {key}")
        for key, (at, value) in self.counters.items():
            if at < self.last and value != 0:
                self.wrong.append(f"a counter without a last point: {key}")
        places = [arguments["sort_index"] for (_, name), arguments in self.names.items() if name == "thread_sort_index"]
        if len(places) != len(set(places)):
            self.wrong.append("two lanes in one place")


def check(path):
    """What is wrong with the file, and how many of each phase it has."""
    with open(path, encoding="utf-8") as file:
        result = Check(json.load(file)["traceEvents"])
    return result.wrong, result.seen


if __name__ == "__main__":
    status = 0
    for path in sys.argv[1:]:
        wrong, seen = check(path)
        print(path, dict(seen), *wrong[:20], sep="\n  ")
        status = status or bool(wrong)
    sys.exit(status)
