# shellcheck shell=bash disable=SC2154 # check.sh sets them
# From one volume to another, on file systems of other kinds.
enter volumes
mkdir source
dd if=/dev/urandom of=source/large bs=1024 count=500 2>/dev/null
echo small >source/small
for i in {1..300}; do echo "$i" >"source/file $i"; done

across() { # across KIND METHOD ARGUMENT…
  local kind=$1 method=$2
  shift 2
  if ! attach "$kind" "$@"; then
    skip "to a volume of $kind" "it cannot be made here"
    return
  fi
  ferry copy --json -v source "$volume/target" >"$kind.json" 2>"$kind.errors"
  check "contents arrive on $kind" diff -r source "$volume/target"
  same "by $method" "$(grep -c "\"method\":\"$method\"" "$kind.json")" 1
  check "and come back from $kind" ferry copy "$volume/target" "back-$kind"
  check "as they were" diff -r source "back-$kind"
  ferry mirror --json --modify-window 2 source "$volume/target" >"$kind-again.json" 2>>"$kind.errors"
  same "a second run copies nothing to $kind" "$(field files_copied <"$kind-again.json")" 0
}

across hfs fcopyfile -fs HFS+
across case-sensitive fcopyfile -fs 'Case-sensitive APFS'
across fat fcopyfile -fs MS-DOS
across exfat fcopyfile -fs ExFAT

# Two names that differ in case only, for a folder that holds one of them.
if ! attach apart -fs 'Case-sensitive APFS'; then
  skip "names that differ in case only" "a volume that tells case apart cannot be made here"
elif touch probe && [[ ! -e PROBE ]]; then
  skip "names that differ in case only" "this volume tells case apart, too"
else
  mkdir "$volume/clash" && echo a >"$volume/clash/name" && echo b >"$volume/clash/NAME"
  ferry copy "$volume/clash" clash 2>clash.errors
  same "one of them is an error" "$?" 1
  check "that is named" grep -q NAME_CLASH clash.errors
  same "the other is copied" "$(find clash -type f | wc -l | tr -d ' ')" 1
fi
