# Builds source trees of random bytes, so that no file system can store them for nothing. split(1)
# makes a folder's files from one stream: a process for each file would take longer than all the copying.

readonly MIB=1048576

# Divides what run_suite read by --shrink; never below one.
shrink_shape() {
  ((shrink > 1)) || return 0
  case $shape in
  deep) folders=$(shrunk "$folders") ;;
  *) files=$(shrunk "$files") ;;
  esac
  mib=$(shrunk "$mib")
  title="$title, divided by $shrink"
}

shrunk() {
  if (($1 == 0)); then echo 0; else echo $((($1 + shrink - 1) / shrink)); fi
}

# The workload's source, all of it of the same old time.
build_source() {
  local number
  case $shape in
  tree) build_tree source ;;
  deep) build_deep source ;;
  file) random_bytes $((mib * MIB)) >source ;;
  mixed)
    build_tree source
    random_bytes $((mib * MIB)) >source/large
    ;;
  sparse) build_sparse source ;;
  links)
    mkdir -p source/d0
    fill_folder source/d0
    for ((number = 1; number < folders; number++)); do
      mkdir "source/d$number"
      ln source/d0/* "source/d$number/"
    done
    ;;
  esac
  age_all source
}

build_tree() {
  local number
  for ((number = 0; number < folders; number++)); do
    mkdir -p "$1/d$number"
    fill_folder "$1/d$number"
  done
}

# Folders numbered as in a heap with four branches: deep, and few files in each.
build_deep() {
  local number paths=("$1")
  for ((number = 0; number < folders; number++)); do
    ((number == 0)) || paths[number]=${paths[(number - 1) / 4]}/d$number
    mkdir -p "${paths[number]}"
    fill_folder "${paths[number]}"
  done
}

# fill_folder PATH: `files` of `bytes` each
fill_folder() {
  if ((bytes > 0)); then
    random_bytes $((files * bytes)) | split -a 5 -b "$bytes" - "$1/f"
  else
    awk -v count="$files" 'BEGIN { for (at = 0; at < count; at++) printf "f%05d\n", at }' |
      (cd "$1" && xargs touch)
  fi
}

# One mebibyte of data in every hundred.
build_sparse() {
  local at
  random_bytes "$MIB" >"$logs/block"
  for ((at = 0; at < mib; at += 100)); do
    dd if="$logs/block" of="$1" bs="$MIB" seek="$at" conv=notrunc 2>/dev/null
  done
  # An empty input, and no notrunc: the file ends where dd was sent to.
  dd if=/dev/null of="$1" bs="$MIB" seek="$mib" 2>/dev/null
}

random_bytes() {
  head -c "$1" /dev/urandom
}

# age_all PATH: a fraction of a second too, or a copier that drops it would not be noticed
age_all() {
  find "$1" -exec touch -h -d 2023-11-14T22:13:20.125 {} + 2>/dev/null ||
    find "$1" -exec touch -t 202311142213.20 {} +
}

# Files that cost a call each. Those that are to be deleted count too.
count_files() {
  local where=source
  [[ $before != extra ]] || where=spare
  find "$where" -type f | wc -l | tr -d ' '
}

# Nothing, or why the folder is too small for source, target and a little more.
space_shortage() {
  local count=$((folders * files)) blocks=$(((bytes + 4095) / 4096 + 1)) kib free_kib
  kib=$((count * blocks * 4))
  if [[ $shape == sparse ]]; then kib=$((kib + mib * 1024 / 100)); else kib=$((kib + mib * 1024)); fi
  kib=$((kib * 22 / 10))
  free_kib=$(df -Pk "$place" | awk 'NR == 2 { print $4 }')
  ((free_kib > kib)) || echo "needs $((kib / 1024)) MiB in $folder, where $((free_kib / 1024)) MiB are free"
}
