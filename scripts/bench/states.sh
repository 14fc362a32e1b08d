# The state of the target before each run: absent, equal, as it was before a day's work (changed), or
# full of what has to go (extra). Source and target are taken there by system tools, never by ferry.

# What reset_target starts from; once a workload.
prepare_states() {
  case $before in
  equal) copy_plainly source target ;;
  changed)
    copy_plainly source target
    : >old && age_all old
    change_source
    ;;
  extra)
    # One file stays, because an empty source is refused without a flag.
    mv source spare
    mkdir source
    random_bytes 4096 >source/kept
    age_all source
    ;;
  esac
}

# Before every run of every program; not timed.
reset_target() {
  case $before in
  absent) rm -rf "$place/target" ;;
  changed) take_back ;;
  extra)
    rm -rf "$place/target"
    copy_plainly spare target
    ;;
  esac
  # Nobody's unwritten pages are written during another one's run.
  if [[ $system == Linux ]]; then sync -f "$place"; else sync; fi
}

copy_plainly() {
  cp -pPR "$1" "$2"
}

# Of a hundred files in a folder: the 11th and 61st touched, the 36th moved away, and a new one for it.
change_source() {
  local path
  find source -type f | sort | awk -F/ '
    $2 != folder { folder = $2; at = 0 }
    { print at++ % 100, $0 }' >"$logs/numbered"
  awk '$1 == 10 || $1 == 60 { print $2 }' "$logs/numbered" >"$logs/touched"
  awk '$1 == 35 { print $2 }' "$logs/numbered" >"$logs/deleted"
  while read -r path; do
    mkdir -p "spare/$(dirname "${path#source/}")"
    mv "$path" "spare/${path#source/}"
    random_bytes "$bytes" >"$path.new"
  done <"$logs/deleted"
  touch_those "$logs/touched"
}

# Old times on what was touched, back what was deleted, away with what was added.
take_back() {
  find target -name '*.new' -exec rm -f {} +
  [[ ! -d spare ]] || cp -pPR spare/. target/
  sed 's/^source/target/' "$logs/touched" >"$logs/touched.target"
  touch_those "$logs/touched.target" -r old
  find target -type d -exec touch -r old {} +
}

# touch_those LIST OPTION...: GNU's xargs would run touch for an empty list, too
touch_those() {
  local list=$1
  shift
  [[ ! -s $list ]] || xargs touch "$@" <"$list"
}
