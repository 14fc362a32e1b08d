# What bench_local.sh was asked to do, and which workloads that means.
# Sets ferry, ferry_version, folder, scale, only, runs, shrink, output.

usage() {
  cat <<'END'
usage: scripts/bench_local.sh [OPTIONS]
  --ferry PATH     the executable; else dist/ferry of this clone, else ferry on PATH
  --folder DIR     on the file system to be measured; else TMPDIR, else /tmp; a full run needs 15 GB there
  --quick          the targeted workloads at smaller sizes
  --only NAME,...  these workloads only, see scripts/bench/workloads.psv
  --runs N         timed runs of each program, 5 by default
  --shrink N       files and bytes divided by N, to try the script itself
  --output FILE    the result; else a name with date and machine in the current folder
END
}

read_options() {
  ferry=$root/dist/ferry folder=${TMPDIR:-/tmp} scale=full only='' runs=5 shrink=1 output=''
  [[ -x $ferry ]] || ferry=$(command -v ferry || true)
  while (($# > 0)); do
    case $1 in
    --quick) scale=quick && shift && continue ;;
    -h | --help) usage && exit 0 ;;
    --ferry | --folder | --only | --runs | --shrink | --output) (($# > 1)) || fail "$1 needs a value" ;;
    *) fail "'$1' is not known; see --help" ;;
    esac
    case $1 in
    --ferry) ferry=$2 ;;
    --folder) folder=$2 ;;
    --only) only=$2 ;;
    --runs) runs=$2 ;;
    --shrink) shrink=$2 ;;
    --output) output=$2 ;;
    esac
    shift 2
  done
  check_options
}

check_options() {
  [[ $runs =~ ^[1-9][0-9]*$ ]] || fail "--runs needs a number from 1 up"
  [[ $shrink =~ ^[1-9][0-9]*$ ]] || fail "--shrink needs a number from 1 up"
  [[ -d $folder ]] || fail "there is no folder '$folder'"
  [[ -f $ferry && -x $ferry ]] || fail "there is no ferry executable '$ferry'; name it with --ferry"
  ferry=$(cd "$(dirname "$ferry")" && pwd)/$(basename "$ferry")
  ferry_version=$("$ferry" --version)
  look_at_machine
  [[ -n $output ]] || output=$(result_name)
  # The run itself works in a folder of its own.
  [[ $output == /* ]] || output=$PWD/$output
}

fail() {
  say "bench_local: $*"
  exit 2
}

# result_name: 2026-11-21_1448_apple-m2-8-cores_full.json, as bench/results/ has them.
result_name() {
  local what
  what=$(printf '%s' "$processor $cores cores" | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9' '-')
  printf '%s_%s_%s.json' "$(date -u +%Y-%m-%d_%H%M)" "$what" "$scale"
}

# is_wanted SCALE NAME
is_wanted() {
  [[ $1 == "$scale" ]] || return 1
  [[ -z $only || ,$only, == *",$2,"* ]]
}
