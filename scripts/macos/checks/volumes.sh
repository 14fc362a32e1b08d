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
  if ! attach "$kind" 200m "$@"; then
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
if ! attach apart 200m -fs 'Case-sensitive APFS'; then
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

# A full volume ends the run, whichever call meets it.
dd if=/dev/urandom of=too-large bs=1048576 count=30 2>/dev/null
if attach small 20m -fs HFS+; then
  for option in --json --no-zero-copy; do
    limited 30 "${command[@]}" copy "$option" too-large "$volume/" >full.out 2>full.err
    code=$?
    check "30 MB on 20 MB ($option): it ends within 30 s and fails" test "$code" -ne 0 -a "$code" -ne 137
    check "and says why ($option)" grep -q ENOSPC full.out full.err
    check "and leaves nothing ($option)" test -z "$(find "$volume" -name '.ferry-*' -o -name too-large)"
  done
else
  skip "a full volume" "an image of 20 MB cannot be made here"
fi

# Holes between data that is not on the disk yet are where some file systems have told of holes that are none.
freshly() { # freshly FILE: data, a hole and data, of which nothing was flushed
  dd if=/dev/urandom of="$1" bs=1048576 count=3 2>/dev/null
  dd if=/dev/urandom of="$1" bs=1048576 count=3 seek=40 conv=notrunc 2>/dev/null
}
if attach holes 200m -fs APFS; then
  for i in {1..5}; do
    freshly "fresh-$i"
    ferry copy --reflink=never -T "fresh-$i" "fresh-$i-copy" >/dev/null
    check "data, hole, data just written ($i), without a clone" cmp "fresh-$i" "fresh-$i-copy"
    freshly "fresh-$i-too"
    ferry copy -T "fresh-$i-too" "$volume/fresh-$i" >/dev/null
    check "data, hole, data just written ($i), to another volume" cmp "fresh-$i-too" "$volume/fresh-$i"
  done
else
  skip "holes across volumes" "an APFS image cannot be made here"
fi

# Where the kernel keeps attributes in files beside the entries.
if attach double 200m -fs ExFAT; then
  mkdir attributed && echo a >attributed/a && mkdir attributed/folder && echo b >attributed/folder/b
  xattr -w com.apple.quarantine '0081;5f000000;ferry;' attributed/a
  xattr -w user.one value attributed/folder
  xattr -w user.one value attributed/folder/b
  check "attributes are mirrored to exFAT" ferry mirror attributed "$volume/target"
  same "and are there" "$(xattr -p user.one "$volume/target/folder/b")" value
  check "a second mirror" ferry mirror --modify-window 2 attributed "$volume/target"
  ferry mirror --modify-window 2 --json attributed "$volume/target" >third.json
  for name in files_copied files_replaced metadata_updated deleted; do
    same "the third mirror to exFAT changes nothing: $name" "$(field "$name" <third.json)" 0
  done
  same "and the attributes are still there" "$(xattr -p user.one "$volume/target/folder/b")" value
else
  skip "attributes on exFAT" "an image of it cannot be made here"
fi
