"""The guide's pictures can be made, each of its size and with something on it: tour_test.py LOOPSCOPE DOCS"""

import importlib.util
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zlib

LOOPSCOPE, DOCS = sys.argv[1], pathlib.Path(sys.argv[2])


def tour_script():
    spec = importlib.util.spec_from_file_location("make_tour", DOCS / "make_tour.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pixels_of(picture):
    """The bytes of a PNG's rows, decompressed, with their filter bytes: enough to see whether it is blank."""
    data = picture.read_bytes()
    body, at = b"", 8
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        if data[at + 4:at + 8] == b"IDAT":
            body += data[at + 8:at + 8 + length]
        at += 12 + length
    return zlib.decompress(body)


class Tour(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.made = subprocess.run([sys.executable, "-B", str(DOCS / "make_tour.py"), LOOPSCOPE, cls.folder.name],
                                  capture_output=True, text=True)
        cls.script = tour_script()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_every_picture_of_the_tour_is_made(self):
        self.assertEqual(self.made.returncode, 0, self.made.stderr)
        for name in self.script.named_in_tour():
            self.assertTrue((pathlib.Path(self.folder.name) / f"{name}.png").exists(), name)

    def test_none_of_them_is_blank(self):
        for picture in pathlib.Path(self.folder.name).glob("*.png"):
            pixels = pixels_of(picture)
            self.assertGreater(len(set(pixels[::7])), 20, picture.name)

    def test_they_are_different(self):
        pictures = [picture.read_bytes() for picture in pathlib.Path(self.folder.name).glob("*.png")]
        self.assertEqual(len(set(pictures)), len(pictures))

    def test_the_tour_shows_every_picture_that_can_be_made_and_has_it(self):
        shown = self.script.named_in_tour()
        self.assertEqual(sorted(set(shown)), sorted(self.script.PICTURES))
        for name in shown:
            self.assertTrue((DOCS / "images" / "tour" / f"{name}.png").exists(), f"{name}: run docs/make_tour.py")

    def test_a_script_that_cannot_be_done_says_which_line(self):
        for text, words in (("clik x", "Line 1: there is no 'clik'"),
                            ("# fine\nclick no/such/thing", "Line 2 of the script cannot be done: nothing that is shown"),
                            ("key hyper+q", "Line 1: there is no key 'hyper+q'"),
                            ("wait soon", "Line 1: write `wait SECONDS`")):
            path = pathlib.Path(self.folder.name) / "bad.txt"
            path.write_text(text)
            done = subprocess.run([LOOPSCOPE, "gather", "--script", str(path)], capture_output=True, text=True)
            self.assertIn(words, done.stderr)
            self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
