"""However loopscope or its lesson is ended, no lesson is left behind: neither running nor as a zombie."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

from support import QUIET_ENVIRONMENT, WithFolder, command, loopscope

PATIENCE = 60  # s
# One lesson sleeps for nine real seconds, far longer than any of these takes.
LONG = ["--real-time", "--knob", "delay_1=5", "--knob", "delay_2=5", "--knob", "delay_3=5"]


def processes():
    """(pid, parent, state, command line) of all, from /proc/PID/stat: PID (NAME) STATE PARENT ..."""
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, parent = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[:2]
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile
        yield int(entry.name), int(parent), state, words


def wait_for(what, condition):
    deadline = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
    return value


def lesson_of(parent):
    """The lesson that this process has started, once it is that program and no longer a copy of its parent."""
    for pid, its_parent, _, words in processes():
        if its_parent == parent and b"--link" in words:
            return pid
    return None


def is_gone(pid, parent):
    """Ended, and its parent has noticed. The zombie of a parent that is gone is for the system to tidy up."""
    for one, its_parent, state, _ in processes():
        if one == pid:
            return state == "Z" and its_parent != parent
    return True


class Display:
    """A display of our own, on a number that Xvfb chooses."""

    def __init__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
                                       pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.environment = dict(QUIET_ENVIRONMENT, DISPLAY=":" + number.readline().strip())

    def close(self):
        self.server.terminate()
        self.server.wait()


class Endings(WithFolder):
    def start(self, words, environment=None):
        process = subprocess.Popen(command(*words), env=environment or QUIET_ENVIRONMENT, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, wait_for("a lesson was started", lambda: lesson_of(process.pid))

    def end_parent(self, words, how, environment=None):
        process, lesson = self.start(words, environment)
        process.send_signal(how)
        status = process.wait(PATIENCE)
        wait_for("the lesson is gone", lambda: is_gone(lesson, process.pid))
        return status

    def end_both_ways(self, words, environment=None):
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
            with self.subTest(words=words[:1], parent=how.name):
                self.assertIn(self.end_parent(words, how, environment), (-how, 128 + how))

    def test_run(self):
        self.end_both_ways(["run", "gather", *LONG])

    def test_screenshot(self):
        picture = self.path("shot.png")
        self.end_both_ways(["gather", *LONG, "--screenshot", picture])
        self.assertEqual(list(self.folder.iterdir()), [])

    @unittest.skipUnless(shutil.which("Xvfb"), "needs Xvfb")
    def test_window(self):
        display = Display()
        self.addCleanup(display.close)
        self.end_both_ways(["gather", *LONG], display.environment)

    def test_a_run_that_is_ended_politely_finishes_its_recording(self):
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=how.name):
                recording = self.path(f"{how.name}.loop")
                self.assertEqual(self.end_parent(["run", "gather", *LONG, "--record", recording], how), 128 + how)
                self.assertEqual(loopscope("export", recording).returncode, 0)
        self.assertEqual([path.suffix for path in self.folder.iterdir()], [".loop"] * 3)

    def test_who_ignores_a_hangup_goes_on_ignoring_it(self):
        words = ["run", "gather", "-q", "--real-time", "--knob", "delay_1=1", "--knob", "delay_2=0", "--knob", "delay_3=0"]
        process = subprocess.Popen(command(*words), env=QUIET_ENVIRONMENT, stdout=subprocess.PIPE, text=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.addCleanup(process.stdout.close)
        self.assertEqual(process.stdout.readline(), "url1 asked\n")
        process.send_signal(signal.SIGHUP)
        self.assertIn("All together", process.stdout.read())
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_a_lesson_that_is_ended_from_outside_is_told_and_leaves_no_zombie(self):
        for how, said in ((signal.SIGKILL, "killed"), (signal.SIGTERM, "terminated"), (signal.SIGINT, "interrupted"),
                          (signal.SIGABRT, "crashed")):
            with self.subTest(signal=how.name):
                process, lesson = self.start(["run", "gather", *LONG])
                os.kill(lesson, how)
                self.assertEqual(process.wait(PATIENCE), 1)
                self.assertIn(said, process.stderr.read())
                self.assertTrue(is_gone(lesson, process.pid))

    @unittest.skipUnless(shutil.which("Xvfb"), "needs Xvfb")
    def test_a_lesson_that_is_ended_under_an_open_window_leaves_no_zombie(self):
        display = Display()
        self.addCleanup(display.close)
        process, lesson = self.start(["gather", *LONG], display.environment)
        os.kill(lesson, signal.SIGKILL)
        wait_for("the window has noticed", lambda: is_gone(lesson, process.pid))
        self.assertIsNone(process.poll())

    def test_a_lesson_that_stands_still_by_a_signal_is_ended_too(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(parent=how.name):
                process, lesson = self.start(["run", "gather", *LONG])
                os.kill(lesson, signal.SIGSTOP)
                process.send_signal(how)
                process.wait(PATIENCE)
                wait_for("the lesson is gone", lambda: is_gone(lesson, process.pid))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
