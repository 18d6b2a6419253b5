"""loopscope tree: of a lesson, of a recording, at any moment, as text and as JSON."""

import json
import sys
import unittest

from support import WithFolder, WithHome, loopscope


def tree(*words, **options):
    return loopscope("tree", *words, **options)


class Trees(WithFolder):
    def test_a_lesson_at_a_time(self):
        result = tree("gather", "--at", "7.5s")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        lines = result.stdout.splitlines()
        self.assertRegex(lines[0], r"^t=7\.000 s, after \d+ of \d+ events$")
        self.assertRegex(lines[1], r"^main waits for gather\(3\) \(lesson\.cpp:\d+\)$")
        self.assertRegex(lines[2], r"^│   in program\(\) \(lesson\.cpp:\d+\)$")
        self.assertRegex(lines[3], r"^├─ Task-2 sleeps until t=8\.000 s \(lesson\.cpp:\d+\)$")
        self.assertRegex(lines[-1], r"^       in fetch_data\(\) \(lesson\.cpp:\d+\)$")
        self.assertNotIn("\x1b", result.stdout)  # no colours into a pipe

    def test_the_same_moment_in_other_words(self):
        events = int(tree("gather", "--at", "7.5s").stdout.split("after ")[1].split()[0])
        expected = tree("gather", "--at", "7.5s").stdout
        self.assertEqual(tree("gather", "--at", "7500ms").stdout, expected)
        self.assertEqual(tree("gather", "--at", f"event:{events}").stdout, expected)

    def test_a_checkpoint_by_its_name(self):
        named = tree("gather", "--at", "checkpoint:concurrent")
        self.assertEqual(named.returncode, 0)
        self.assertIn("main runs its step", named.stdout)
        self.assertEqual(tree("gather", "--at", "concurrent").stdout, named.stdout)

    def test_knobs_reach_the_lesson(self):
        self.assertIn("main sleeps until t=10.000 s", tree("gather", "--at", "9s", "--knob", "delay_1=5").stdout)

    def test_a_run_that_ended_well_is_shown_as_it_was_when_somebody_waited_last(self):
        result = tree("gather")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        lines = result.stdout.splitlines()
        self.assertEqual(lines[0], "It is over: this is t=9.000 s, the last moment at which somebody waited.")
        self.assertRegex(lines[2], r"^main waits for gather\(3\)")
        self.assertEqual([node["name"] for node in json.loads(tree("gather", "--json").stdout)["nodes"]], ["main"])
        self.assertNotIn("It is over", tree("gather", "--at", "9s").stdout)

    def test_what_the_lesson_leaves_to_chance_can_be_fixed(self):
        self.assertEqual(tree("gather", "--seed", "7", "--schedule", "random").returncode, 0)
        wrong = tree("gather", "--schedule", "backwards")
        self.assertEqual((wrong.returncode, wrong.stdout), (2, ""))

    def test_a_recording_that_ends_before_its_first_step(self):
        whole, cut = self.path("whole.loop"), self.path("cut.loop")
        loopscope("run", "gather", "--quiet", "--record", whole)
        cut.write_bytes(whole.read_bytes()[:300])
        result = tree(cut)
        self.assertEqual((result.returncode, result.stderr.count("\n")), (0, 1))
        self.assertEqual(result.stdout, "No task ever ran in this recording: it ends before the first step.\n")

    def test_json_of_a_recording(self):
        recording = self.path("run.loop")
        self.assertEqual(loopscope("run", "gather", "--quiet", "--record", recording).returncode, 0)
        answer = json.loads(tree(recording, "--at", "7s", "--json").stdout)
        self.assertEqual([node["name"] for node in answer["nodes"]], ["main", "Task-2", "Task-3"])
        self.assertEqual([node["parent"] for node in answer["nodes"]], [None, 0, 0])
        self.assertEqual(answer["time"], 7.0)
        self.assertEqual(answer["nodes"][1]["stack"][0]["function"], "fetch_data")
        self.assertTrue(answer["nodes"][1]["at"]["file"].endswith("lesson.cpp"))
        by_creation = json.loads(tree(recording, "--at", "7s", "--json", "--by", "creation").stdout)
        self.assertEqual([node["parent"] for node in by_creation["nodes"]], [None, 0, 0])

    def test_before_anything_happened(self):
        result = tree("gather", "--at", "0")
        self.assertEqual(result.returncode, 0)
        self.assertIn("Nobody is alive", result.stdout)


class Failures(WithHome):
    def test_a_run_that_failed_is_shown_as_it_was(self):
        result = loopscope("tree", "fixture", "--knob", "outcome=1", environment=self.environment)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("main runs its step", result.stdout)


class Mistakes(WithFolder):
    def assert_wrong(self, words, status, *parts):
        result = tree(*words)
        self.assertEqual((result.returncode, result.stdout), (status, ""), result)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        for part in parts:
            self.assertIn(part, result.stderr)

    def test_wrong_words(self):
        self.assert_wrong([], 2, "needs a recording or a lesson", "loopscope list")
        self.assert_wrong(["gahter"], 2, "There is no lesson 'gahter'.", "Did you mean 'gather'?")
        self.assert_wrong(["gather", "--by", "awaitz"], 2, "no tree by 'awaitz'", "Did you mean 'awaits'?")
        self.assert_wrong(["gather", "--atl", "3"], 2, "'--atl' for `loopscope tree`", "Did you mean '--at'?")
        self.assert_wrong(["gather", "--knob", "delay_9=1"], 2, "no knob 'delay_9'")

    def test_moments_that_are_none(self):
        for bad in ("1.5", "-1", "3x", "1.5h", "checkpoint:", "nans", "-2s"):
            self.assert_wrong(["gather", f"--at={bad}"], 2, f"'{bad}' is no moment" if bad != "nans" else "'nans'")
        self.assert_wrong(["gather", "--at", "99s"], 2, "over before 99s", "t=9.000 s")
        self.assert_wrong(["gather", "--at", "99999999999999999999999"], 2, "no step 9999")
        self.assert_wrong(["gather", "--at", "checkpoint:concurent"], 2, "no checkpoint 'concurent'", "'concurrent'?")

    def test_files_that_cannot_be_read(self):
        self.assert_wrong([self.path("absent.loop")], 1, "Cannot open")
        text = self.path("text.loop")
        text.write_text("no recording at all\n")
        self.assert_wrong([text], 1, "text.loop")

    def test_a_recording_has_no_knobs(self):
        recording = self.path("run.loop")
        loopscope("run", "gather", "--quiet", "--record", recording)
        for words in (["--knob", "delay_1=1"], ["--seed", "3"], ["--schedule", "random"]):
            self.assert_wrong([recording, *words], 2, "it has no knobs to set, and nothing is left to chance")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
