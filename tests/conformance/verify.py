"""Does a Python here still print what was recorded? verify.py TOPIC...

Takes the newest of python3.15, python3.14, python3.13 and python3 that PATH has, that starts,
and that is 3.13 or newer; the variable LOOPSCOPE_PYTHON names another one. Where there is none,
an older python3 (3.11 or newer) verifies the programs that it can: one that needs more says so
in its first line, `# needs 3.13: why`, and is skipped here by name. Ends with status 77 if
nothing could be verified.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NAMES = ("python3.15", "python3.14", "python3.13", "python3", "python3.12", "python3.11")
RECORDED_WITH = (3, 13)
OLDEST = (3, 11)
SKIPPED = 77


def version_of(command: str) -> tuple[int, int] | None:
    """What it says of itself; None if it does not start: a name in PATH may be an empty promise."""
    try:
        said = subprocess.run([command, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.match(r"Python (\d+)\.(\d+)", said.stdout)
    return (int(match[1]), int(match[2])) if said.returncode == 0 and match else None


def candidates() -> list[str]:
    if wished := os.environ.get("LOOPSCOPE_PYTHON"):
        return [wished]
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    found = [os.path.join(folder, name) for name in NAMES for folder in folders]
    return [path for path in found if os.access(path, os.X_OK)] + [sys.executable]


def choose() -> tuple[str, tuple[int, int]] | None:
    older = []
    for command in candidates():
        version = version_of(command)
        if version is None:
            if command == os.environ.get("LOOPSCOPE_PYTHON"):
                sys.exit(f"LOOPSCOPE_PYTHON={command} does not start.")
            continue
        if version >= RECORDED_WITH:
            return command, version
        if version >= OLDEST:
            older.append((command, version))
    return max(older, key=lambda each: each[1]) if older else None


def needs(program: pathlib.Path) -> tuple[tuple[int, int], str]:
    """The oldest Python that prints the same, and why not an older one."""
    first = program.read_text(encoding="utf-8").split("\n", 1)[0]
    match = re.fullmatch(r"# needs (\d+)\.(\d+): (.+)", first)
    return ((int(match[1]), int(match[2])), match[3]) if match else (OLDEST, "")


def run_all(python: str, programs: list[pathlib.Path]) -> dict[str, list[str] | None]:
    command = [python, "-B", str(HERE / "run_programs.py"), *map(str, programs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[:3])} ended with status {done.returncode}")
    return json.loads(done.stdout)


def main() -> None:
    topics = sys.argv[1:]
    programs = sorted(path for topic in topics for path in (HERE / "pairs" / topic).glob("*.py"))
    if not programs:
        sys.exit("Usage: verify.py TOPIC...; there is no program of such a topic.")
    chosen = choose()
    if chosen is None:
        print("There is no Python of 3.11 or newer that starts; name one by LOOPSCOPE_PYTHON.")
        sys.exit(SKIPPED)
    python, version = chosen
    can = [program for program in programs if needs(program)[0] <= version]
    bad = 0
    for program, lines in run_all(python, can).items() if can else []:
        recorded = pathlib.Path(program).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
        if lines != recorded:
            bad += 1
            print(f"{program}: Python {version[0]}.{version[1]} prints\n    {lines}\n  recorded is\n    {recorded}")
    for program in programs:
        wanted, why = needs(program)
        if wanted > version:
            print(f"skipped {program.parent.name}/{program.stem}: needs Python {wanted[0]}.{wanted[1]}: {why}")
    print(f"Python {version[0]}.{version[1]}: {len(can) - bad} of {len(programs)} programs print what was recorded, "
          f"{bad} do not, {len(programs) - len(can)} skipped")
    sys.exit(1 if bad else 0 if can else SKIPPED)


if __name__ == "__main__":
    main()
