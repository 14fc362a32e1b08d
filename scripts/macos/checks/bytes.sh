# shellcheck shell=bash disable=SC2154 # check.sh sets them
# How bytes move: clones that share blocks, the calls after them, holes.
enter bytes
mkdir source
mkfile -n 64m source/sparse
dd if=/dev/urandom of=source/large bs=1048576 count=256 2>/dev/null
dd if=/dev/urandom of=source/medium bs=1024 count=100 2>/dev/null
echo small >source/small
: >source/empty

free_kib() { df -k "$scratch" | awk 'NR == 2 { print $4 }'; }

before=$(free_kib)
json=$(ferry copy --json -v source target)
after=$(free_kib)
same "large files are cloned on APFS" "$(grep -c '"method":"clonefile"' <<<"$json")" 3
check "a clone takes no room (256 MiB would be 262144 KiB)" test $((before - after)) -lt 100000
check "all bytes arrive" diff -r source target
check "a hole stays a hole" test "$(stat -f %b target/sparse)" -lt 1000

ferry mirror --reflink=never --json -v source copied >copied.json
same "without clones fcopyfile serves" "$(grep -c '"method":"fcopyfile"' copied.json)" 2
check "all bytes arrive by fcopyfile" diff -r source copied
check "a hole stays a hole without a clone" test "$(stat -f %b copied/sparse)" -lt 1000

ferry mirror --no-zero-copy --json -v source plain >plain.json
same "read and write serve when told to" "$(grep -c '"method":"read_write"' plain.json)" 4
check "all bytes arrive by read and write" diff -r source plain

echo changed >>target/medium
cp source/medium unchanged
check "the source of a clone does not change with it" cmp source/medium unchanged
check "--fsync asks the drive to write" ferry mirror --fsync source synced
check "--verify finds no difference" ferry mirror --verify source verified
check "--inplace writes into the same file" ferry mirror --inplace source target
check "what was changed is right again" diff -r source target
