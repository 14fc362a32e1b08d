# Who takes part in a workload, what each run gave, and the outcome as JSON and as a line for people.
# The arrays contestants, failures, differs, samples and walls go together; ferry is number 0.

enter_contestants() {
  local program command
  contestants=(ferry) failures=('') differs=(null) samples=('') walls=('')
  for program in ${programs[@]+"${programs[@]}"}; do
    command_of "$program" "$work" || continue
    contestants[${#contestants[@]}]=$program
    failures[${#failures[@]}]='' differs[${#differs[@]}]=null
    samples[${#samples[@]}]='' walls[${#walls[@]}]=''
  done
}

# contestant_command NUMBER: sets command
contestant_command() {
  # ferry_flags is a list of words without spaces in them.
  # shellcheck disable=SC2086
  if (($1 == 0)); then ferry_command "$work" $ferry_flags; else command_of "${contestants[$1]}" "$work"; fi
}

# one_run NUMBER: sets sample and wall_ms, or the contestant's failure
one_run() {
  local command status=0
  contestant_command "$1"
  reset_target
  measure "${command[@]}" || status=$?
  if ((status != 0)); then
    failures[$1]="${command[*]}: exit $status: $(head -c 400 "$logs/err")"
    # The executable's folder is this machine's own affair.
    failures[$1]=${failures[$1]//"$ferry"/ferry}
    return 1
  fi
}

# What a rival leaves different is said in the table; ferry's own copy has to be equal.
warm_up() {
  one_run "$1" || return 0
  differences >"$logs/differences" 2>&1
  differs[$1]=$(wc -l <"$logs/differences" | tr -d ' ')
  if (($1 == 0 && differs[0] > 0)); then
    failures[0]="wrong result: $(head -n 3 "$logs/differences" | tr '\n' ';')"
  fi
}

timed_run() {
  # A program that fails after its warm-up would leave a gap in the rounds: the whole run is void.
  one_run "$1" || fail "${failures[$1]}"
  samples[$1]="${samples[$1]:+${samples[$1]},}$sample"
  walls[$1]="${walls[$1]} $wall_ms"
}

# outcome FILE_SYSTEM FILES FAILURE TOOK_MS: one workload on one file system, as JSON
outcome() {
  local at needs_compiled=false
  if [[ -n $own_runs ]]; then needs_compiled=true; fi
  printf '{"workload":"%s","title":' "$name"
  json_string "$title"
  printf ',"fileSystem":"%s","files":%s,"callsPerFile":null,"tookMs":%s,' "$1" "$2" "$4"
  printf '"needsCompiled":%s,"failure":' "$needs_compiled"
  json_string_or_null "$3"
  printf ',"series":['
  if [[ -z $3 ]]; then
    for ((at = 0; at < ${#contestants[@]}; at++)); do
      ((at == 0)) || printf ','
      series "$at"
    done
  fi
  printf ']}\n'
}

# series NUMBER: all runs of one program, as JSON
series() {
  local command against='"ferry"'
  if (($1 == 0)); then against=null; fi
  contestant_command "$1"
  if (($1 == 0)); then command[0]=ferry; fi
  printf '{"program":'
  json_string "${contestants[$1]}"
  printf ',"command":'
  json_strings "${command[@]}"
  printf ',"comparedWith":%s,"differences":%s,"failure":' "$against" "${differs[$1]}"
  json_string_or_null "${failures[$1]}"
  printf ',"samples":[%s]}' "${samples[$1]}"
}

# For people: medians in seconds, and how many times as long a rival took within the rounds of both.
print_outcome() {
  local at
  say "$name: $title"
  for ((at = 0; at < ${#contestants[@]}; at++)); do
    if [[ -z ${walls[at]} ]]; then
      say "  ${contestants[at]}: ${failures[at]:-not run}"
    else
      say "$(printf '  %-31s %8s s  ratio %s' "${contestants[at]}" \
        "$(median "${walls[at]}" | awk '{ printf "%.3f", $1 / 1000 }')" "$(paired_ratio "$at")")"
    fi
  done
}

# paired_ratio NUMBER: over ferry, round by round
paired_ratio() {
  median "$(echo "${walls[0]}" "${walls[$1]}" | awk '{
    for (at = 1; at <= NF / 2; at++) print $(at + NF / 2) / ($at > 0 ? $at : 1) }')" |
    awk '{ printf "%.2f", $1 }'
}

# median "NUMBER ..."
median() {
  printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d' | sort -n |
    awk '{ value[NR] = $1 } END { print (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}
