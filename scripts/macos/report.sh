# shellcheck shell=bash
# How the checks report: a line each, passed, failed or skipped with the reason, and what to do next at the end.

passed=0 failed=0 skipped=0

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
same() { check "$1" agree "$2" "$3"; }
agree() {
  [[ $1 == "$2" ]] && return
  diff <(echo "$1") <(echo "$2") | head -n 10
  return 1
}

# limited SECONDS COMMAND…: ends the command, exit code 137, when it takes longer. macOS has no timeout(1).
limited() {
  local seconds=$1 process watcher code
  shift
  "$@" &
  process=$!
  (sleep "$seconds" && kill -9 "$process") >/dev/null 2>&1 &
  watcher=$!
  wait "$process" 2>/dev/null
  code=$?
  kill "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null
  return "$code"
}

# field NAME: of the summary that ends the JSON on standard input.
field() { tail -n 1 | sed -n "s/.*\"$1\":\\([^,}]*\\).*/\\1/p"; }

# conclude: the counts, and one line that says what to do next; false where something failed.
conclude() {
  echo "$passed passed, $failed failed, $skipped skipped"
  if ((failed > 0)); then
    echo "Next: send all of these lines, and what sw_vers and 'uname -m' say, with an issue to ferry's authors."
  elif ((skipped > 0)); then
    echo "Next: nothing failed; do what the skipped lines name and run it again, or send these lines as they are."
  else
    echo "Next: nothing is left to do here; send these lines with what sw_vers says, so that the README can name this Mac."
  fi
  ((failed == 0))
}
