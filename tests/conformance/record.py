"""Records what CPython prints: python3.13 record.py [TOPIC or TOPIC/NAME]...

Writes NAME.txt beside every NAME.py. asyncio leaves some orders to chance; a program whose
lines depend on them must not become the measure of anything. So each runs several times,
under other hash seeds and with its objects elsewhere in memory; one that does not print the
same lines every time is not recorded, and the script fails.
"""
import json
import os
import pathlib
import subprocess
import sys

PAIRS = pathlib.Path(__file__).resolve().parent / "pairs"
RUNS = 6


def chosen(words: list[str]) -> list[pathlib.Path]:
    programs = sorted(PAIRS.glob("*/*.py"))
    if words:
        names = {path: str(path.relative_to(PAIRS).with_suffix("")) for path in programs}
        programs = [path for path in programs if names[path] in words or path.parent.name in words]
    if not programs:
        sys.exit("There is no such program; name topics, or programs as TOPIC/NAME.")
    return programs


def run_all(programs: list[pathlib.Path], number: int) -> dict[str, list[str] | None]:
    command = [sys.executable, "-B", str(PAIRS.parent / "run_programs.py"), "--salt", str(number), *map(str, programs)]
    environment = {**os.environ, "PYTHONHASHSEED": str(number)}
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout)


def main() -> None:
    if sys.version_info < (3, 13):
        sys.exit(f"Recordings are made with Python 3.13 or newer; this is {sys.version.split()[0]}.")
    programs = chosen(sys.argv[1:])
    runs = [run_all(programs, number) for number in range(RUNS)]
    bad = 0
    for program in programs:
        name = program.relative_to(PAIRS).with_suffix("")
        lines = runs[0][str(program)]
        if lines is None:
            print(f"{name}: failed")
        elif any(run[str(program)] != lines for run in runs):
            print(f"{name}: prints other lines from run to run:")
            for run in runs:
                print("   ", run[str(program)])
        elif not lines:
            print(f"{name}: prints nothing")
        else:
            program.with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            continue
        bad += 1
    print(f"{len(programs) - bad} recorded, {bad} not")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
