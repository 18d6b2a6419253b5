"""A program outside of the tree builds and runs: consumer_test.py WAY ROOT BUILD COMPILER [CMAKE_OPTION...]

WAY is find_package (after cmake --install of BUILD) or add_subdirectory (of ROOT). So do the programs
that docs/using_aio.md shows whole, each as it stands there.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

EXPECTED = "3 at t=1\n"
# By the order in which they stand in the document.
DOCUMENTED = {
    "documented_1": "10 and 20\n",
    "documented_2": "".join(f"order {number} is served\n" for number in range(1, 6)),
}


def run(*command: object, folder: pathlib.Path | None = None) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=folder)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def write_documented(document: pathlib.Path, folder: pathlib.Path) -> None:
    blocks = re.findall(r"^```cpp\n(.*?)^```$", document.read_text(), re.DOTALL | re.MULTILINE)
    programs = [block for block in blocks if "int main()" in block]
    if len(programs) != len(DOCUMENTED):
        sys.exit(f"{document} shows {len(programs)} whole programs, not {len(DOCUMENTED)}: say here what each prints")
    folder.mkdir()
    for name, program in zip(DOCUMENTED, programs):
        (folder / f"{name}.cpp").write_text(program)


def check(printed: str, expected: str, program: str) -> None:
    if printed != expected:
        sys.exit(f"{program} printed {printed!r}, not {expected!r}")


def check_recording(file: pathlib.Path, build: pathlib.Path) -> None:
    if not file.exists() or file.read_bytes()[:8] != b"LOOPTRCE":
        sys.exit(f"the program of the document made no recording: there is no {file.name}, or it is something else")
    reader = build / "bin" / "loopscope"
    if reader.exists() and "waiter" not in run(reader, "report", file):
        sys.exit("the report on the recording of the document's program knows nothing of its task")


def main() -> None:
    if len(sys.argv) < 5 or sys.argv[1] not in ("find_package", "add_subdirectory"):
        sys.exit("Usage: consumer_test.py find_package|add_subdirectory ROOT BUILD COMPILER [CMAKE_OPTION...]")
    way, root, build, compiler = sys.argv[1:5]
    with tempfile.TemporaryDirectory(prefix="consumer") as scratch:
        prefix, binary = pathlib.Path(scratch, "prefix"), pathlib.Path(scratch, "build")
        documented = pathlib.Path(scratch, "documented")
        write_documented(pathlib.Path(root, "docs", "using_aio.md"), documented)
        # Who takes the sources builds them with flags of her own; without the optimiser it takes half the time.
        build_type = "Release" if way == "find_package" else "Debug"
        options = [f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_BUILD_TYPE={build_type}", f"-DDOCUMENTED={documented}"]
        options += sys.argv[5:]
        if way == "find_package":
            run("cmake", "--install", build, "--prefix", prefix, "--component", "runtime")
            options.append(f"-DCMAKE_PREFIX_PATH={prefix}")
        else:
            options.append(f"-DLOOPSCOPE={root}")
        run("cmake", "-G", "Ninja", "-S", pathlib.Path(__file__).parent / way, "-B", binary, *options)
        run("cmake", "--build", binary)
        check(run(binary / "consumer"), EXPECTED, "consumer")
        for name, expected in DOCUMENTED.items():
            check(run(binary / name, folder=documented), expected, name)
        check_recording(documented / "orders.loop", pathlib.Path(build))


if __name__ == "__main__":
    main()
