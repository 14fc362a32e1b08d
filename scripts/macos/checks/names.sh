# shellcheck shell=bash disable=SC2154 # check.sh sets them
# Names: composed and decomposed, case, links as roots, one file under two names.
enter names
mkdir source
composed=$(printf 'caf\303\251') decomposed=$(printf 're\314\201sume\314\201')
echo a >"source/$composed"
echo b >"source/$decomposed"
echo c >'source/ spaces and "quotes" '
echo d >$'source/new\nline'
mkdir -p "source/$(printf 'd%.0s' {1..200})/$(printf 'e%.0s' {1..200})"
ln "source/$composed" source/second

bytes_of() { (cd "$1" && find . | LC_ALL=C sort | xxd); }

check "all names are copied" ferry copy source target
same "names are the same bytes" "$(bytes_of source)" "$(bytes_of target)"
same "two names of one file stay one file" \
  "$(stat -f %i "target/$composed")" "$(stat -f %i target/second)"
same "a second run copies nothing" "$(ferry mirror --json source target | field files_copied)" 0

echo file >file
if [[ -e FILE ]]; then
  ferry copy -T file FILE 2>refused
  same "one file under a name in other case is refused" "$?" 2
  check "and says so" grep -q SAME_FILE <(ferry copy -T --json file FILE 2>&1)
  check "and its contents are still there" grep -q file file

  mkdir spelling && echo x >spelling/name && mkdir spelling/folder && echo y >spelling/folder/inner
  check "names are mirrored" ferry mirror spelling spelt
  mv spelling/name spelling/Name && mv spelling/folder spelling/FOLDER
  ferry mirror --json spelling spelt >spelt.json
  same "a name whose case was changed is copied no second time" "$(field files_copied <spelt.json)" 0
  same "and nothing is deleted for it" "$(field deleted <spelt.json)" 0
  same "the mirror spells it as the source does" "$(bytes_of spelt)" "$(bytes_of spelling)"
  same "and then it is content" "$(ferry mirror --json spelling spelt | field metadata_updated)" 0
else
  skip "names in other case" "this volume tells case apart"
fi

mkdir form other-form
echo x >"form/$composed" && cp -p "form/$composed" "other-form/$(printf 'cafe\314\201')"
ferry mirror --json form other-form >form.json
same "a composed name meets its decomposed form: nothing is copied" "$(field files_copied <form.json)" 0
same "and nothing is deleted" "$(field deleted <form.json)" 0
check "the file is still there" cmp "form/$composed" "other-form/$composed"

mkdir elsewhere && ln -s elsewhere source/away && echo kept >elsewhere/file
check "a link to a folder is copied as a link" ferry mirror source target
check "nothing is written through it" test "$(cat elsewhere/file)" == kept
rm target/away && mkdir -p source/below/deep && ln -s "$here/elsewhere" target/below
echo x >source/below/deep/file
check "a link in the target is replaced, not followed" ferry mirror source target
check "and what it led to is untouched" test ! -e elsewhere/deep
