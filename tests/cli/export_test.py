"""What `loopscope export` writes, of every lesson, of random programs, and of one with everything in it.

Each format is read by a reader of our own: a trace by the rules of Perfetto's importer, a picture as XML,
and JSON against tests/monitor/read_trace.py, which knows docs/trace_format.md and nothing else.
"""

import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/monitor"))

import check_perfetto  # noqa: E402
from support import WithFolder, loopscope  # noqa: E402

SAMPLES = sys.argv[3]
READER = ROOT / "tests/monitor/read_trace.py"
SVG = "{http://www.w3.org/2000/svg}"


def setUpModule():
    global folder, recordings
    keep = tempfile.TemporaryDirectory(prefix="loopscope-export-")
    unittest.addModuleCleanup(keep.cleanup)
    folder = pathlib.Path(keep.name)
    subprocess.run([SAMPLES, folder], check=True, capture_output=True)
    for lesson in json.loads(loopscope("list", "--json").stdout):
        loopscope("run", lesson["id"], "-q", "--record", folder / f"lesson_{lesson['id']}.loop")
    recordings = sorted(folder.glob("*.loop"))


def exported(recording, *words):
    result = loopscope("export", recording, *words)
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return result.stdout


def one_kind_of_damage(text):
    """Two readers may tell one run of bytes that are not UTF-8 as different numbers of U+FFFD."""
    return re.sub("\ufffd+", "\ufffd", text)


class Samples(unittest.TestCase):
    def test_there_are_lessons_and_programs(self):
        names = [recording.stem for recording in recordings]
        for name in ("lesson_gather", "random_1", "objects_4", "virtual", "real", "bad_texts", "empty"):
            self.assertIn(name, names)


class Perfetto(unittest.TestCase):
    def traced(self, recording, *words):
        path = folder / "trace.json"
        exported(recording, "-f", "perfetto", "-o", path, *words)
        return path

    def test_each_is_what_the_importer_takes(self):
        for recording in recordings:
            for axis in ("loop", "real", "step"):
                with self.subTest(recording=recording.name, axis=axis):
                    wrong, seen = check_perfetto.check(self.traced(recording, "--axis", axis))
                    self.assertEqual(wrong, [])
                    if recording.stem != "empty":
                        self.assertGreater(seen["X"], 0)

    def test_the_program_with_everything_has_every_kind_of_arrow_slice_and_counter(self):
        events = json.loads(self.traced(folder / "virtual.loop").read_text())["traceEvents"]
        self.assertEqual({event["name"] for event in events if event["ph"] == "s"}, {"spawn", "wake", "await", "cancel"})
        names = " | ".join(sorted({event["name"] for event in events if event["ph"] in "XbBi"}))
        for name in ("wait lock db", "wait semaphore doors", "wait put queue post", "wait event bell",
                     "wait barrier door", "wait condition news", "wait sleep 1.0 s", "wait gather(7)", "wait task ",
                     "gather(7) #", "task group ", "timeout ", "thread ", "print: got letter 0", "mark: too late",
                     "checkpoint: primitives", "cancel requested by main", "CancelledError is thrown", "run ready (",
                     "poll, waits", "timers", "WARN "):
            self.assertIn(name, names)
        counters = {(event["name"], key) for event in events if event["ph"] == "C" for key in event["args"]}
        for counter in (("ready queue", "depth"), ("timers", "pending"), ("queue post", "size"), ("queue post", "putters"),
                        ("lock db", "waiters"), ("semaphore doors", "permits"), ("event bell", "set")):
            self.assertIn(counter, counters)
        self.assertTrue(any(name.startswith("watch sum of main") for name, _ in counters))

    def test_a_task_has_a_lane_that_shows_who_it_is_and_stands_behind_its_parent(self):
        events = json.loads(self.traced(folder / "lesson_gather.loop").read_text())["traceEvents"]
        names = {event["tid"]: event["args"]["name"] for event in events if event.get("name") == "thread_name"}
        places = {event["tid"]: event["args"]["sort_index"] for event in events if event.get("name") == "thread_sort_index"}
        self.assertEqual(names[1], "event loop")
        self.assertEqual(names[101], "main #1")
        self.assertEqual(sorted(places, key=places.get), sorted(places))

    def test_virtual_time_is_kept_to_the_microseconds_that_its_events_take(self):
        events = json.loads(self.traced(folder / "lesson_gather.loop").read_text())["traceEvents"]
        waits = [event for event in events if event.get("name") == "wait sleep 2.0 s"]
        self.assertTrue(waits)
        for wait in waits:
            self.assertAlmostEqual(wait["dur"], 2e6, delta=100)

    def test_the_checker_finds_what_is_wrong(self):
        events = json.loads(self.traced(folder / "virtual.loop").read_text())["traceEvents"]

        def wrong(change):
            copy = json.loads(json.dumps(events))
            change(copy)
            return " ".join(check_perfetto.Check(copy).wrong)

        def first(copy, phase):
            return next(event for event in copy if event["ph"] == phase)

        self.assertEqual(wrong(lambda copy: None), "")
        self.assertIn("never ends", wrong(lambda copy: copy.remove(first(copy, "E"))))
        self.assertIn("without its begin", wrong(lambda copy: copy.remove(first(copy, "B"))))
        self.assertIn("without both ends", wrong(lambda copy: copy.remove(first(copy, "f"))))
        self.assertIn("without both ends", wrong(lambda copy: first(copy, "s").update(cat="other")))
        self.assertIn("overlap", wrong(lambda copy: [event.update(dur=event["dur"] + 1) for event in copy
                                                     if event["ph"] == "X" and event["name"] == "ready"]))
        self.assertIn("backwards", wrong(lambda copy: first(copy, "i").update(ts=1e9)))
        self.assertIn("outside", wrong(lambda copy: first(copy, "f").update(tid=99)))
        self.assertIn("last point", wrong(lambda copy: [copy.remove(event) for event in copy[-40:]
                                                        if event["ph"] == "C" and event["name"] != "ready queue"]))


# What the JSON calls a field, and where docs/trace_format.md says that it is.
TEXT_A = {"program", "error", "label"}
NUMBER_A = {"outstanding", "completions", "handles", "place", "step", "item"}
NUMBER_B = {"turn", "limit_ns", "now_ns", "lost", "held_ns", "out_of", "due_ns", "on", "left", "child_object"}
LOW_B = {"parent", "by"}
ENUMERATIONS = {"clock": "clock", "outcome": "outcome", "handle": "handle", "result": "step result",
                "object_kind": "object kind", "how": "close", "type": "watched"}
COMMON = {"sequence", "time_ns", "loop_time_ns", "kind", "cause", "text"}


class Document:
    """The numbers of kinds and details, as docs/trace_format.md has them."""

    def __init__(self):
        text = (ROOT / "docs/trace_format.md").read_text()
        self.kinds = {int(number): name for name, number in re.findall(r"^\| `(\w+)` \| (\d+) \|", text, re.M)}
        self.details = {}
        table = text[text.index("## What `detail` says"):text.index("## The file")]
        for name, numbers in re.findall(r"^\| ([a-z ]+) \| (0 .*) \|$", table, re.M):
            while "(" in numbers:
                numbers = re.sub(r"\([^()]*\)", "", numbers)
            self.details[name] = {int(number): word.strip().replace(" ", "_")
                                  for number, word in re.findall(r"(\d+) ([A-Za-z ]+)", numbers)}


class Json(unittest.TestCase):
    def raw(self, recording):
        result = subprocess.run([sys.executable, READER, recording], capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        *events, tables = map(json.loads, result.stdout.splitlines())
        return events, tables["strings"], tables["sites"]

    def site(self, number):
        file, line, function = self.sites.get(str(number), ["", 0, ""])
        return {"file": file, "line": line, "function": function} if line else None

    def text(self, number):
        return f"Task-{number & 0x7FFFFFFF}" if number >> 31 else self.strings.get(str(number), "")

    def field(self, name, kind, raw):
        a, low, high = raw["a"], raw["b"] & 0xFFFFFFFF, raw["b"] >> 32
        if name in TEXT_A or name == "name":
            return self.text(a)
        if name in NUMBER_A:
            return a
        if name in NUMBER_B:
            return None if name.endswith("_ns") and raw["b"] == 2**64 - 1 else raw["b"]
        if name in LOW_B:
            return low
        if name in ("message", "function"):
            return self.text(high)
        if name == "count":
            return high
        if name == "object" and kind == "callback_ready":
            return raw["b"]
        if name == "awaited_at":
            return self.site(a)
        if name == "defined_at":
            return self.site(high if kind == "coro_enter" else a)
        if name == "site":
            in_b = kind in ("print", "checkpoint", "mark", "watch")
            in_a = kind in ("task_wait", "await_passed", "cancel_request", "cancel_delivered", "object_take", "object_give",
                            "object_notify")
            return self.site(low if in_b else a if in_a else high)
        if name == "value":
            bits = struct.pack("<Q", raw["b"])
            return struct.unpack("<d" if kind == "knob" else "<q", bits)[0]
        if name == "task" and kind in ("object_child", "object_child_done", "object_value"):
            return a
        if name == "task" and kind.startswith(("coro", "object", "io_start", "thread_start")):
            return low if kind not in ("coro_create", "coro_exit") else raw["b"]
        return raw["subject"]

    def detail(self, name, kind, number):
        table = ENUMERATIONS.get(name)
        if name == "reason":
            table = "wake reason" if kind == "task_ready" else "wait reason"
        if name == "what":
            table = "report" if kind == "report" else "value"
        return None if table is None else DOCUMENT.details[table].get(number, number)

    def assert_same(self, event, raw):
        kind = DOCUMENT.kinds.get(raw["kind"], "unknown")
        self.assertEqual((event["sequence"], event["time_ns"], event["kind"], event.get("cause", 0)),
                         (raw["sequence"], raw["time"], kind, raw["cause"]))
        self.assertEqual(one_kind_of_damage(event.get("text", "")), one_kind_of_damage(raw["text"]))
        if kind == "unknown":
            return self.assertEqual((event["number"], event["subject"], event["detail"], event["a"], event["b"]),
                                    (raw["kind"], raw["subject"], raw["detail"], raw["a"], raw["b"]))
        for name in event.keys() - COMMON:
            expected = self.detail(name, kind, raw["detail"])
            if expected is None:
                expected = self.field(name, kind, raw)
            same = one_kind_of_damage(json.dumps(event[name], ensure_ascii=False))
            self.assertEqual(same, one_kind_of_damage(json.dumps(expected, ensure_ascii=False)), (name, event, raw))

    def test_every_event_is_what_a_reader_of_the_document_reads(self):
        for recording in recordings:
            with self.subTest(recording=recording.name):
                events, self.strings, self.sites = self.raw(recording)
                told = json.loads(exported(recording, "-f", "json"))["events"]
                self.assertEqual(len(told), len(events))
                for event, raw in zip(told, events):
                    self.assert_same(event, raw)

    def test_nobody_needs_a_second_source(self):
        for recording in recordings:
            with self.subTest(recording=recording.name):
                told = json.loads(exported(recording, "-f", "json"))
                tasks = {task["task"] for task in told["tasks"]}
                objects = {thing["object"] for thing in told["objects"]}
                self.assertEqual(told["meta"]["event_count"], len(told["events"]))
                whole = recording.stem in ("virtual", "real") or recording.stem.startswith("lesson")
                for event in told["events"]:
                    if whole:  # the random ones tell of tasks and objects that nobody made
                        self.assertIn(event.get("task", 0), tasks | {0})
                        self.assertIn(event.get("object", 0), objects | {0})
        meta = json.loads(exported(folder / "virtual.loop", "-f", "json"))["meta"]
        self.assertEqual((meta["clock"], meta["outcome"], meta["finished"], meta["dropped"]), ("virtual", "returned", True, 0))

    def test_a_file_that_is_cut_off_or_damaged_ends_the_reader_with_one_sentence(self):
        whole = (folder / "lesson_gather.loop").read_bytes()
        broken = folder / "broken.bin"
        for where in [*range(0, 64, 3), *range(64, len(whole), 499)]:
            broken.write_bytes(whole[:where])
            cut = subprocess.run([sys.executable, READER, broken], capture_output=True, text=True)
            changed = bytearray(whole)
            changed[where] ^= 0x41
            broken.write_bytes(changed)
            bad = subprocess.run([sys.executable, READER, broken], capture_output=True, text=True)
            for result in (cut, bad):
                self.assertEqual((result.returncode, result.stderr.count("\n")), (1, 1), (where, result.stderr))
                self.assertRegex(result.stderr, r"^[A-Z][^.]*\.\n$")


class Text(unittest.TestCase):
    def test_there_is_one_line_for_each_event_of_every_recording(self):
        for recording in recordings:
            with self.subTest(recording=recording.name):
                count = json.loads(exported(recording, "-f", "json"))["meta"]["event_count"]
                lines = exported(recording).splitlines()
                self.assertEqual(len(lines), count)
                for line in lines:
                    self.assertRegex(line, r"^ *\d+  t=\S+ s +\w+ +\S")


class Svg(unittest.TestCase):
    def pictured(self, recording, *words):
        return xml.fromstring(exported(recording, "-f", "svg", *words))

    def groups(self, picture, kind):
        return [group for group in picture.iter(SVG + "g") if group.get("class", "").split()[:1] == [kind]]

    def spans_of(self, recording, axis):
        path = folder / "spans.json"
        exported(recording, "-f", "perfetto", "--axis", axis, "-o", path)
        spans = {}
        for event in json.loads(path.read_text())["traceEvents"]:
            if event["ph"] == "X":
                spans[event["tid"] - 100] = spans.get(event["tid"] - 100, 0) + 1
        return spans

    def estimated(self, text, size):
        wide = sum(1 if ord(letter) >= 0x2C00 or 0x1100 <= ord(letter) < 0x2000 else 0.6 for letter in text)
        return wide * size

    def test_every_lane_and_every_span_is_there_or_accounted_for(self):
        for recording in recordings:
            for axis in ("step", "loop", "real"):
                with self.subTest(recording=recording.name, axis=axis):
                    picture = self.pictured(recording, "--axis", axis)
                    spans = self.spans_of(recording, axis)
                    lanes = self.groups(picture, "lane")
                    self.assertEqual(len(lanes), len(self.groups(picture, "name")))
                    more = re.findall(r"and (\d+) more tasks?", " ".join(picture.itertext()))
                    tasks = len(json.loads(exported(recording, "-f", "json"))["tasks"])
                    self.assertEqual(len(lanes) + sum(map(int, more)), tasks)
                    for lane in lanes:
                        drawn = sum(int(span.get("data-count")) for span in self.groups(lane, "span"))
                        self.assertEqual(drawn, int(lane.get("data-spans")))
                        self.assertEqual(drawn, spans.get(int(lane.get("data-task")), 0))
                        self.assertLessEqual(len(self.groups(lane, "span")), 801)

    def test_no_label_is_wider_than_its_box_and_nothing_leaves_the_paper(self):
        labels = 0
        for recording in recordings:
            with self.subTest(recording=recording.name):
                picture = self.pictured(recording)
                wide, high = float(picture.get("width")), float(picture.get("height"))
                for span in self.groups(picture, "span"):
                    box = span.find(SVG + "rect")
                    self.assertGreater(float(box.get("width")), 0)
                    for label in span.findall(SVG + "text"):
                        labels += 1
                        self.assertLessEqual(self.estimated(label.text, 10), float(box.get("width")))
                for element in picture.iter():
                    for key, most in (("x", wide), ("y", high), ("cx", wide), ("cy", high), ("x2", wide), ("y2", high)):
                        if element.get(key) is not None:
                            self.assertTrue(0 <= float(element.get(key)) <= most, (element.tag, element.attrib))
        self.assertGreater(labels, 20)

    def test_what_was_printed_stands_below_with_the_number_of_its_mark(self):
        picture = self.pictured(folder / "lesson_gather.loop")
        marks = {group.get("data-number"): group.find(SVG + "title").text for group in self.groups(picture, "mark")
                 if group.get("data-number")}
        said = {texts[0]: " ".join(texts[3:]) for texts in
                ([text.text for text in group.iter(SVG + "text")] for group in self.groups(picture, "said"))}
        self.assertEqual(marks, said)
        self.assertIn("url1 asked", said.values())
        self.assertIn("checkpoint: concurrent", said.values())
        self.assertTrue(any(text.startswith("One after the other: main awaited") for text in said.values()), said)

    def test_the_same_recording_gives_the_same_bytes(self):
        for recording in (folder / "virtual.loop", folder / "bad_texts.loop"):
            self.assertEqual(exported(recording, "-f", "svg"), exported(recording, "-f", "svg"))

    def test_a_part_shows_less(self):
        whole = self.pictured(folder / "lesson_gather.loop", "--axis", "loop")
        part = self.pictured(folder / "lesson_gather.loop", "--axis", "loop", "--from", "6.5s", "--to", "8s", "--width", "700")
        self.assertEqual(part.get("width"), "700")
        self.assertLess(len(self.groups(part, "span")), len(self.groups(whole, "span")))
        self.assertRegex(" ".join(part.itertext()), r"part, from 7\.0 s to 8\.\d s")


    def test_a_part_that_is_not_there_is_told(self):
        recording = folder / "lesson_gather.loop"
        for words, sentence in ((["--from", "3s", "--to", "2s"], "ends before it begins"),
                                (["--from", "99"], "There is no step 99."),
                                (["--to", "lunch"], "'lunch'")):
            result = loopscope("export", recording, "-f", "svg", *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""), words)
            self.assertIn(sentence, result.stderr)


class CommandLine(WithFolder):
    def test_a_recording_is_never_replaced_by_what_is_made_of_it(self):
        recording, link = self.path("run.loop"), self.path("link.loop")
        recording.write_bytes((folder / "virtual.loop").read_bytes())
        link.symlink_to(recording)
        for format in ("text", "svg"):
            for place in (recording, self.folder / "." / "run.loop", link):
                result = loopscope("export", recording, "-f", format, "-o", place)
                self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (2, "", 1))
                self.assertIn("is the recording itself", result.stderr)
        self.assertEqual(recording.read_bytes(), (folder / "virtual.loop").read_bytes())

    def test_the_real_time_of_a_run_is_told_everywhere_from_its_first_event_on(self):
        recording = self.path("run.loop")
        told = json.loads(loopscope("run", "gather", "--json", "--record", recording).stdout)["real"]
        exported_as = json.loads(exported(recording, "-f", "json"))
        times = [event["time_ns"] for event in exported_as["events"]]
        self.assertEqual(exported_as["meta"]["real_time_ns"], times[-1] - times[0])
        self.assertAlmostEqual(told, exported_as["meta"]["real_time_ns"] / 1e9)
        reported = json.loads(loopscope("report", recording, "--json").stdout)
        self.assertAlmostEqual(told, reported["real"], delta=1e-9)

    def test_what_makes_no_sense_is_told_before_the_file_is_read(self):
        for words, sentence, suggestion in (
                (["-f", "perfeto"], "There is no format 'perfeto'.", "Did you mean 'perfetto'?"),
                (["-f", "pdf2000"], "There is no format 'pdf2000'.", "text, json, perfetto and svg"),
                (["-f", "svg", "--axis", "time"], "There is no axis 'time'.", "step, loop or real"),
                (["-f", "perfetto", "--axis", "time"], "There is no axis 'time'.", "step, loop or real"),
                (["-f", "svg", "--from", "-3"], "'-3' is no moment of a run.", "1.5s"),
                (["-f", "svg", "--to", "event:x"], "'event:x' is no moment of a run.", "event:120"),
                (["-f", "svg", "--width", "3"], "cannot be '3' wide", "480 to 20000"),
                (["-f", "json", "--axis", "loop"], "The format json has no use for --axis.", "--format svg"),
                (["-f", "perfetto", "--from", "3"], "The format perfetto has no use for --from.", "--format svg"),
                (["--width", "900"], "The format text has no use for --width.", "--format svg")):
            with self.subTest(words=words):
                result = loopscope("export", "nowhere.loop", *words)
                self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (2, "", 1))
                self.assertIn(sentence, result.stderr)
                self.assertIn(suggestion, result.stderr)

    def test_every_format_goes_to_a_file_or_to_the_terminal(self):
        for format in ("text", "json", "perfetto", "svg"):
            with self.subTest(format=format):
                written = self.path(format)
                self.assertEqual(exported(folder / "virtual.loop", "-f", format, "-o", written), "")
                self.assertEqual(written.read_text(), exported(folder / "virtual.loop", "-f", format))
                failed = loopscope("export", folder / "virtual.loop", "-f", format, "-o", self.path("no") / "way")
                self.assertEqual(failed.returncode, 1)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["json", "perfetto", "svg", "text"])


DOCUMENT = Document()

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
