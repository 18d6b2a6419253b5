"""The real window, on a real (virtual) display, with real key events: end_to_end.py LOOPSCOPE

Xvfb writes what it shows into a file, so this test sees the picture as a person does: it reads the
border's colour, which tells the mode, and whether anything moved.
"""

import os
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 720
PATIENCE = 30  # s: for a machine that is busy with other tests
GATE = (0xEB, 0xBE, 0x0B)
TRAVEL = (0xC3, 0xB1, 0xF7)
LOST = (0xDE, 0x5A, 0x32)


def wait_for(what, condition, patience=PATIENCE):
    """Polls until the condition gives something true, and returns that."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true in {patience} s")


class Screen:
    """A display of our own. Xvfb chooses its number, so that tests may run side by side."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-nolisten", "tcp"],
            pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = ":" + number.readline().strip()
        self.environment = {**os.environ, "DISPLAY": self.name}
        # The window's settings are not those of whoever runs the tests.
        self.environment.update({f"XDG_{what}_HOME": f"{folder}/kept" for what in ("CONFIG", "DATA", "STATE")})
        self.environment.pop("WAYLAND_DISPLAY", None)

    def picture(self):
        """The framebuffer as X window dump, without its header."""
        data = (self.folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])
        self.row_bytes = header[12]
        return data[header[0] + 12 * header[19]:]

    def pixel(self, x, y):
        picture = self.picture()
        at = y * self.row_bytes + 4 * x
        blue, green, red, _ = picture[at:at + 4]
        return red, green, blue

    def border(self):
        """The colour at the left edge, half way down."""
        return self.pixel(1, HEIGHT // 2)

    def shows(self, colour):
        return all(abs(a - b) <= 12 for a, b in zip(self.border(), colour))

    def xdotool(self, *arguments):
        done = subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else ""

    def key(self, name):
        self.xdotool("key", name)

    def close(self):
        self.server.terminate()
        self.server.wait()


def children(pid):
    path = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def is_alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def open_window(screen, loopscope, lesson):
    window = subprocess.Popen([loopscope, lesson, "--size", f"{WIDTH}x{HEIGHT}"], env=screen.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    shown = wait_for("the window", lambda: screen.xdotool("search", "--onlyvisible", "--name", "Loopscope") or window.poll() is not None)
    if shown is True:
        raise AssertionError("no window opened: " + window.stdout.read().decode())
    handle = shown.split()[0]
    screen.xdotool("windowmove", handle, 0, 0)
    screen.xdotool("windowfocus", handle)
    wait_for("a lesson that stands before its first step", lambda: screen.shows(GATE))
    return window, wait_for("the lesson's process", lambda: children(window.pid))[0]


def settled(screen):
    """The picture, once it has stopped changing."""
    before = screen.picture()
    while True:
        time.sleep(0.3)
        now = screen.picture()
        if now == before:
            return now
        before = now


def sleeps(pid):
    """Whether the window's thread did nothing at all for a while: it redraws only on change."""
    def switches():
        return pathlib.Path(f"/proc/{pid}/status").read_text().split("voluntary_ctxt_switches:")[1].split()[0]
    before = switches()
    time.sleep(1)
    return switches() == before


def processor_seconds(pid):
    """What the whole process, with its threads, has used of a core so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_calm(screen, loopscope):
    """Below 1 % of a core when nothing moves: at the gate, in the past, and at the end of the run."""
    window, _ = open_window(screen, loopscope, "gather")
    for keys in ((), ("Right", "Right", "Left"), ("l", "Page_Down", "Page_Down", "Page_Down")):
        for key in keys:
            screen.key(key)
        settled(screen)
        seconds = 5
        def rests():
            before = processor_seconds(window.pid)
            time.sleep(seconds)
            return processor_seconds(window.pid) - before < 0.01 * seconds
        wait_for(f"less than 1 % of a core after {keys}", rests)
    screen.key("ctrl+q")
    assert window.wait(PATIENCE) == 0


def steps_and_travels(screen, loopscope):
    window, _ = open_window(screen, loopscope, "gather")
    first = settled(screen)
    screen.key("Right")
    wait_for("a step", lambda: screen.picture() != first)
    second = settled(screen)
    assert screen.shows(GATE), screen.border()
    screen.key("Left")
    wait_for("travel after a step back", lambda: screen.shows(TRAVEL))
    screen.key("l")
    wait_for("the gate again", lambda: screen.shows(GATE))
    assert settled(screen) == second, "back where it was, the picture must be the same"
    # Presses so close that all fall between two frames: none may be lost, and their order counts.
    # (Different keys, for GLFW takes one key twice in a millisecond for one press.)
    screen.xdotool("key", "--delay", "0", "Left", "l", "Home")
    wait_for("travel after three keys at once", lambda: screen.shows(TRAVEL))
    screen.key("F1")
    wait_for("the help sheet", lambda: screen.picture() != second)
    screen.key("Escape")
    screen.key("ctrl+q")
    assert window.wait(PATIENCE) == 0, window.stdout.read().decode()


def survives_its_lesson(screen, loopscope):
    window, lesson = open_window(screen, loopscope, "gather")
    screen.key("Right")
    wait_for("an untouched window to sleep", lambda: sleeps(window.pid))
    os.kill(lesson, signal.SIGKILL)
    # Nobody touches the window: the news itself must wake it.
    wait_for("the window to say that the program is lost", lambda: screen.shows(LOST), patience=8)
    screen.key("r")
    wait_for("a new run", lambda: screen.shows(GATE))
    assert children(window.pid) and children(window.pid)[0] != lesson
    screen.key("ctrl+q")
    assert window.wait(PATIENCE) == 0


def takes_its_lesson_along(screen, loopscope):
    window, lesson = open_window(screen, loopscope, "coroutine")
    window.kill()
    window.wait()
    wait_for("the lesson to end with its window", lambda: not is_alive(lesson))


def main():
    loopscope = sys.argv[1]
    for test in (steps_and_travels, is_calm, survives_its_lesson, takes_its_lesson_along):
        with tempfile.TemporaryDirectory() as folder:
            screen = Screen(folder)
            try:
                test(screen, loopscope)
            finally:
                screen.close()
        print(f"{test.__name__.replace('_', ' ')}: fine")


if __name__ == "__main__":
    main()
