#!/usr/bin/env bash
# Measures ferry against the copiers of this machine where `deno task bench` is out of reach: macOS, and
# any Linux without root or Deno. It takes the ferry executable, bash 3.2 and what the system brings; the
# workloads and the JSON are those of bench/, and `deno task bench --report` reads the result.

set -euo pipefail
export LC_ALL=C
root=$(cd "$(dirname "$0")/.." && pwd)
for part in options machine json measure programs trees states check outcome; do
  . "$root/scripts/bench/$part.sh"
done

main() {
  read_options "$@"
  place=$(mktemp -d "$folder/ferry-bench.XXXXXX")
  logs=$place/logs
  trap 'rm -rf "$place"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir "$logs"
  cd "$place"
  choose_meter
  find_programs
  local started file_system
  started=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  file_system=$(file_system_of "$place")
  announce "$file_system"
  {
    result_head "$started"
    run_suite "$file_system"
    result_tail
  } >"$logs/result.json"
  mkdir -p "$(dirname "$output")"
  mv "$logs/result.json" "$output"
  say "result: $output"
}

# For people, while the result goes to standard output.
say() {
  printf '%s\n' "$*" >&2
}

announce() {
  say "program under test: $ferry_version ($ferry)"
  say "machine: $processor, $cores cores, $kernel; $1 in $folder"
  say "measured by: $meter_name"
  say "method: one warm-up, then $runs interleaved runs each; paired ratios; warm cache"
  local at
  for ((at = 0; at < ${#programs[@]}; at++)); do say "  ${programs[at]}: ${versions[at]}"; done
  for ((at = 0; at < ${#missing[@]}; at++)); do say "  missing: ${missing[at]}"; done
}

# Every line of the table of workloads that was asked for, as an outcome each.
run_suite() {
  local file_system=$1 separator='' wanted=0
  local of name title work shape folders files bytes mib before ferry_flags own_runs
  while IFS='|' read -r -u 3 of name title work shape folders files bytes mib before ferry_flags own_runs; do
    is_wanted "$of" "$name" || continue
    shrink_shape
    printf '%s' "$separator"
    measure_workload "$file_system"
    separator=,
    wanted=$((wanted + 1))
  done 3<"$root/scripts/bench/workloads.psv"
  ((wanted > 0)) || fail "there is no workload '$only' in a $scale run"
}

# One workload from its first file to its outcome. Everything between two workloads is removed.
measure_workload() {
  local start=$SECONDS shortage
  rm -rf "$place/source" "$place/target" "$place/spare" "$place/old"
  shortage=$(space_shortage)
  if [[ -n $shortage ]]; then
    outcome "$1" 0 "$shortage" 0
    say "$name: $shortage"
    return
  fi
  build_source
  prepare_states
  run_rounds
  outcome "$1" "$(count_files)" '' $(((SECONDS - start) * 1000))
  print_outcome
}

# A warm-up of every program with a check of what it left, then rounds in which every program runs once.
# Each follows each other one equally often (bench/rounds.ts), because what one leaves behind slows the next.
run_rounds() {
  enter_contestants
  local at round turn places zigzag fit=() rounds=$runs
  if [[ -n $own_runs ]] && ((runs < own_runs && shrink == 1)); then rounds=$own_runs; fi
  for ((at = 0; at < ${#contestants[@]}; at++)); do
    warm_up "$at"
    [[ -n ${failures[at]} ]] || fit[${#fit[@]}]=$at
  done
  # Without ferry there is nothing to compare with.
  [[ -z ${failures[0]} ]] || return 0
  places=$((${#fit[@]} + ${#fit[@]} % 2))
  for ((round = 0; round < rounds; round++)); do
    for ((turn = 0; turn < places; turn++)); do
      zigzag=$((turn % 2 ? (turn + 1) / 2 : places - turn / 2))
      at=$(((zigzag + round) % places))
      if ((at < ${#fit[@]})); then timed_run "${fit[at]}"; fi
    done
  done
}

main "$@"
