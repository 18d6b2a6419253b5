"""loopscope run, list, export and doctor, and how they end."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import unittest

from support import QUIET_ENVIRONMENT, WithFolder, WithHome, command, loopscope

TOGETHER = "All together: 3.0 s"


def children_of(parent):
    """From /proc/PID/stat: PID (NAME) STATE PARENT ..."""
    stats = [entry / "stat" for entry in pathlib.Path("/proc").iterdir() if entry.name.isdigit()]
    found = []
    for stat in stats:
        try:
            text = stat.read_text(errors="replace")
        except OSError:
            continue  # it ended meanwhile
        if int(text.rpartition(")")[2].split()[1]) == parent:
            found.append(int(text.split()[0]))
    return found


class Lists(unittest.TestCase):
    def test_text(self):
        result = loopscope("list")
        self.assertEqual(result.returncode, 0)
        for word in ("Foundations", "[-- ]", "coroutine", "task", "gather"):
            self.assertIn(word, result.stdout)
        self.assertNotIn("\x1b", result.stdout)  # no colours into a pipe

    def test_json(self):
        lessons = json.loads(loopscope("list", "--json").stdout)
        self.assertEqual([lesson["id"] for lesson in lessons[:3]], ["coroutine", "task", "gather"])
        self.assertEqual([lesson["number"] for lesson in lessons[:3]], [1, 2, 3])
        self.assertIn("delay_1", [knob["name"] for knob in lessons[2]["knobs"]])


class Runs(WithFolder):
    def test_quiet_prints_the_lessons_lines_and_nothing_else(self):
        result = loopscope("run", "gather", "--quiet")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        lines = result.stdout.splitlines()
        self.assertEqual(lines[0], "url1 asked")
        self.assertIn(TOGETHER, lines)
        self.assertEqual(len(lines), 15)

    def test_narrated_tells_time_task_and_line(self):
        result = loopscope("run", "3")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"1\.000 s  main +line \d+ +> url1 answered\n")
        self.assertRegex(result.stdout, r"(?m)^ +7\.000 s  Task-1 ")
        self.assertIn("9.000 s of loop time", result.stdout)
        self.assertNotIn("\x1b", result.stdout)

    def test_json_says_what_came_of_it(self):
        result = loopscope("run", "gather", "--json", "--knob", "delay_1=4", "--knob", "delay_2=0.5")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        report = json.loads(result.stdout)
        self.assertEqual((report["lesson"], report["outcome"], report["error"]), ("gather", "returned", ""))
        self.assertEqual(report["elapsed"], 4 + 0.5 + 3 + 4)
        self.assertEqual(report["prints"][0], {"time": 0.0, "task": "main", "line": 9, "text": "url1 asked"})
        self.assertEqual([one["name"] for one in report["checkpoints"]], ["sequential", "concurrent", "results"])
        self.assertGreater(report["events"], 50)
        self.assertEqual(report["tasks"], 4)

    def test_a_lesson_that_fails_says_so_and_ends_with_1(self):
        # Run in another order, its own claim "the children ran in the order given" is not true.
        result = loopscope("run", "gather", "--quiet", "--schedule", "9")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        report = json.loads(loopscope("run", "gather", "--json", "--schedule", "9").stdout)
        self.assertEqual(report["outcome"], "raised")
        self.assertNotEqual(report["error"], "")

    def test_real_time_takes_real_time(self):
        words = ["--knob", "delay_1=0.1", "--knob", "delay_2=0.1", "--knob", "delay_3=0.1"]
        report = json.loads(loopscope("run", "gather", "--real-time", "--json", *words).stdout)
        self.assertGreater(report["real"], 0.39)

    def test_a_recording_is_exported_as_text_and_json(self):
        recording = self.path("run.loop")
        self.assertEqual(loopscope("run", "gather", "-q", "--record", recording).returncode, 0)
        self.assertEqual([entry.name for entry in self.folder.iterdir()], ["run.loop"])
        text = loopscope("export", recording)
        self.assertEqual(text.returncode, 0)
        self.assertIn("url1 asked", text.stdout)
        written = self.path("run.json")
        self.assertEqual(loopscope("export", recording, "--format", "json", "-o", written).stdout, "")
        exported = json.loads(written.read_text())
        self.assertEqual(json.loads(loopscope("export", recording, "-f", "json").stdout), exported)

    def test_a_recording_that_cannot_be_made_is_told_before_the_run(self):
        result = loopscope("run", "gather", "--record", self.path("no") / "run.loop")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertEqual(result.stderr.count("\n"), 1)

    def test_what_is_no_file_is_never_replaced(self):
        os.mkfifo(self.path("pipe"))
        recording = self.path("run.loop")
        loopscope("run", "gather", "-q", "--record", recording)
        for place in (self.path("pipe"), self.folder):
            for words in (["run", "gather", "--record", place], ["export", recording, "--out", place],
                          ["gather", "--screenshot", place]):
                result = loopscope(*words)
                self.assertEqual((result.returncode, result.stdout), (1, ""), words)
                self.assertEqual(result.stderr.count("\n"), 1, words)
        self.assertTrue(self.path("pipe").is_fifo())
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"pipe", "run.loop"})

    def test_a_link_stays_a_link_and_its_target_is_written(self):
        self.path("target").write_text("before")
        self.path("link").symlink_to("target")
        self.assertEqual(loopscope("run", "gather", "-q", "--record", self.path("link")).returncode, 0)
        self.assertTrue(self.path("link").is_symlink())
        self.assertIn(TOGETHER, loopscope("export", self.path("target")).stdout)
        self.path("text").write_text("before")
        self.path("other").symlink_to("text")
        self.assertEqual(loopscope("export", self.path("target"), "-o", self.path("other")).returncode, 0)
        self.assertIn(TOGETHER, self.path("text").read_text())

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_a_full_disk_leaves_what_was_there_before_and_nothing_half_written(self):
        recording = self.path("run.loop")
        loopscope("run", "gather", "-q", "--record", recording)
        for name, words in (("text", ["export", recording, "--out"]), ("shot.png", ["gather", "--screenshot"])):
            self.path(name).write_text("before")
            self.path(name + ".part").symlink_to("/dev/full")  # where the bytes go first
            result = loopscope(*words, self.path(name))
            self.assertEqual((result.returncode, result.stderr.count("\n")), (1, 1), result.stderr)
            self.assertIn("cannot be written", result.stderr)
            self.assertEqual(self.path(name).read_text(), "before")
            self.assertFalse(self.path(name + ".part").is_symlink())

    def test_a_file_that_is_no_recording_is_told(self):
        self.path("text.loop").write_text("something else\n" * 20)
        for words in (["export", self.path("text.loop")], ["view", self.path("text.loop")], ["export", self.path("none.loop")],
                      ["view", self.path("none.loop"), "--screenshot", self.path("x.png")]):
            result = loopscope(*words)
            self.assertEqual((result.returncode, result.stdout), (1, ""), words)
            self.assertEqual(result.stderr.count("\n"), 1)

    def test_a_recording_that_was_cut_off_is_exported_as_far_as_it_goes(self):
        whole = self.path("whole.loop")
        loopscope("run", "gather", "-q", "--record", whole)
        cut = self.path("cut.loop")
        cut.write_bytes(whole.read_bytes()[:-40])
        result = loopscope("export", cut)
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stderr.count("\n"), 1)

    def test_without_a_display_the_lesson_runs_here(self):
        result = loopscope("gather")
        self.assertEqual(result.returncode, 0)
        self.assertIn("url1 asked", result.stdout)
        self.assertIn("no display", result.stderr)
        self.assertIn("--screenshot", result.stderr)

    def test_with_a_display_that_is_not_there_too(self):
        result = loopscope("gather", environment=dict(QUIET_ENVIRONMENT, DISPLAY=":9876"))
        self.assertEqual(result.returncode, 0)
        self.assertIn("url1 asked", result.stdout)
        self.assertIn("in this terminal instead", result.stderr)

    def test_a_reader_that_stops_reading_is_no_error(self):
        for words in (["run", "gather"], ["list", "--json"], ["run", "gather", "--json"]):
            process = subprocess.Popen(command(*words), env=QUIET_ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b"", words)
            self.assertEqual(process.wait(timeout=60), 0, words)
            process.stderr.close()

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.run(command("list"), env=QUIET_ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn("cannot be written", process.stderr)

    def test_closed_standard_streams_do_no_harm(self):
        def close_all():
            for descriptor in range(3):
                os.close(descriptor)
        recording = self.path("run.loop")
        process = subprocess.Popen(command("run", "gather", "--record", recording), env=QUIET_ENVIRONMENT, preexec_fn=close_all)
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertIn(TOGETHER, loopscope("export", recording).stdout)

    def test_doctor_finds_what_is_here(self):
        result = loopscope("doctor")
        self.assertIn(result.returncode, (0, 1))
        self.assertEqual(result.returncode == 1, "missing  " in result.stdout)
        for word in ("compiler", "libraries", "display", "OpenGL", "fonts", "lessons"):
            self.assertIn(word, result.stdout)


class Ends(WithHome):
    def test_a_program_that_fails_is_exit_1(self):
        result = self.run_fixture("-q", outcome=1)
        self.assertEqual((result.returncode, result.stdout), (1, "line 1\nline 2\nline 3\n"))
        self.assertIn("The program failed", result.stderr)
        result = self.run_fixture("--json", outcome=2)
        self.assertEqual((result.returncode, json.loads(result.stdout)["outcome"]), (1, "cancelled"))

    def test_a_program_that_crashes_is_exit_1_with_a_sentence(self):
        result = self.run_fixture("-q", end=1)
        self.assertEqual((result.returncode, result.stdout), (1, "line 1\nline 2\nline 3\n"))
        self.assertEqual(result.stderr.splitlines()[0],
                         "loopscope: The lesson crashed (segmentation fault). What it did until then is kept.")
        report = json.loads(self.run_fixture("--json", end=1).stdout)
        self.assertEqual(report["outcome"], "lost")
        self.assertIn("segmentation fault", report["error"])

    def test_a_crash_is_recorded_up_to_its_end(self):
        recording = self.path("crash.loop")
        self.assertEqual(self.run_fixture("-q", "--record", recording, end=1).returncode, 1)
        result = loopscope("export", recording)
        self.assertEqual(result.returncode, 0)
        self.assertIn("line 3", result.stdout)

    def test_what_a_program_says_on_stderr_is_told(self):
        result = self.run_fixture("-q", start=1)
        self.assertEqual(result.returncode, 1)
        self.assertIn("There is no such knob.", result.stderr)

    def test_ctrl_c_ends_the_program_too(self):
        words = ["run", "gather", "--real-time", "--quiet", "--record", str(self.path("run.loop"))]
        process = subprocess.Popen(command(*words), env=QUIET_ENVIRONMENT, stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.stdout.readline(), "url1 asked\n")  # and now it sleeps for a second
        child, = children_of(process.pid)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.stdout.read(), "")
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), 130)
        with self.assertRaises(ProcessLookupError):
            os.kill(child, 0)
        self.assertIn("url1 asked", loopscope("export", self.path("run.loop")).stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
