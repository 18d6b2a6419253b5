"""Runs the real loopscope, and makes a place with lessons of our own for it."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

LOOPSCOPE, FIXTURE = sys.argv[1:3]

# What a test sees must not depend on who runs it.
# Whoever runs the tests keeps their own settings and progress: what a test keeps goes when it ends.
KEPT = tempfile.TemporaryDirectory(prefix="loopscope-kept-")
QUIET_ENVIRONMENT = {name: value for name, value in os.environ.items()
                     if name not in ("DISPLAY", "WAYLAND_DISPLAY", "LOOPSCOPE_HOME")}
QUIET_ENVIRONMENT.update({f"XDG_{what}_HOME": KEPT.name for what in ("CONFIG", "DATA", "STATE")})

LESSON = """+++
id = "{id}"
title = "{title}"
tagline = "a test"
track = "foundations"
minutes = 1
concepts = ["test"]
needs = []
misconceptions = []
{knobs}
+++

# Only step

Prose.
"""

KNOB = """
[[knobs]]
name = "{name}"
label = "{name}"
unit = ""
minimum = 0.0
maximum = 100.0
step = 1.0
value = {value}
"""

# What the fixture program understands, see fixture_program.cpp.
FIXTURE_KNOBS = {"steps": 3, "end": 0, "start": 0, "outcome": 0, "status": 0, "reports": 0}


def command(*words):
    return [LOOPSCOPE, *map(str, words)]


def loopscope(*words, environment=None, **options):
    return subprocess.run(command(*words), env=environment or QUIET_ENVIRONMENT, capture_output=True, text=True,
                          timeout=60, stdin=subprocess.DEVNULL, **options)


class WithFolder(unittest.TestCase):
    """A test that has an empty folder of its own."""

    def setUp(self):
        keep = tempfile.TemporaryDirectory(prefix="loopscope-cli-")
        self.addCleanup(keep.cleanup)
        self.folder = pathlib.Path(keep.name)

    def path(self, name):
        return self.folder / name


class WithHome(WithFolder):
    """A test with a LOOPSCOPE_HOME whose one lesson is the fixture program."""

    def setUp(self):
        super().setUp()
        self.home = self.path("home")
        self.add_lesson("01_fixture", "A fixture", FIXTURE_KNOBS, FIXTURE)
        self.environment = dict(QUIET_ENVIRONMENT, LOOPSCOPE_HOME=str(self.home))

    def add_lesson(self, folder, title, knobs, program):
        texts = self.home / "share/loopscope/lessons" / folder
        programs = self.home / "libexec/loopscope/lessons"
        texts.mkdir(parents=True)
        programs.mkdir(parents=True, exist_ok=True)
        lines = "".join(KNOB.format(name=name, value=float(value)) for name, value in knobs.items())
        (texts / "lesson.md").write_text(LESSON.format(id=folder.split("_", 1)[1], title=title, knobs=lines))
        (texts / "lesson.cpp").write_text("int main() {}\n")
        (texts / "twin.py").write_text("pass\n")
        if program:
            (programs / folder).symlink_to(program)

    def run_fixture(self, *words, **knobs):
        chosen = [word for name, value in knobs.items() for word in ("--knob", f"{name}={value}")]
        return loopscope("run", "fixture", *words, *chosen, environment=self.environment)
