# What ./loopscope and ./run-tests share: packages, configuring, building.
#
# Sourced, never run. The caller sets `root` (the folder of this project) and
# `program` (the name that messages begin with) first. Everything is told on
# stderr, so that `./loopscope list --json | jq` works.
#
# Settings, all from the environment:
#   LOOPSCOPE_NO_INSTALL=1     list missing packages, install nothing
#   LOOPSCOPE_SKIP_PACKAGES=1  do not look for packages at all: build with what is there
#   LOOPSCOPE_CXX=COMPILER     use this compiler (Clang 17 or newer, GCC 13 or newer)

# What has a command is looked for by that command, because a newer one from
# elsewhere is as good as the package's. The rest is asked of dpkg.
run_tools=(cmake:cmake ninja:ninja-build pkg-config:pkg-config)
run_packages=(
    libglfw3-dev libimgui-dev libstb-dev libgl-dev libopengl-dev libegl-dev libgl1-mesa-dri libfreetype-dev
    libspdlog-dev libfmt-dev libcli11-dev libmd4c-dev libtomlplusplus-dev nlohmann-json3-dev zlib1g-dev
    fonts-noto-core fonts-noto-cjk fonts-jetbrains-mono
)
test_tools=(python3:python3 Xvfb:xvfb xauth:xauth xdotool:xdotool)
test_packages=(doctest-dev libbenchmark-dev)
nice_tools=(ccache:ccache)  # only makes the next build faster: never a reason to stop

say() { printf '%s: %s\n' "$program" "$*" >&2; }
fail() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- the compiler and Boost -------------------------------------------------

# Sets `compiler`. The newest Clang that is installed, else the newest that apt
# offers, which then also goes into `missing`. docs/decisions/007 says why Clang.
choose_compiler() {
    compiler=${LOOPSCOPE_CXX:-}
    [[ -n $compiler ]] && return
    local version
    for version in 19 18 17; do
        if have "clang++-$version"; then compiler=clang++-$version; return; fi
    done
    for version in 19 18 17; do
        if offered "clang-$version"; then break; fi
    done
    if ! offered "clang-$version"; then version=19; fi
    compiler=clang++-$version
    missing+=("clang-$version")
}

clang_version() { [[ $compiler =~ clang\+\+-([0-9]+)$ ]] && echo "${BASH_REMATCH[1]}"; }

# Boost.Asio has what aio needs since 1.81. Asked of the header, because Debian 12
# has that version under another package name than everybody else.
boost_is_new_enough() {
    local header line
    for header in "$root/build/boost/usr/include" "${BOOST_ROOT:-/usr/local}/include" /usr/local/include /usr/include; do
        [[ -r $header/boost/version.hpp ]] || continue
        line=$(grep -m1 '^#define BOOST_VERSION ' "$header/boost/version.hpp") || continue
        (( ${line##* } >= 108100 )) && return 0
    done
    return 1
}

boost_package() {
    local version
    version=$(candidate libboost-dev)
    # No list of packages fetched yet: then only the name of the release can tell.
    if [[ -z $version ]] && grep -qs '^VERSION_CODENAME=bookworm' /etc/os-release; then version=1.74; fi
    if [[ -n $version ]] && dpkg --compare-versions "$version" lt 1.81; then
        echo libboost1.81-dev
    else
        echo libboost-dev
    fi
}

# --- packages ---------------------------------------------------------------

candidate() {
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p' | grep -v '^(none)$' || true
}
offered() { [[ -n $(candidate "$1") ]]; }

# Sets `missing` (needed) and `nice` (welcome). $1: run, bench or test.
find_missing() {
    local purpose=$1 entry tools packages installed
    missing=() nice=()
    tools=("${run_tools[@]}") packages=("${run_packages[@]}")
    if [[ $purpose == bench ]]; then packages+=(libbenchmark-dev); fi
    if [[ $purpose == test* ]]; then tools+=("${test_tools[@]}") packages+=("${test_packages[@]}"); fi

    choose_compiler
    if [[ $purpose == test* && -n $(clang_version) ]]; then packages+=("libclang-rt-$(clang_version)-dev"); fi
    if [[ $purpose == test-all ]]; then tools+=(g++-12:g++-12); fi
    for entry in "${tools[@]}"; do
        if ! have "${entry%%:*}"; then missing+=("${entry##*:}"); fi
    done
    for entry in "${nice_tools[@]}"; do
        if ! have "${entry%%:*}"; then nice+=("${entry##*:}"); fi
    done
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null) || true
    for entry in "${packages[@]}"; do
        if [[ $'\n'$installed$'\n' != *$'\ninstalled '"$entry"$'\n'* ]]; then missing+=("$entry"); fi
    done
    if ! boost_is_new_enough; then missing+=("$(boost_package)"); fi
}

as_root() {
    if (( EUID == 0 )); then env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a "$@"
    else sudo env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a "$@"; fi
}

require_root() {
    (( EUID == 0 )) && return
    local advice="Run as root: apt-get install --no-install-recommends ${missing[*]}"
    have sudo || fail "installing packages needs root, and there is no sudo here. $advice"
    if ! sudo -n true 2>/dev/null; then
        [[ -t 2 ]] || fail "installing packages needs a password, and nobody is at a terminal to type it. $advice"
        say "sudo may ask for your password now."
    fi
}

update_package_lists() {
    say "fetching the list of packages (apt-get update) ..."
    as_root apt-get -q -o DPkg::Lock::Timeout=300 update >>"$root/build/packages.log" 2>&1 ||
        say "apt-get update had trouble; going on with the list as it is (build/packages.log)."
}

# What installing these would remove; nothing for an empty line.
removals() {
    LC_ALL=C apt-get -s --no-install-recommends install "$@" 2>/dev/null | sed -n 's/^Remv \([^ ]*\).*/\1/p' | tr '\n' ' '
}

# Debian 12 lets only one Boost be installed, and programs may need the other one.
# Ours goes into build/boost instead, where it is in nobody's way.
unpack_own_boost() {
    local package=$1 place="$root/build/boost"
    say "$package would remove ${2% }; keeping a copy of it in build/boost instead ..."
    rm -rf "$place" "$place.part"
    mkdir -p "$place.part"
    (cd "$place.part" && apt-get -q download "$package" >>"$root/build/packages.log" 2>&1 && dpkg-deb -x ./*.deb .) ||
        fail "could not fetch $package. See build/packages.log, then try again."
    rm -f "$place.part"/*.deb
    mv "$place.part" "$place"
}

# "312 MB", what apt-get would fetch.
download_size() {
    LC_ALL=C apt-get --assume-no --no-install-recommends install "$@" 2>/dev/null |
        sed -n 's/^Need to get \([^ /]*\( [kMG]\{0,1\}B\)\{0,1\}\).*/\1/p' || true
}

apt_install() {
    as_root apt-get -q -y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300 install "$@" \
        >>"$root/build/packages.log" 2>&1
}

not_offered() {
    local entry
    for entry in "$@"; do if ! offered "$entry"; then echo "$entry"; fi; done
}

install_missing() {
    local purpose=$1 lacking boost removed entry size
    require_root
    : >"$root/build/packages.log"
    if [[ -n $(not_offered "${missing[@]}") ]]; then
        update_package_lists
        find_missing "$purpose"
    fi
    lacking=$(not_offered "${missing[@]}")
    if [[ -n $lacking ]]; then
        fail "this system's packages do not include: ${lacking//$'\n'/ }. Debian 12, Debian 13 and Ubuntu 24.04" \
            "have them all (on Ubuntu: sudo add-apt-repository universe); elsewhere, see docs/getting_started.md."
    fi
    for entry in "${nice[@]}"; do if offered "$entry"; then missing+=("$entry"); fi; done

    boost=$(printf '%s\n' "${missing[@]}" | grep '^libboost' || true)
    if [[ -n $boost ]]; then
        removed=$(removals "$boost")
        if [[ -n $removed ]]; then
            unpack_own_boost "$boost" "$removed"
            mapfile -t missing < <(printf '%s\n' "${missing[@]}" | grep -vx "$boost" || true)
        fi
    fi
    (( ${#missing[@]} )) || return 0
    removed=$(removals "${missing[@]}")
    [[ -z $removed ]] || fail "installing ${missing[*]} would remove ${removed% }. Nothing was changed." \
        "Decide with: sudo apt-get install --no-install-recommends ${missing[*]}"

    say "installing ${#missing[@]} packages, needed to $(purpose_text "$purpose"): ${missing[*]}"
    size=$(download_size "${missing[@]}")
    say "fetching ${size:-them}, this takes a while ..."
    if ! apt_install "${missing[@]}"; then
        # Stale lists and an install that was cut short are the two usual reasons, and both heal.
        say "that failed; fetching fresh lists and trying once more ..."
        as_root dpkg --configure -a >>"$root/build/packages.log" 2>&1 || true
        update_package_lists
        if ! apt_install "${missing[@]}"; then
            tail -n 15 "$root/build/packages.log" >&2
            fail "apt-get could not install the packages. The whole log is build/packages.log; run this again when it is mended."
        fi
    fi
    find_missing "$purpose"
    (( ${#missing[@]} == 0 )) || fail "still missing after the installation: ${missing[*]}. See build/packages.log."
}

purpose_text() {
    case $1 in
        run) echo "build and show Loopscope" ;;
        bench) echo "build Loopscope and its benchmarks" ;;
        *) echo "build and test Loopscope" ;;
    esac
}

# $1: run, bench, test or test-all.
ensure_packages() {
    local purpose=$1
    mkdir -p "$root/build" 2>/dev/null && [[ -w $root/build ]] ||
        fail "cannot write to $root/build. If you once ran this as root, give it back: sudo chown -R \$(id -un) build"
    if [[ -n ${LOOPSCOPE_SKIP_PACKAGES:-} ]]; then
        missing=() nice=()
        choose_compiler
        return
    fi
    if ! have apt-get || ! have dpkg-query; then
        fail "packages are installed on Debian and Ubuntu only. Here, install what docs/getting_started.md lists," \
            "then: LOOPSCOPE_SKIP_PACKAGES=1 LOOPSCOPE_CXX=clang++ $0"
    fi
    find_missing "$purpose"
    (( ${#missing[@]} )) || return 0
    if [[ -n ${LOOPSCOPE_NO_INSTALL:-} ]]; then
        say "missing, needed to $(purpose_text "$purpose"): ${missing[*]}"
        if (( ${#nice[@]} )); then say "welcome too: ${nice[*]}"; fi
        fail "installed nothing, as LOOPSCOPE_NO_INSTALL asks. To get them:" \
            "sudo apt-get install --no-install-recommends ${missing[*]}"
    fi
    install_missing "$purpose"
}

# --- configuring and building -----------------------------------------------

# Two builds in one folder spoil each other. Sets nothing; released by unlock_build.
lock_build() {
    mkdir -p "$root/build"
    have flock || return 0
    exec 9>"$root/build/.lock"
    flock -n 9 && return
    say "waiting for another build of this folder to end ..."
    flock 9
}
unlock_build() { exec 9>&-; }

# configure PRESET [OPTION...]. The stamp holds all that the result depends on
# besides CMakeLists.txt files, which Ninja watches itself. It is written last:
# an interrupted run configures again.
configure() {
    local preset=$1 folder="$root/build/$1" options=("${@:2}") wanted log
    if [[ $preset != gcc* && $compiler != clang++-19 ]]; then options+=("-DCMAKE_CXX_COMPILER=$compiler"); fi
    if [[ -d $root/build/boost ]]; then options+=("-DBoost_ROOT=$root/build/boost/usr"); fi
    wanted="$root ${options[*]} $(<"$root/CMakePresets.json")"
    if [[ -e $folder/build.ninja && -e $folder/.configured && $(<"$folder/.configured") == "$wanted" ]]; then return; fi

    say "configuring ($preset, $(preset_compiler "$preset")) ..."
    mkdir -p "$folder"
    log="$folder/configure.log"
    rm -f "$folder/.configured"
    if ! cmake --fresh -S "$root" --preset "$preset" "${options[@]}" >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail "CMake could not configure. The whole log is build/$preset/configure.log; ./loopscope tries again from the start."
    fi
    printf '%s' "$wanted" >"$folder/.configured"
}

preset_compiler() { if [[ $1 == gcc12 ]]; then echo g++-12; else echo "$compiler"; fi; }

# Each clang job of this project takes up to a gigabyte.
jobs() {
    local cores memory
    cores=$(nproc 2>/dev/null || echo 2)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo 2>/dev/null || echo "$cores")
    (( memory < 1 )) && memory=1
    echo $(( cores < memory ? cores : memory ))
}

# Reads Ninja's lines: one line that changes on a terminal, every tenth elsewhere.
show_progress() {
    local line tenth last=-1 shown=0
    while IFS= read -r line; do
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (.*)$ ]] || continue
        if [[ -t 2 ]]; then
            printf '\r\033[K%s: building %s of %s  %.50s' "$program" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" \
                "${BASH_REMATCH[3]##*/}" >&2
            shown=1
        else
            tenth=$(( BASH_REMATCH[1] * 10 / BASH_REMATCH[2] ))
            if (( tenth != last )); then say "building ${BASH_REMATCH[1]} of ${BASH_REMATCH[2]}"; last=$tenth; fi
        fi
    done
    if (( shown )); then printf '\r\033[K' >&2; fi
}

# build PRESET [TARGET...]
build() {
    local preset=$1 folder="$root/build/$1" log="$root/build/$1/build.log"
    if ! NINJA_STATUS='[%f/%t] ' ninja -C "$folder" -j "$(jobs)" "${@:2}" 2>&1 | tee "$log" | show_progress; then
        grep -n -m1 -E '^FAILED:|^ninja: error|error:' "$log" >/dev/null &&
            sed -n '/^FAILED:\|^ninja: error\|error:/,$p' "$log" | sed '/^FAILED:/{n;d}' | cut -c1-300 | head -n 30 >&2
        fail "the build failed. The whole log is build/$preset/build.log; run this again and it goes on from there."
    fi
}

# Tests and benchmarks are part of the build where their packages are, so that
# ./loopscope and ./run-tests agree and neither undoes the other's configuration.
options_by_what_is_there() {
    local tests=OFF benchmarks=OFF
    if [[ -e /usr/include/doctest/doctest.h ]] && have python3; then tests=ON; fi
    if [[ -e /usr/include/benchmark/benchmark.h ]]; then benchmarks=ON; fi
    echo "-DLOOPSCOPE_TESTS=$tests -DLOOPSCOPE_BENCHMARKS=$benchmarks"
}
