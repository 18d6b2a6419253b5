"""--screenshot: the window as a PNG, with no display at all."""

import struct
import sys
import unittest

from support import WithHome, loopscope


def size_of(path):
    start = path.read_bytes()[:24]
    return struct.unpack(">II", start[16:24]) if start.startswith(b"\x89PNG\r\n\x1a\n") else None


class Screenshots(WithHome):
    def shoot(self, *words, environment=None):
        picture = self.path("shot.png")
        picture.unlink(missing_ok=True)
        result = loopscope(*words, "--screenshot", picture, environment=environment)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""), words)
        return picture

    def test_sizes(self):
        self.assertEqual(size_of(self.shoot("gather")), (1600, 900))
        for size in ("1280x720", "1920x1080"):
            self.assertEqual(size_of(self.shoot("gather", "--size", size)), tuple(map(int, size.split("x"))))

    def test_places_differ(self):
        pictures = {place: self.shoot("gather", "--at", place).read_bytes()
                    for place in ("1", "4", "checkpoint", "checkpoint:concurrent", "end")}
        self.assertEqual(len(set(pictures.values())), len(pictures))

    def test_light_differs_from_dark(self):
        self.assertNotEqual(self.shoot("1").read_bytes(), self.shoot("1", "--light").read_bytes())

    def test_a_place_that_is_never_reached_is_told(self):
        for place, said in (("999", "before step 999"), ("checkpoint:lunch", "'lunch'")):
            result = loopscope("gather", "--at", place, "--screenshot", self.path("x.png"))
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn(said, result.stderr)
            self.assertFalse(self.path("x.png").exists())

    def test_a_recording(self):
        recording = self.path("run.loop")
        loopscope("run", "gather", "-q", "--record", recording)
        self.assertEqual(size_of(self.shoot("view", recording, "--at", "3", "--size", "1280x720")), (1280, 720))

    def test_a_recording_is_shown_where_the_window_opens_it(self):
        recording = self.path("run.loop")
        loopscope("run", "gather", "-q", "--record", recording)
        told = {place: loopscope("view", recording, "--text", "transport", *(["--at", place] if place else [])).stdout
                for place in ("", "1", "end")}
        self.assertEqual(told[""], told["1"])
        self.assertNotEqual(told[""], told["end"])

    def test_a_lesson_that_crashed_is_still_a_picture(self):
        picture = self.shoot("fixture", "--knob", "end=1", environment=self.environment)
        self.assertEqual(size_of(picture), (1600, 900))

    def test_a_place_that_cannot_be_written_is_told(self):
        result = loopscope("gather", "--screenshot", self.path("no") / "x.png")
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot be written", result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
