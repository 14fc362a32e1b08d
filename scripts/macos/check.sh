#!/usr/bin/env bash
# What the tests' stand-in for Darwin cannot show, on a real Mac: each check prints one line, passed,
# failed or skipped with the reason, and any failure makes the exit code 1.
#
#   scripts/macos/check.sh [NAME…]      all checks, or those of the named files in checks/
#
# Needs Deno (or FERRY=path of the executable) and macOS's own programs. Works below $TMPDIR, mounts disk
# images there, and removes both. As root it checks owners and devices, too; as an ordinary user, what such a
# user may not do: run it as both. FERRY that was compiled on another machine shows whether its signature is
# one that this Mac takes.
set -u
cd "$(dirname "$0")/../.." || exit 2
[[ $(uname) == Darwin ]] || { echo "this is not macOS" >&2; exit 2; }

root=$PWD
# shellcheck source=scripts/macos/report.sh
source "$root/scripts/macos/report.sh"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ferry-check.XXXXXX") || exit 2
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

# A new empty folder for one group of checks, and the current one.
enter() {
  here=$scratch/$1
  mkdir -p "$here"
  cd "$here" || exit 2
}

# attach NAME SIZE ARGUMENT…: a new disk image, mounted; its folder is in $volume.
attach() {
  local image=$scratch/$1.dmg size=$2
  volume=$scratch/volume-$1
  shift 2
  hdiutil create -quiet -size "$size" -volname ferry "$@" "$image" &&
    hdiutil attach -quiet -nobrowse -mountpoint "$volume" "$image" && volumes+=("$volume")
}

names=("$@")
((${#names[@]})) || names=(headers program bytes metadata names volumes runs)
for name in "${names[@]}"; do
  echo "# $name"
  # shellcheck source=/dev/null
  source "$root/scripts/macos/checks/$name.sh"
done
conclude
