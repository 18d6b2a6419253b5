"""Makes every picture of docs/tour.md with the real program, without a display: make_tour.py LOOPSCOPE [FOLDER]

Each picture is a lesson, or a recording by its name, a size, and a script of what a person would do (visualizer/ui/script.hpp
says how it is written). Without FOLDER the pictures go to docs/images/tour, where the tour shows them.
"""

import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
SIZE = "1280x720"
LARGEST = 150_000  # bytes: a page with twenty pictures must load

# name: (what to open, further words of the command line, the script before the picture)
PICTURES = {
    "start": ([], [], "key h"),
    "lesson": (["gather"], [], ""),
    "step": (["gather"], [], "key right\nkey right\nkey right"),
    "predict": (["gather"], [], "key n\nclick predict/option/0"),
    "verdict": (["gather"], [], "key n\nclick predict/option/0\nclick predict/commit\nuntil end\nhover predict/verdict"),
    "timeline": (["gather"], [], "until end\nkey w\nkey w\nkey w\nkey w"),
    "axes": (["gather"], [], "until end\nkey 2\nwait 1"),
    "range": (["gather"], [], "until end\nuntil 9\nkey e\nclick tab/statistics"),
    "loop": (["gather"], [], "until 7\nhover loop/phase/poll"),
    "resources": ("primitives", [], "until 14"),
    "source": (["gather"], [], "until 6\nclick source/tab/both"),
    "why": (["gather"], [], "until 6\nkey down\nkey down\nkey down"),
    "deadlock": ("deadlock", [], "click tab/findings"),
    "travel": (["gather"], [], "until end\nkey left\nkey left\nkey left"),
    "palette": (["gather"], [], "until end\nkey ctrl+p\ntype fetch"),
    "bookmark": (["gather"], [], "until 6\nkey m\nkey ctrl+m\ntype here all of them sleep"),
    "help": (["gather"], [], "key f1"),
    "presenting": (["gather"], ["--light"], "key ctrl+plus\nkey ctrl+plus\nkey ctrl+plus\nuntil 6"),
    "file": ("crowd", [], "until end"),
}


def named_in_tour():
    """The pictures that the tour shows, in order."""
    return re.findall(r"images/tour/([a-z_]+)\.png", (HERE / "tour.md").read_text())


def recording(loopscope, folder, name):
    """A recording of a program that is no lesson, by the tool that is built for the tests."""
    path = folder / f"{name}.loop"
    if not path.exists():
        subprocess.run([pathlib.Path(loopscope).parent / "scene_recording", name, path], check=True)
    return path


def make(loopscope, name, into, scratch):
    what, words, script = PICTURES[name]
    if isinstance(what, str):
        what = ["view", str(recording(loopscope, scratch, what))]
    play = scratch / f"{name}.txt"
    play.write_text(f"{script}\npicture {into / (name + '.png')}\n")
    done = subprocess.run([loopscope, *what, *words, "--reduce-motion", "--size", SIZE, "--script", str(play)],
                          capture_output=True, text=True, timeout=120,
                          env={**os.environ, "XDG_CONFIG_HOME": str(scratch), "XDG_DATA_HOME": str(scratch),
                               "XDG_STATE_HOME": str(scratch), "TZ": "UTC"})
    if done.returncode != 0:
        raise SystemExit(f"The picture '{name}' cannot be made: {done.stderr.strip()}")


def squeeze(picture):
    """The same picture in fewer bytes: compressed with more patience than the program has."""
    data = picture.read_bytes()
    chunks, pixels, at = [], b"", 8
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        if kind == b"IDAT":
            pixels += body
        else:
            chunks.append((kind, body))
        at += 12 + length
    chunks.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(pixels), 9)))
    out = data[:8]
    for kind, body in chunks:
        out += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    picture.write_bytes(out)


def size_of(picture):
    """Width and height, from a PNG's header."""
    head = picture.read_bytes()[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        raise SystemExit(f"{picture} is no PNG.")
    return "{}x{}".format(*struct.unpack(">II", head[16:24]))


def main():
    loopscope = str(pathlib.Path(sys.argv[1]).resolve())
    into = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE / "images" / "tour").resolve()
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in dict.fromkeys(named_in_tour()):
            if name not in PICTURES:
                raise SystemExit(f"docs/tour.md shows a picture '{name}' that nothing makes.")
            make(loopscope, name, into, pathlib.Path(folder))
            picture = into / f"{name}.png"
            squeeze(picture)
            if size_of(picture) != SIZE:
                raise SystemExit(f"{picture} is {size_of(picture)}, not {SIZE}.")
            if picture.stat().st_size > LARGEST:
                raise SystemExit(f"{picture} has {picture.stat().st_size} bytes, more than {LARGEST}.")
            print(picture.name)


if __name__ == "__main__":
    main()
