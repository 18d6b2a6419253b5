"""A lesson and its asyncio twin print the same lines in the same order.

    python3 twins_test.py PROGRAM LESSON_FOLDER

Both run with the knobs as they are, with each knob at its ends, and with knobs set at
random (always the same random). The twin reads the knob `delay` from KNOB_DELAY.
"""
import os
import pathlib
import random
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
RANDOM_SETTINGS = 12
TIMEOUT = 30  # of a run that hangs; a good one takes a fraction of a second


def knobs_of(folder: pathlib.Path) -> list[dict]:
    text = (folder / "lesson.md").read_text(encoding="utf-8")
    metadata = text.split("+++\n")[1]
    return tomllib.loads(metadata).get("knobs", [])


def settings_of(knobs: list[dict]) -> list[dict[str, float]]:
    """Values of the knobs to try; the first setting leaves all as they are."""
    settings = [{}]
    if not knobs:
        return settings
    for knob in knobs:
        settings += [{knob["name"]: float(knob["minimum"])}, {knob["name"]: float(knob["maximum"])}]
    for end in ("minimum", "maximum"):
        settings.append({knob["name"]: float(knob[end]) for knob in knobs})
    chance = random.Random(3)
    for _ in range(RANDOM_SETTINGS):
        setting = {}
        for knob in knobs:
            steps = int((knob["maximum"] - knob["minimum"]) / knob["step"] + 0.5)
            setting[knob["name"]] = round(knob["minimum"] + chance.randint(0, steps) * knob["step"], 6)
        settings.append(setting)
    return settings


def lines_of(command: list[str], environment: dict[str, str] | None = None) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT,
                          env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stderr}")
    return done.stdout.splitlines()


def compare(program: str, twin: pathlib.Path, setting: dict[str, float]) -> list[str]:
    """The lines of both; ends the test where they differ."""
    knobs = [word for name, value in setting.items() for word in ("--knob", f"{name}={value}")]
    ours = lines_of([program, *knobs])
    theirs = lines_of([sys.executable, str(HERE / "virtual_asyncio.py"), str(twin)],
                      {f"KNOB_{name.upper()}": str(value) for name, value in setting.items()})
    if ours != theirs:
        width = max(map(len, ["lesson", *ours])) + 2
        rows = [f"  {a:<{width}}{b}" for a, b in zip(["lesson", *ours, *[""] * len(theirs)],
                                                     ["twin", *theirs, *[""] * len(ours)]) if a or b]
        sys.exit(f"with {setting or 'the knobs as they are'} they differ:\n" + "\n".join(rows))
    return ours


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("Usage: twins_test.py PROGRAM LESSON_FOLDER; name a lesson's program and its folder.")
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    knobs = knobs_of(folder)
    different = set()
    for setting in settings_of(knobs):
        different.add(tuple(compare(program, folder / "twin.py", setting)))
    if not all(different):
        sys.exit("neither of them prints anything, so nothing was compared")
    print(f"{folder.name}: the same lines in {len(settings_of(knobs))} settings, {len(different)} of them different")


if __name__ == "__main__":
    main()
