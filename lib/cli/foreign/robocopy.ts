// Options of robocopy (learn.microsoft.com, Windows commands, robocopy). They begin with a slash and are
// options on Windows alone; elsewhere a slash begins a path.

import { accepted, type ForeignOption, notDone, synonym, translated } from "./option.ts";

const LISTS_LITTLE = "ferry prints one line at the end unless -v or --stats is typed";
const NO_JOBS = "ferry keeps no jobs: write the command into a script";
const NO_ATTRIBUTES = "attributes are kept as they are, or left out (--no-flags)";
const NO_BACKUP_MODE = "ferry uses the rights that its user has: run it as an administrator";

/** What robocopy's letters of `/COPY` are called here; `D`, the contents, and `U` are not among them. */
const COPIED: Readonly<Record<string, readonly string[]>> = {
  A: ["flags"],
  T: ["times"],
  S: ["acls"],
  O: ["owner", "group"],
};

/** robocopy's options. */
export function robocopyOptions(): readonly ForeignOption[] {
  return [
    accepted("/MIR /PURGE", "a mirror does so", { commands: ["mirror"] }),
    notDone("/MIR /PURGE", "'ferry mirror' does so", { commands: ["copy", "move", "verify"] }),
    accepted("/E", "folders are copied whole"),
    accepted("/J", "ferry decides that itself"),
    accepted("/SL /SJ", "links are copied as links"),
    accepted("/XJ /XJD /XJF", "junctions are copied as links and never followed"),
    accepted("/COPYALL", "ferry keeps what it can; auditing information is not kept"),
    accepted("/SECFIX /TIMFIX", "metadata are corrected where they differ"),
    accepted("/IT /IM", "files whose metadata differ are updated"),
    accepted("/COMPRESS", "nothing is sent to another machine"),
    accepted("/NFL /NDL /NJH /NJS /NC /NS /BYTES /TS /FP /X /TEE /UNICODE", LISTS_LITTLE),
    synonym("/Z", "--resume"),
    synonym("/L", "--dry-run"),
    synonym("/V", "--verbose"),
    synonym("/ETA", "--progress"),
    synonym("/NP", "--no-progress"),
    synonym("/XO", "--update"),
    synonym("/XX", "--no-delete"),
    synonym("/XL", "--existing"),
    synonym("/IS", "--ignore-times"),
    synonym("/FFT", "--modify-window=2"),
    synonym("/SEC", "--acls"),
    synonym("/NOOFFLOAD", "--no-zero-copy"),
    synonym("/R", "--retries=", { value: "N" }),
    synonym("/W", "--retry-wait=", { value: "SECONDS" }),
    synonym("/S", "--prune-empty-dirs"),
    synonym("/LOG /LOG+ /UNILOG /UNILOG+", "--log-file=", { value: "FILE" }),
    synonym("/LEV", "--max-depth=", { value: "N" }),
    synonym("/MAX", "--max-size=", { value: "BYTES" }),
    synonym("/MIN", "--min-size=", { value: "BYTES" }),
    translated("/MT", "--jobs", (value) => [`--jobs=${value ?? "8"}`], {
      value: "N",
      form: "optional",
    }),
    translated("/MAXAGE", "--max-age", (value) => [`--max-age=${daysOf(value)}`], {
      value: "DAYS",
    }),
    translated("/MINAGE", "--min-age", (value) => [`--min-age=${daysOf(value)}`], {
      value: "DAYS",
    }),
    translated(
      "/COPY",
      "--no-flags, --no-times, --no-acls, --no-owner or --no-group",
      withoutOthers,
      {
        value: "FLAGS",
      },
    ),
    translated("/DCOPY", "--omit-dir-times", withoutTimes, { value: "FLAGS", form: "optional" }),
    translated(
      "/XF",
      "--exclude",
      (value) => [`--include=${ruleOf(value)}/`, `--exclude=${ruleOf(value)}`],
      {
        value: "NAME",
        form: "list",
      },
    ),
    translated("/XD", "--exclude", (value) => [`--exclude=${ruleOf(value)}/`], {
      value: "NAME",
      form: "list",
    }),
    notDone("/B /ZB /EFSRAW", NO_BACKUP_MODE),
    accepted("/MOVE", "'ferry move' does so", { commands: ["move"] }),
    notDone("/MOVE", "'ferry move' does so", { commands: ["copy", "mirror", "verify"] }),
    synonym("/MOV", "--remove-source-files", { commands: ["copy", "mirror"] }),
    accepted("/MOV", "'ferry move' removes folders, too", { commands: ["move"] }),
    notDone("/MOV", "'ferry move' does so", { commands: ["verify"] }),
    synonym("/NOCLONE", "--reflink=never"),
    notDone("/CREATE /NOCOPY /NODCOPY", "ferry copies contents with the metadata"),
    notDone("/A /M /IA /XA /A+ /A-", NO_ATTRIBUTES),
    notDone("/XN /XC", "--ignore-existing leaves every file that exists; -u those that are newer"),
    notDone(
      "/MAXLAD /MINLAD",
      "ferry does not look at times of access: /MAXAGE and /MINAGE are of changes",
    ),
    notDone("/DST", "times are compared as they are: --modify-window 3601"),
    notDone("/FAT /256", "names are copied as they are"),
    notDone("/MON /MOT /RH /PF", "start ferry by the task scheduler"),
    notDone("/IPG /IOMAXSIZE /IORATE /THRESHOLD", "--bwlimit RATE limits all files together"),
    notDone("/LFSM", "ferry stops when the disk is full"),
    notDone("/SPARSE", "type --sparse=auto, always or never"),
    notDone("/REG /TBD /JOB /SAVE /QUIT /NOSD /NODD /IF", NO_JOBS),
  ];
}

/** `/COPY:DAT` leaves out what it does not name. */
function withoutOthers(value: string | null): readonly string[] {
  const letters = (value ?? "").toUpperCase();
  const unknown = /[^DATSOX]/.exec(letters)?.[0];
  if (unknown === "U") throw new RangeError("auditing information (U) is not kept");
  if (unknown !== undefined) throw new RangeError(`'${unknown}' is none of D, A, T, S, O, X`);
  if (!letters.includes("D")) throw new RangeError("ferry copies contents with the metadata (D)");
  return Object.entries(COPIED).flatMap(([letter, names]) =>
    letters.includes(letter) ? [] : names.map((name) => `--no-${name}`)
  );
}

/** `/DCOPY:DA` leaves the times of folders out. */
function withoutTimes(value: string | null): readonly string[] {
  return value === null || /t/i.test(value) ? [] : ["--omit-dir-times"];
}

/** robocopy takes numbers from 1900 on for dates. */
function daysOf(value: string | null): string {
  if (value === null || !/^\d{1,4}$/.test(value) || Number(value) >= 1900) {
    throw new RangeError(`'${value}' is not a number of days below 1900`);
  }
  return `${value}d`;
}

/** A name with wildcards; robocopy's paths are those of one machine and no patterns. */
function ruleOf(value: string | null): string {
  if (value === null || /[\\/:]/.test(value)) {
    throw new RangeError(`'${value}' is a path: type a name, or --exclude /PATH below SOURCE`);
  }
  return value;
}
