"""Help, the version, and what is said to somebody who got it wrong."""

import sys
import unittest

from support import WithHome, loopscope


class Help(unittest.TestCase):
    def test_every_level_has_help_with_examples(self):
        for words in ([], ["list"], ["run"], ["view"], ["export"], ["tree"], ["report"], ["doctor"]):
            with self.subTest(words=words):
                result = loopscope(*words, "--help")
                self.assertEqual(result.returncode, 0)
                self.assertIn("Example", result.stdout)
                self.assertEqual(result.stderr, "")

    def test_version(self):
        result = loopscope("--version")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^loopscope \d+\.\d+\.\d+\n$")


class Mistakes(unittest.TestCase):
    """Each: exit 2, nothing on stdout, one line on stderr that says what to do instead."""

    def assert_wrong(self, words, *parts):
        result = loopscope(*words)
        self.assertEqual(result.returncode, 2, result)
        self.assertEqual(result.stdout, "")
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        for part in parts:
            self.assertIn(part, result.stderr)

    def test_words_that_are_nearly_right(self):
        self.assert_wrong(["gahter"], "There is no lesson or command 'gahter'.", "Did you mean 'gather'?")
        self.assert_wrong(["rnu", "gather"], "There is no lesson or command 'rnu'.", "Did you mean 'run'?")
        self.assert_wrong(["run", "gahter"], "There is no lesson 'gahter'.", "Did you mean 'gather'?")
        self.assert_wrong(["run", "gather", "--knbo", "x=1"], "'--knbo' for `loopscope run`", "Did you mean '--knob'?")
        self.assert_wrong(["gather", "--screnshot", "x"], "'--screnshot' for `loopscope`", "Did you mean '--screenshot'?")
        self.assert_wrong(["list", "--jsn"], "'--jsn' for `loopscope list`", "Did you mean '--json'?")
        self.assert_wrong(["export", "x", "--format", "jsn"], "There is no format 'jsn'.", "Did you mean 'json'?")

    def test_words_that_are_nothing(self):
        self.assert_wrong(["qqqqqqq"], "There is no lesson or command 'qqqqqqq'.", "`loopscope list`")
        self.assert_wrong(["run", "99"], "There is no lesson '99'.")
        self.assert_wrong(["run", "gather", "more"], "no use for 'more'")
        self.assert_wrong(["gather", "more"], "no use for 'more'")
        self.assert_wrong(["gather", "list"], "`loopscope list` has no use for 'gather'")
        self.assert_wrong([__file__], "is a file, not a lesson.", "loopscope view")

    def test_what_is_missing(self):
        self.assert_wrong(["run"], "needs a lesson", "loopscope list")
        self.assert_wrong(["view"], "needs a recording", "--record")
        self.assert_wrong(["export"], "needs a recording", "--record")
        self.assert_wrong(["tree"], "needs a recording or a lesson", "loopscope list")
        self.assert_wrong(["run", "gather", "--knob"], "--knob needs a value")

    def test_empty_words(self):
        self.assert_wrong([""], "The word for LESSON is empty.", "--help")
        for words in (["run", ""], ["view", ""], ["export", ""], ["tree", ""]):
            self.assert_wrong(words, "is empty", f"`loopscope {words[0]} --help`")
        for option in ("--size", "--at", "--screenshot", "--knob"):
            self.assert_wrong(["gather", option, ""], f"The option {option} needs a value")
        for option in ("--seed", "--schedule", "--record", "--knob"):
            self.assert_wrong(["run", "gather", option, ""], f"The option {option} needs a value")
        self.assert_wrong(["export", "x", "--out", ""], "The option --out needs a value")

    def test_what_is_quoted_cannot_command_a_terminal_nor_flood_it(self):
        self.assert_wrong(["run", "\x1b[31mred\n"], "There is no lesson '\\x1b[31mred\\x0a'.")
        result = loopscope("run", "a" * 100_000)
        self.assertEqual(result.returncode, 2)
        self.assertLess(len(result.stderr), 5_000)

    def test_values_that_make_no_sense(self):
        self.assert_wrong(["run", "gather", "--seed", "x"], "'x' is not a seed", "--seed 7")
        for bad in ("lifo", "1,,2", ",1", "1,", "-1", "99999999999", "1 2"):
            self.assert_wrong(["run", "gather", f"--schedule={bad}"], "is not a schedule", "--schedule fifo, random")
        for bad in ("wide", "3x", "x3", "100x", "1600", "0x0", "1600x900x2", "99999x900"):
            self.assert_wrong(["gather", "--size", bad], "1600x900")
        for bad in ("middle", "checkpoint:", "-1", "1.5"):
            self.assert_wrong(["gather", f"--at={bad}"], "no place in a run", "checkpoint")

    def test_knobs(self):
        self.assert_wrong(["run", "gather", "--knob", "delay_9=1"], "no knob 'delay_9'", "Did you mean 'delay_1'?", "(0 to 5 s)")
        self.assert_wrong(["gather", "--knob", "delay_9=1"], "no knob 'delay_9'")
        self.assert_wrong(["run", "gather", "--knob", "delay_1=99"], "cannot be set to 99 s", "from 0 to 5 s")
        for bad in ("delay_1", "delay_1=", "=3", "delay_1=x", "delay_1=nan", "delay_1=1e999"):
            self.assert_wrong(["run", "gather", "--knob", bad], f"'{bad}' does not set a knob", "NAME=VALUE")


class Places(WithHome):
    def test_a_home_without_lessons_is_named(self):
        self.environment["LOOPSCOPE_HOME"] = str(self.path("nowhere"))
        result = loopscope("list", environment=self.environment)
        self.assertEqual(result.returncode, 1)
        self.assertIn(str(self.path("nowhere")), result.stderr)

    def test_a_lesson_that_was_not_built_is_told(self):
        self.add_lesson("02_absent", "Not built", {}, None)
        result = loopscope("run", "absent", environment=self.environment)
        self.assertEqual(result.returncode, 1)
        self.assertIn("lesson_absent", result.stderr)
        self.assertEqual(loopscope("doctor", environment=self.environment).returncode, 1)

    def test_a_lesson_that_cannot_be_started_is_told(self):
        programs = self.home / "libexec/loopscope/lessons"
        self.add_lesson("02_text", "No program", {}, None)
        (programs / "02_text").write_text("no program at all\n")
        self.add_lesson("03_folder", "A folder", {}, None)
        (programs / "03_folder").mkdir()
        picture = self.path("x.png")
        for mode, words in ((0o644, ["run", "text"]), (0o644, ["text", "--screenshot", picture]), (0o755, ["run", "text"]),
                            (0o755, ["run", "folder"]), (0o755, ["folder", "--screenshot", picture])):
            (programs / "02_text").chmod(mode)
            result = loopscope(*words, environment=self.environment)
            self.assertEqual((result.returncode, result.stdout), (1, ""), words)
            self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
            self.assertIn("Build the lessons", result.stderr)
            self.assertFalse(picture.exists())

    def test_a_lesson_that_cannot_be_read_hides_no_other(self):
        broken = self.home / "share/loopscope/lessons/02_broken"
        broken.mkdir()
        (broken / "lesson.md").write_text("no metadata here\n")
        result = loopscope("list", environment=self.environment)
        self.assertEqual(result.returncode, 0)
        self.assertIn("A fixture", result.stdout)
        self.assertIn("02_broken", result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
