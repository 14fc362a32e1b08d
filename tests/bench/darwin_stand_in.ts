// A stand-in for the tools that macOS has and Linux has not, or has with other options: scripts that
// take Apple's arguments, refuse GNU's, and let the tools of this machine do the work. It shows that
// bench_local.sh asks in Apple's words; that Apple's tools answer so, only a Mac can show.

import { writeScript } from "./bench_local.ts";

const TOOLS: Readonly<Record<string, string>> = {
  uname: `case $1 in
    -s) echo Darwin ;;
    -r) echo 24.1.0 ;;
    -m) echo arm64 ;;
    -sr) echo Darwin 24.1.0 ;;
    esac`,
  sw_vers: `case $1 in
    -productName) echo macOS ;;
    -productVersion) echo 15.1 ;;
    esac`,
  sysctl: `[ "$1" = -n ] || exit 1
    case $2 in
    machdep.cpu.brand_string) echo Apple M2 ;;
    hw.ncpu) echo 8 ;;
    hw.memsize) echo 17179869184 ;;
    *) exit 1 ;;
    esac`,
  uptime: `echo "15:31  up 3 days,  2:04, 2 users, load averages: 0.42 1.60 1.55"`,
  df:
    `[ "$1" = -P ] && shift && real=$(/bin/df -P "$1") && echo "$real" | sed '2s|^[^ ]*|/dev/disk3s5|'
    [ "$1" = -Pk ] && exec /bin/df -Pk "$2"`,
  mount: `echo "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)"
    echo "/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)"`,
  // Apple's time(1) has no -f; what it measures comes on standard error, memory in bytes.
  time: `[ "$1" = -l ] && shift || { echo "usage: time [-al] [-h | -p] [-o file]" >&2; exit 1; }
    "$@"; status=$?
    echo "        0.01 real         0.00 user         0.00 sys" >&2
    echo "             5242880  maximum resident set size" >&2
    echo "                   0  average shared memory size" >&2
    exit $status`,
  stat: `[ "$1" = -f ] || { echo "stat: illegal option" >&2; exit 1; }
    format=$(echo "$2" | sed 's/%Fm/%.9Y/; s/%p/%f/; s/%N/%n/; s/%l/%h/; s/%z/%s/')
    shift 2; exec /usr/bin/stat -c "$format" "$@"`,
  cp: `case "$1" in
    --*) echo "cp: illegal option -- -" >&2; exit 64 ;;
    -a) case "$2" in --*) echo "cp: $2: No such file or directory" >&2; exit 1 ;; esac ;;
    -cpR) shift; set -- -pR "$@" ;;
    esac
    exec /bin/cp "$@"`,
  ditto: `[ $# = 2 ] && exec /bin/cp -a "$1" "$2"`,
  // openrsync, which has neither -A nor -X
  rsync: `case "$1" in
    --version) echo "openrsync: protocol version 29"; exit ;;
    -aHAX) echo "rsync: unrecognized option -A" >&2; exit 1 ;;
    esac
    exec /usr/bin/rsync "$@"`,
  sync: `[ $# = 0 ]`,
};

/** Writes the tools into a folder; gives what the environment needs for them. */
export function darwinStandIn(folder: string): Record<string, string> {
  const tools = `${folder}/tools`;
  Deno.mkdirSync(tools);
  for (const [name, text] of Object.entries(TOOLS)) writeScript(`${tools}/${name}`, text);
  return { PATH: `${tools}:${Deno.env.get("PATH")}` };
}
