# shellcheck shell=bash disable=SC2154 # check.sh sets them
# Whole runs: many files with several workers, a run that is killed, one that is interrupted.
enter runs
mkdir source
for folder in {1..40}; do
  mkdir "source/$folder"
  for file in {1..50}; do echo "$folder $file" >"source/$folder/$file"; done
done
dd if=/dev/urandom of=source/large bs=1048576 count=300 2>/dev/null

check "2,000 files by four workers" ferry copy -j4 source target
check "all are there" diff -r source target
rm -rf source/1 && echo new >source/2/new && echo changed >source/3/1
check "a mirror brings changes and takes away what is gone" ferry mirror source target
check "and then they are equal" diff -r source target

for seconds in 0.1 0.3 0.5 0.8; do
  rm -rf killed
  "${command[@]}" copy --reflink=never -j2 source killed &
  process=$!
  sleep "$seconds"
  kill -9 "$process" 2>/dev/null
  wait "$process" 2>/dev/null
  # shellcheck disable=SC2016 # the inner shell expands it
  [[ ! -d killed ]] || check "after kill -9 at $seconds s each file is whole" \
    bash -c 'cd killed && find . -type f ! -path "*/.ferry-*" | while read -r file; do cmp -s "$file" "../source/$file" || { echo "$file"; exit 1; }; done'
  sleep 1
  check "the next run converges" ferry mirror source killed
  check "and sweeps what was left" test -z "$(find killed -name '.ferry-*')"
done

"${command[@]}" copy --reflink=never source stopped &
process=$!
sleep 0.5
kill -INT "$process" 2>/dev/null
wait "$process"
code=$?
check "an interrupted run says 130, or was done before" test "$code" == 130 -o "$code" == 0
check "and leaves no temporary file" test -z "$(find stopped -name '.ferry-*' 2>/dev/null)"
