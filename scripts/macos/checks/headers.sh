# shellcheck shell=bash disable=SC2154 # check.sh sets them
# This Mac's headers against the numbers that ferry has.
if ! command -v deno >/dev/null; then
  skip "constants and layouts" "no deno"
elif ! xcrun --find clang >/dev/null 2>&1; then
  skip "constants and layouts" "no command line tools (xcode-select --install)"
else
  check "constants and layouts are those of $(xcrun --show-sdk-path)" \
    deno run -A "$root/scripts/macos/facts.ts" --check cc
fi
