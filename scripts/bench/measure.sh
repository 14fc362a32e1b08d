# One timed run. bash's own `time` tells wall, user and system time of a command and its children to the
# millisecond, on bash 3.2 too; peak memory needs a time(1) that tells it.

# Sets meter (words before a command), memory (which dialect) and meter_name.
choose_meter() {
  meter=() memory=none meter_name='bash time (wall, user, sys to 1 ms)'
  if env time -o "$logs/peak" -f %M true 2>/dev/null && [[ -s $logs/peak ]]; then
    meter=(env time -o "$logs/peak" -f %M)
    memory=gnu
  elif env time -l true 2>&1 | grep 'maximum resident set size' >/dev/null; then
    meter=(env time -l)
    memory=bsd
  fi
  if [[ $memory != none ]]; then meter_name="$meter_name, time(1) (peak memory)"; fi
}

# measure COMMAND...: sets sample (JSON) and wall_ms; fails like the command, with its words in $logs/err
measure() {
  local TIMEFORMAT='%3R %3U %3S' status=0 wall user sys
  { time ${meter[@]+"${meter[@]}"} "$@" </dev/null >"$logs/out" 2>"$logs/err"; } 2>"$logs/time" || status=$?
  ((status == 0)) || return "$status"
  read -r wall user sys <"$logs/time"
  wall_ms=$(in_ms "$wall")
  sample=$(printf '{"wallMs":%s,"userMs":%s,"sysMs":%s,"peakBytes":%s}' \
    "$wall_ms" "$(in_ms "$user")" "$(in_ms "$sys")" "$(peak_bytes)")
}

# in_ms SECONDS: 1.045 is 1045; 10# keeps 0045 from being octal
in_ms() {
  printf '%d' "$((10#${1/./}))"
}

# GNU and FreeBSD count in KiB, Apple in bytes.
peak_bytes() {
  local peak=
  case $memory in
  gnu) peak=$(tail -n 1 "$logs/peak") ;;
  bsd) peak=$(awk '/maximum resident set size/ { print $1 }' "$logs/err" | tail -n 1) ;;
  esac
  if [[ -z $peak ]]; then printf 'null'
  elif [[ $system == Darwin ]]; then printf '%s' "$peak"
  else printf '%s' "$((peak * 1024))"; fi
}
