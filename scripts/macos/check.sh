#!/usr/bin/env bash
# What the tests' stand-in for Darwin cannot show, on a real Mac: each check prints one line, passed,
# failed or skipped with the reason, and any failure makes the exit code 1.
#
#   scripts/macos/check.sh [NAME…]      all checks, or those of the named files in checks/
#
# Needs Deno (or FERRY=path of the executable) and macOS's own programs. Works below $TMPDIR, mounts disk
# images there, and removes both. As root it checks owners and devices, too.
set -u
cd "$(dirname "$0")/../.." || exit 2
[[ $(uname) == Darwin ]] || { echo "this is not macOS" >&2; exit 2; }

root=$PWD
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ferry-check.XXXXXX") || exit 2
passed=0 failed=0 skipped=0
volumes=()

cleanup() {
  for volume in ${volumes[@]+"${volumes[@]}"}; do hdiutil detach -quiet -force "$volume"; done
  chflags -R nouchg "$scratch" 2>/dev/null
  chmod -RN "$scratch" 2>/dev/null
  rm -rf "$scratch"
}
trap cleanup EXIT

command=(deno run -A "$root/main.ts")
[[ -z ${FERRY:-} ]] || command=("$FERRY")
ferry() { "${command[@]}" "$@"; }

# check WHAT COMMAND…: one line; what a failing command says follows it.
check() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "passed   $what"
  else
    failed=$((failed + 1))
    echo "failed   $what"
    # shellcheck disable=SC2001 # it has many lines
    [[ -z $output ]] || sed 's/^/         /' <<<"$output"
  fi
}

skip() {
  skipped=$((skipped + 1))
  echo "skipped  $1: $2"
}

# same WHAT A B: both sides say the same.
same() { check "$1" test "$2" == "$3"; }

# A new empty folder for one group of checks, and the current one.
enter() {
  here=$scratch/$1
  mkdir -p "$here"
  cd "$here" || exit 2
}

# field NAME: of the summary that ends the JSON on standard input.
field() { tail -n 1 | sed -n "s/.*\"$1\":\\([^,}]*\\).*/\\1/p"; }

# attach NAME ARGUMENT…: a new disk image, mounted; its folder is in $volume.
attach() {
  local image=$scratch/$1.dmg
  volume=$scratch/volume-$1
  shift
  hdiutil create -quiet -size 200m -volname ferry "$@" "$image" &&
    hdiutil attach -quiet -nobrowse -mountpoint "$volume" "$image" && volumes+=("$volume")
}

names=("$@")
((${#names[@]})) || names=(headers bytes metadata names volumes runs)
for name in "${names[@]}"; do
  echo "# $name"
  # shellcheck source=/dev/null
  source "$root/scripts/macos/checks/$name.sh"
done
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
