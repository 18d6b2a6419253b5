"""loopscope report, and the findings that loopscope run ends with."""

import json
import sys
import unittest

from support import WithFolder, WithHome, loopscope

SECTIONS = ["Findings", "Tasks", "Lines where tasks waited most", "Event loop", "Concurrency", "Critical path"]


def report_of(*words):
    result = loopscope("report", *words, "--json")
    assert (result.returncode, result.stderr) == (0, ""), result
    return json.loads(result.stdout)


class Pages(WithFolder):
    def test_a_lesson_is_run_and_told_of_on_one_page(self):
        result = loopscope("report", "gather")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertNotIn("\x1b", result.stdout)
        places = [result.stdout.index("\n" + section) for section in SECTIONS]
        self.assertEqual(places, sorted(places))
        self.assertIn("It returned after 9.000 s.", result.stdout)
        self.assertRegex(result.stdout, r"\n  Task-3 +done +2 .* 3\.0 s +3\.0 s +sleep\n")
        self.assertRegex(result.stdout, r"\n +6\.000 s +3\.0 s +Task-3 sleeps \(lesson\.cpp:\d+\)\n$")
        for line in result.stdout.splitlines():
            self.assertLessEqual(len(line), 100, line)

    def test_what_is_wrong_comes_first_with_its_line_what_to_do_and_the_lesson(self):
        page = loopscope("report", "coroutine").stdout
        self.assertRegex(page, r"\nFindings\n  error    Never awaited  lesson\.cpp:\d+\n")
        for part in ("simple_coroutine()", "    Why  ", "    Do  ", "loopscope coroutine"):
            self.assertIn(part, page)

    def test_a_recording_is_told_of_as_the_lesson_it_is_of(self):
        recording = self.path("run.loop")
        loopscope("run", "gather", "-q", "--knob", "delay_1=4", "--record", recording)
        by_file, by_lesson = report_of(recording), report_of("gather", "--knob", "delay_1=4")
        for one in (by_file, by_lesson):
            self.assertEqual((one["program"], one["outcome"], one["clock"]), ("03_gather", "returned", "virtual"))
        for key in ("elapsed", "events", "concurrency"):
            self.assertEqual(by_file[key], by_lesson[key])
        for key in ("name", "state", "steps", "waited", "waits", "lived"):
            self.assertEqual([task[key] for task in by_file["tasks"]], [task[key] for task in by_lesson["tasks"]])
        self.assertIn("run.loop, a recording of 03_gather", loopscope("report", recording).stdout)

    def test_figures_add_up(self):
        report = report_of("gather")
        tasks = {task["name"]: task for task in report["tasks"]}
        self.assertEqual(tasks["main"]["waited"], {"sleep": 6.0, "object": 3.0})
        self.assertEqual(tasks["Task-2"]["lived"], 2.0)
        self.assertEqual(sum(site["waited"] for site in report["sites"]), 6.0 + 3.0 + 1.0 + 2.0 + 3.0)
        self.assertEqual(sum(link["loop"] for link in report["critical_path"]), report["elapsed"])
        self.assertEqual(sum(task["steps"] for task in tasks.values()), report["loop"]["steps"])
        self.assertEqual(report["loop"]["step"]["count"], report["loop"]["steps"])
        self.assertLessEqual(report["loop"]["in_steps"], report["real"])
        self.assertEqual(report["concurrency"]["most_alive"], 4)

    def test_a_part_of_a_run(self):
        part = report_of("gather", "--from", "checkpoint:sequential", "--to", "checkpoint:concurrent")
        whole = report_of("gather")
        self.assertLess(part["elapsed"], whole["elapsed"])
        self.assertEqual(sum(link["loop"] for link in part["critical_path"]), part["elapsed"])
        self.assertEqual(report_of("gather", "--from", "3s", "--to", "6.5s")["elapsed"], 3.0)
        self.assertIn("This is about the part from t=", loopscope("report", "gather", "--from", "2s").stdout)

    def test_a_part_has_the_findings_of_which_it_shows_a_moment(self):
        finding, = report_of("coroutine")["findings"]
        first, last = finding["moments"][0]["event"], finding["moments"][-1]["event"]
        self.assertLess(first + 1, last)
        for begin, end, many in ((first, first + 1, 1), (first + 1, last, 0), (last, last + 1, 1), (last + 1, None, 0)):
            words = ["--from", f"event:{begin}"] + (["--to", f"event:{end}"] if end else [])
            self.assertEqual(len(report_of("coroutine", *words)["findings"]), many, words)

    def test_a_finding_is_a_failure_only_when_asked_for(self):
        for words, status in ((["coroutine"], 0), (["coroutine", "--fail-on", "error"], 1),
                              (["coroutine", "--fail-on", "hint"], 1), (["task", "--fail-on", "error"], 0)):
            result = loopscope("report", *words)
            self.assertEqual((result.returncode, result.stderr), (status, ""), words)
            self.assertIn("Critical path", result.stdout)

    def test_a_recording_with_nothing_in_it_is_told_of_too(self):
        recording = self.path("run.loop")
        loopscope("run", "gather", "-q", "--record", recording)
        recording.write_bytes(recording.read_bytes()[:64])
        result = loopscope("report", recording)
        self.assertEqual((result.returncode, result.stderr.count("\n")), (0, 1))
        self.assertIn("There is nothing in it.", result.stdout)
        self.assertNotIn("Nothing wrong", result.stdout)

    def test_what_cannot_be_meant_is_told(self):
        recording = self.path("run.loop")
        loopscope("run", "gather", "-q", "--record", recording)
        for status, words, parts in (
                (2, [], ["needs a recording or a lesson"]),
                (2, [""], ["is empty"]),
                (2, ["gahter"], ["There is no lesson 'gahter'.", "Did you mean 'gather'?"]),
                (1, [self.path("none.loop")], ["none.loop"]),
                (2, ["gather", "--fail-on", "eror"], ["No finding is called 'eror'.", "Did you mean 'error'?"]),
                (2, ["gather", "--from", "-1"], ["'-1' is no moment of a run.", "event:120"]),
                (1, ["gather", "--to", "99s"], ["The run was over before 99s."]),
                (1, ["gather", "--from", "checkpoint:lunch"], ["'lunch'"]),
                (2, ["gather", "--from", "3s", "--to", "2s"], ["That part ends before it begins."]),
                (2, ["gather", "more"], ["no use for 'more'"]),
                (2, [recording, "--knob", "delay_1=2"], ["A recording is over", "Name a lesson"])):
            result = loopscope("report", *words)
            self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (status, "", 1), (words, result))
            for part in parts:
                self.assertIn(part, result.stderr)


class Runs(WithHome):
    def report_fixture(self, *words, **knobs):
        chosen = [word for name, value in knobs.items() for word in ("--knob", f"{name}={value}")]
        return loopscope("report", "fixture", *words, *chosen, environment=self.environment)

    def test_a_run_with_nothing_wrong_says_so(self):
        result = self.report_fixture()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("\nFindings\n  Nothing wrong was found.\n", result.stdout)
        self.assertEqual(self.report_fixture("--fail-on", "hint").returncode, 0)

    def test_a_run_that_failed_is_not_called_well(self):
        page = self.report_fixture(outcome=1).stdout
        self.assertIn("\nFindings\n  None beside the error that ended it.\n", page)
        self.assertNotIn("Nothing wrong", page + self.report_fixture(end=1).stdout)

    def test_one_mistake_that_is_made_again_and_again_is_told_once(self):
        page = self.report_fixture(reports=100).stdout
        self.assertEqual(page.count("Exception never looked at"), 1)
        self.assertIn("\n    and 99 more of this kind\n", page)
        brief = self.run_fixture(reports=100).stdout
        self.assertEqual(brief.count("Exception never looked at"), 1)
        self.assertIn("(and 99 more of this kind)", " ".join(brief.split()))
        findings = json.loads(self.report_fixture("--json", reports=100).stdout)["findings"]
        self.assertEqual([finding["times"] for finding in findings], [100] * 100)
        self.assertNotIn("more of this kind", self.report_fixture(reports=1).stdout)

    def test_how_a_run_ended_is_told_and_is_no_failure_of_the_report(self):
        for knobs, outcome, words in (({"outcome": 1}, "raised", "It failed after "),
                                      ({"outcome": 2}, "cancelled", "It was cancelled after "),
                                      ({"end": 1}, "lost", "(segmentation fault)")):
            result = self.report_fixture(**knobs)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            self.assertIn(words, result.stdout)
            self.assertEqual(json.loads(self.report_fixture("--json", **knobs).stdout)["outcome"], outcome)

    def test_a_run_ends_with_what_was_found_and_says_nothing_if_nothing_was(self):
        found = loopscope("run", "coroutine")
        self.assertEqual((found.returncode, found.stderr), (0, ""))
        self.assertRegex(found.stdout, r"\n\nFindings\n  error    Never awaited: .*simple_coroutine\(\)")
        self.assertNotIn("Findings", loopscope("run", "coroutine", "--quiet").stdout)
        self.assertNotIn("Findings", self.run_fixture().stdout)

    def test_a_run_as_json_has_its_findings(self):
        finding, = json.loads(loopscope("run", "coroutine", "--json").stdout)["findings"]
        self.assertEqual((finding["kind"], finding["severity"], finding["confidence"], finding["lesson"]),
                         ("never_awaited", "error", "certain", "coroutine"))
        self.assertTrue(finding["file"].endswith("lesson.cpp"))
        self.assertEqual(json.loads(self.run_fixture("--json").stdout)["findings"], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
