# What a result was measured on. No host name, no user, no paths.

# Sets system, kernel, processor, cores, memory_bytes, load, commit.
look_at_machine() {
  system=$(uname -s)
  kernel="$(printf '%s' "$system" | tr '[:upper:]' '[:lower:]') $(uname -r) $(uname -m)"
  if [[ $system == Linux ]]; then
    processor=$(sed -n '/^model name/{s/.*: //p;q;}' /proc/cpuinfo)
    cores=$(grep -c "^processor" /proc/cpuinfo)
    memory_bytes=$(awk '/^MemTotal:/ { printf "%.0f", $2 * 1024 }' /proc/meminfo)
  else
    processor=$(sysctl -n machdep.cpu.brand_string 2>/dev/null || sysctl -n hw.model)
    cores=$(sysctl -n hw.ncpu)
    memory_bytes=$(sysctl -n hw.memsize 2>/dev/null || sysctl -n hw.physmem)
  fi
  processor=${processor:-$(uname -m)}
  # "load average: 0.10, 0.20, 0.30" or "load averages: 0.10 0.20 0.30"
  load=$(uptime | sed 's/.*load averages*: *//' | awk '{ printf "%.2f", $1 }')
  commit=$(commit_of_clone)
}

commit_of_clone() {
  local head
  head=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || head=unknown
  if [[ -n $(git -C "$root" status --porcelain 2>/dev/null || true) ]]; then head="$head with changes"; fi
  printf '%s' "$head"
}

# file_system_of FOLDER: apfs, ext4, …
file_system_of() {
  local device
  if [[ $system == Linux ]]; then
    df -PT "$1" | awk 'NR == 2 { print $2 }'
    return
  fi
  device=$(df -P "$1" | awk 'NR == 2 { print $1 }')
  # /dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
  mount | awk -v device="$device" '
    $1 == device && !found { found = 1; sub(/.* \(/, ""); sub(/[,)].*/, ""); print }'
}

# result_head DATE: the result up to its outcomes
result_head() {
  local name=${ferry_version//$'\n'/ } at separator=''
  printf '{"format":1,"date":"%s","scale":"%s","runs":%s,"ferry":' "$1" "$scale" "$runs"
  json_string "$name (compiled: $(basename "$ferry"))"
  printf ',"isCompiled":true,"machine":{"kernel":'
  json_string "$kernel"
  printf ',"processor":'
  json_string "$processor"
  printf ',"cores":%s,"memoryBytes":%s,"deno":"not used","load":%s,"commit":' "$cores" "$memory_bytes" "$load"
  json_string "$commit"
  printf '},"storage":"in a folder of the machine'\''s own storage","meter":'
  json_string "$meter_name"
  printf ',"versions":{'
  for ((at = 0; at < ${#programs[@]}; at++)); do
    printf '%s' "$separator"
    json_string "${programs[at]}"
    printf ':'
    json_string "${versions[at]}"
    separator=,
  done
  printf '},"missing":'
  json_strings ${missing[@]+"${missing[@]}"}
  printf ',"outcomes":[\n'
}

result_tail() {
  printf ']}\n'
}
