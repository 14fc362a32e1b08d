# Whether a run did what it was timed for: a fast wrong copy must not win. Only tools that every system
# has, so contents, types, modes, owners, times, sizes and link counts are compared; attributes are not.

# Prints one line a difference between `source` and `target`.
differences() {
  case $work in
  file | sparse)
    cmp source target || true
    listing_of_file source >"$logs/listed.source"
    listing_of_file target >"$logs/listed.target"
    ;;
  *)
    diff -rq source target || true
    listing source >"$logs/listed.source"
    listing target >"$logs/listed.target"
    ;;
  esac
  diff "$logs/listed.source" "$logs/listed.target" | grep '^[<>]' || true
  if [[ $shape == sparse ]]; then filled_holes; fi
}

# Folders have sizes and link counts of their file system's own making.
listing() {
  (
    cd "$1" || exit
    find . -type d -exec stat "$(stat_flag)" "$(stat_format name owner)" {} +
    find . ! -type d -exec stat "$(stat_flag)" "$(stat_format name owner size)" {} +
  ) | sort
}

listing_of_file() {
  stat "$(stat_flag)" "$(stat_format owner size)" "$1"
}

stat_flag() {
  if [[ $system == Linux ]]; then echo -c; else echo -f; fi
}

# stat_format GROUP...: name; owner with mode and time; size with links
stat_format() {
  local group text=
  for group in "$@"; do
    case "$system:$group" in
    Linux:name) text="$text %n" ;;
    Linux:owner) text="$text %f %u %g %y" ;;
    Linux:size) text="$text %s %h" ;;
    *:name) text="$text %N" ;;
    *:owner) text="$text %p %u %g %Fm" ;;
    *:size) text="$text %z %l" ;;
    esac
  done
  printf '%s' "${text# }"
}

# A copy that filled the holes takes more of the device than its source, extents rounded up.
filled_holes() {
  local before_kib after_kib
  before_kib=$(du -k source | awk '{ print $1 }')
  after_kib=$(du -k target | awk '{ print $1 }')
  ((after_kib <= before_kib * 11 / 10)) || echo "holes were filled: $before_kib KiB became $after_kib KiB"
}
