# The programs that ferry is measured against, as one table: each with its best flags for each kind of
# work. Whether one is here is found out by running it on a small tree, because names and versions of
# Apple's, GNU's and BSD's tools say little about their options.

readonly KNOWN_PROGRAMS=(
  'cp -a' 'cp' 'cp -c' 'cp -a --reflink=always' 'ditto'
  'rsync -a' 'rsync -aHAX' 'rsync -a whole-file in place' 'rsync -aS'
)

# command_of PROGRAM WORK: sets command; fails if the program does nothing of this kind.
# tree: `target` is not there yet; mirror: it is made equal; file, sparse: both are files.
command_of() {
  case "$1:$2" in
  'cp -a:tree' | 'cp -a:file' | 'cp -a:sparse') command=(cp -a source target) ;;
  'cp:tree') command=(cp -R source target) ;;
  'cp:file') command=(cp source target) ;;
  # Apple's: by clonefile(2) where the file system can.
  'cp -c:tree' | 'cp -c:file') command=(cp -cpR source target) ;;
  'cp -a --reflink=always:tree' | 'cp -a --reflink=always:file')
    command=(cp -a --reflink=always source target)
    ;;
  'ditto:tree' | 'ditto:file') command=(ditto source target) ;;
  'rsync -a:tree') command=(rsync -a source/ target/) ;;
  'rsync -a:mirror') command=(rsync -a --delete source/ target/) ;;
  'rsync -a:file') command=(rsync -a source target) ;;
  'rsync -aHAX:tree') command=(rsync -aHAX source/ target/) ;;
  'rsync -aHAX:mirror') command=(rsync -aHAX --delete source/ target/) ;;
  'rsync -a whole-file in place:tree')
    command=(rsync -a --whole-file --inplace --no-compress source/ target/)
    ;;
  'rsync -a whole-file in place:file')
    command=(rsync -a --whole-file --inplace --no-compress source target)
    ;;
  'rsync -aS:sparse') command=(rsync -aS source target) ;;
  *) return 1 ;;
  esac
}

# ferry_command WORK FLAG...: sets command
ferry_command() {
  local verb=(copy -T)
  [[ $1 != mirror ]] || verb=(mirror)
  shift
  command=("$ferry" "${verb[@]}" "$@" source target)
}

# Sets programs, versions, missing.
find_programs() {
  programs=() versions=() missing=()
  local program reason
  for program in "${KNOWN_PROGRAMS[@]}"; do
    reason=$(why_not "$program")
    if [[ -n $reason ]]; then
      missing[${#missing[@]}]="$program ($reason)"
    else
      programs[${#programs[@]}]=$program
      versions[${#versions[@]}]=$(version_of "${program%% *}")
    fi
  done
}

# why_not PROGRAM: nothing if it can copy a small tree or file
why_not() {
  local command probe=$logs/probe
  rm -rf "$probe"
  mkdir -p "$probe/source"
  if command_of "$1" tree; then
    echo probe >"$probe/source/file"
  else
    command_of "$1" sparse
    rmdir "$probe/source"
    echo probe >"$probe/source"
  fi
  if ! command -v "${command[0]}" >/dev/null; then
    echo "${command[0]} is not on PATH"
  elif ! (cd "$probe" && "${command[@]}") >/dev/null 2>"$logs/err"; then
    echo "'${command[*]}' failed: $(head -n 1 "$logs/err")"
  fi
}

# version_of EXECUTABLE: Apple's tools have none of their own
version_of() {
  local text
  if text=$("$1" --version 2>/dev/null) && [[ -n $text ]]; then
    printf '%s' "${text%%$'\n'*}" | tr -s '[:space:]' ' ' | sed 's/ $//'
  elif command -v sw_vers >/dev/null; then
    printf '%s of %s %s' "$1" "$(sw_vers -productName)" "$(sw_vers -productVersion)"
  else
    printf '%s of %s' "$1" "$(uname -sr)"
  fi
}
