"""A program outside of the tree builds and runs: consumer_test.py WAY ROOT BUILD COMPILER [CMAKE_OPTION...]

WAY is find_package (after cmake --install of BUILD) or add_subdirectory (of ROOT).
"""
import pathlib
import subprocess
import sys
import tempfile

EXPECTED = "3 at t=1\n"


def run(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    if len(sys.argv) < 5 or sys.argv[1] not in ("find_package", "add_subdirectory"):
        sys.exit("Usage: consumer_test.py find_package|add_subdirectory ROOT BUILD COMPILER [CMAKE_OPTION...]")
    way, root, build, compiler = sys.argv[1:5]
    with tempfile.TemporaryDirectory(prefix="consumer") as scratch:
        prefix, binary = pathlib.Path(scratch, "prefix"), pathlib.Path(scratch, "build")
        options = [f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Release", *sys.argv[5:]]
        if way == "find_package":
            run("cmake", "--install", build, "--prefix", prefix, "--component", "runtime")
            options.append(f"-DCMAKE_PREFIX_PATH={prefix}")
        else:
            options.append(f"-DLOOPSCOPE={root}")
        run("cmake", "-G", "Ninja", "-S", pathlib.Path(__file__).parent / way, "-B", binary, *options)
        run("cmake", "--build", binary)
        printed = run(binary / "consumer")
        if printed != EXPECTED:
            sys.exit(f"the program printed {printed!r}, not {EXPECTED!r}")


if __name__ == "__main__":
    main()
