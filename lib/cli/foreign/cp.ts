// Options of cp: GNU coreutils (cp(1)), and the letters of FreeBSD's and macOS' that mean the same.

import { accepted, type ForeignOption, notDone, synonym, translated } from "./option.ts";

const LABELS = "security labels are copied with the xattrs; --no-xattrs leaves them to the system";
const ONE_BACKUP =
  "ferry keeps one backup of a name: type --backup alone, or name a new --backup-dir each time";
const NO_QUESTIONS = "ferry asks once for all, by --confirm; --ignore-existing keeps files";

/** Commands that have `--update`, without a value. */
const UPDATES = { commands: ["copy", "mirror", "move"] } as const;

/** What cp's names of attributes are called here; null for those that are kept where that is permitted. */
const ATTRIBUTES: ReadonlyMap<string, string | null> = new Map([
  ["mode", "perms"],
  ["timestamps", "times"],
  ["links", "hard-links"],
  ["xattr", "xattrs"],
  // cp forgives an owner or a label that cannot be set, and `--owner` would not.
  ["ownership", null],
  ["context", null],
  ["all", null],
]);

/** cp's `--no-preserve`. */
const LEFT_OUT: ReadonlyMap<string, readonly string[]> = new Map([
  ["mode", ["--no-perms"]],
  ["ownership", ["--no-owner", "--no-group"]],
  ["timestamps", ["--no-times"]],
  ["links", ["--no-hard-links"]],
  ["xattr", ["--no-xattrs"]],
  [
    "all",
    ["--no-perms", "--no-owner", "--no-group", "--no-times", "--no-hard-links", "--no-xattrs"],
  ],
]);

/** cp's options. */
export function cpOptions(): readonly ForeignOption[] {
  return [
    accepted("-a --archive", "all metadata are kept", { asksForLinks: true }),
    accepted("-p", "all metadata are kept"),
    accepted("-r -R --recursive", "folders are copied whole"),
    accepted("-f --force", "files are replaced, even those that cannot be opened"),
    accepted("-d -P", "links are copied as links", { asksForLinks: true }),
    accepted("--remove-destination", "files are replaced, not written into"),
    translated(
      "--preserve",
      "--perms, --times, --hard-links or --xattrs",
      (value) =>
        attributesOf(value, ATTRIBUTES).flatMap(([, name]) => name === null ? [] : [`--${name}`]),
      { value: "LIST", form: "optional" },
    ),
    translated(
      "--no-preserve",
      "--no-perms, --no-owner, --no-group, --no-times, --no-hard-links or --no-xattrs",
      (value) => attributesOf(value, LEFT_OUT).flatMap(([, names]) => names),
      { value: "LIST" },
    ),
    synonym("--no-clobber", "--ignore-existing"),
    synonym("--update=none", "--ignore-existing", UPDATES),
    synonym("--update=older", "--update", UPDATES),
    accepted("--update=all", "what differs is replaced", UPDATES),
    synonym("-H", "--dereference-args", { isOfOwnCommand: true }),
    notDone("-i --interactive", NO_QUESTIONS, { commands: ["copy"], isOfOwnCommand: true }),
    notDone("-n", "type --ignore-existing for that, or --dry-run, which is ferry's -n", {
      isOfOwnCommand: true,
    }),
    notDone("--interactive", NO_QUESTIONS),
    notDone("-l --link", "ferry makes copies, not links; --reflink shares the blocks of a copy"),
    notDone("-s --symbolic-link", "ferry makes copies, not links to SOURCE: use cp -s"),
    notDone("--attributes-only", "ferry copies contents with the metadata"),
    notDone("--copy-contents", "FIFOs and devices are copied as such, not read: use cat"),
    notDone("--parents", "name the folder in DEST: ferry copy -T a/b DEST/a/b"),
    notDone(
      "--keep-directory-symlink",
      "ferry never follows a link in DEST: a folder takes its place",
    ),
    ...optionsOfBoth(),
  ];
}

/** What cp and mv have in common, and name alike. */
export function optionsOfBoth(): readonly ForeignOption[] {
  return [
    notDone("--strip-trailing-slashes", "type SOURCE without the slash"),
    notDone("-Z", LABELS),
    notDone("--context", LABELS, { value: "CTX", form: "optional" }),
    notDone(
      "--update=none-fail",
      "--ignore-existing leaves what exists; ferry verify names what differs",
      UPDATES,
    ),
    synonym("-S", "--suffix=", { value: "SUFFIX", isOfOwnCommand: true }),
    synonym("--backup=simple --backup=never", "--backup"),
    synonym("--backup=none --backup=off", "--no-backup"),
    notDone("--backup=numbered --backup=t --backup=existing --backup=nil", ONE_BACKUP),
  ];
}

function attributesOf<T>(
  value: string | null,
  known: ReadonlyMap<string, T>,
): readonly (readonly [string, T])[] {
  return value === null ? [] : value.split(",").map((name) => {
    const meaning = known.get(name);
    if (meaning === undefined) {
      throw new RangeError(`'${name}' is none of ${[...known.keys()].join(", ")}`);
    }
    return [name, meaning] as const;
  });
}
