# shellcheck shell=bash disable=SC2010 # ls alone shows ACLs
# What is kept of an entry beside its bytes, as macOS's own programs tell it.
enter metadata
mkdir source
for name in plain setuid hidden locked attributes fork quarantine acl large; do
  echo "$name" >"source/$name"
done
dd if=/dev/urandom of=source/large bs=1024 count=200 2>/dev/null
chmod 640 source/plain
chmod 4755 source/setuid source/large
touch -t 200102030405.06 source/plain
SetFile -d '01/02/2003 04:05:06' source/large 2>/dev/null
xattr -w user.one 'a value' source/attributes
xattr -w user.two 'on a large file' source/large
xattr -wx com.apple.FinderInfo "$(printf '54455854%056d' 0)" source/attributes
dd if=/dev/urandom of=source/fork/..namedfork/rsrc bs=1024 count=300 2>/dev/null
xattr -w com.apple.quarantine '0081;5f000000;ferry;' source/quarantine
chmod +a 'everyone deny delete' source/acl
mkdir source/folder
chmod +a 'everyone deny delete' source/folder
for i in {1..20}; do echo "$i" >"source/folder/$i"; done
ln -s plain source/link
touch -h -t 199912312359.59 source/link
xattr -s -w user.one 'of the link' source/link
mkfifo source/fifo
chflags hidden source/hidden
chflags uchg source/locked

# Modes, flags, owners, sizes, times to the nanosecond and link texts.
told() { (cd "$1" && find . -exec stat -f '%N %p %f %u %g %z %Fm %FB %Y' {} + | sed 's/ \(.*\) \(.*\) / \1 \2 /' | sort); }
attributes() { (cd "$1" && find . -exec xattr -slx {} + 2>/dev/null | grep -v com.apple.provenance | sort); }
acls() { (cd "$1" && ls -lRe | grep -E '^ [0-9]+:'); }

check "everything is copied" ferry copy source target
same "modes, flags, owners, times and times of creation" "$(told source)" "$(told target)"
same "extended attributes, Finder info, resource fork, quarantine" \
  "$(attributes source)" "$(attributes target)"
check "a resource fork of 300 KiB" \
  cmp source/fork/..namedfork/rsrc target/fork/..namedfork/rsrc
same "ACLs, those that forbid renaming among them" "$(acls source)" "$(acls target)"
same "a second run changes nothing" "$(ferry mirror --json source target | field metadata_updated)" 0

chmod -a 'everyone deny delete' source/acl
chflags nohidden source/hidden
xattr -d user.one source/attributes
check "changes of metadata alone are mirrored" ferry mirror source target
same "ACLs after the mirror" "$(acls source)" "$(acls target)"
same "flags after the mirror" "$(told source)" "$(told target)"
same "attributes after the mirror" "$(attributes source)" "$(attributes target)"

# One kind of attribute alone, each kept by the system in a way of its own.
mkdir alone
for name in finder fork macl; do echo "$name" >"alone/$name"; done
xattr -wx com.apple.FinderInfo "$(printf '54455854%056d' 0)" alone/finder
echo 'a resource fork' >alone/fork/..namedfork/rsrc
if xattr -wx com.apple.macl "$(printf '%0144d' 0)" alone/macl 2>/dev/null; then
  ferry copy alone alone-copy >/dev/null 2>macl.err
  check "com.apple.macl is kept, or named as not kept" \
    bash -c 'xattr alone-copy/macl | grep -q macl || grep -q macl macl.err'
else
  skip "com.apple.macl" "the system lets nobody set it here"
  check "entries with one kind of attribute are copied" ferry copy alone alone-copy
fi
for name in finder fork; do
  same "one kind of attribute alone: $name" "$(xattr -lx "alone/$name")" "$(xattr -lx "alone-copy/$name")"
done

# Compressed by the file system: the copy has the same contents, whether it is compressed or not.
mkdir plain-files && for i in {1..20}; do yes "line $i" | head -c 300000 >"plain-files/$i"; done
if ditto --hfsCompression plain-files compressed 2>/dev/null; then
  check "compressed files are copied" ferry copy compressed from-compressed
  check "with their contents" diff -r plain-files from-compressed
  check "and without a clone" ferry copy --reflink=never compressed read-compressed
  check "with their contents, too" diff -r plain-files read-compressed
  same "and then nothing is to do" "$(ferry mirror --json compressed from-compressed | field files_unchanged)" 20
else
  skip "compressed files" "ditto --hfsCompression does not work here"
fi

if [[ $(id -u) == 0 ]]; then
  skip "a user's read-only files with attributes" "root: run it as an ordinary user, too"
else
  mkdir read-only
  for size in 100 300000; do
    head -c "$size" /dev/urandom >"read-only/$size"
    xattr -w com.apple.quarantine '0081;5f000000;ferry;' "read-only/$size"
    chmod 444 "read-only/$size"
  done
  for option in --json --reflink=never --no-zero-copy; do
    check "a user's read-only files with quarantine ($option)" ferry copy "$option" read-only "kept$option"
    same "and it is there ($option)" "$(attributes read-only)" "$(attributes "kept$option")"
  done
  for file in read-only/*; do
    chmod 644 "$file" && xattr -w com.apple.quarantine '0083;5f000000;ferry;' "$file" && chmod 444 "$file"
  done
  check "then the attribute changed" ferry mirror read-only kept--json
  same "and it is the new one" "$(attributes read-only)" "$(attributes kept--json)"
fi

if [[ $(id -u) == 0 ]]; then
  mkdir owners && touch owners/one && chown 501:20 owners/one && mknod owners/null c 3 2
  check "owners and devices are copied by root" ferry copy owners owners-copy
  same "owners and devices" "$(told owners)" "$(told owners-copy)"
else
  skip "owners and devices" "not root"
fi
skip "dataless files" "needs a file of iCloud Drive: ferry copy names it DATALESS, and with --materialize copies it"
