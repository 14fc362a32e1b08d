// Options of rsync (rsync(1), version 3.4) that ferry does not have by that name.

import {
  accepted,
  type ForeignOption,
  notDone,
  synonym,
  translated,
  WITH_VALUE,
} from "./option.ts";

const REMOTE = "ferry copies local trees and starts no remote shell such as ssh: mount the other " +
  "machine's folder (sshfs), or use rsync";
const WHOLE = "local files are copied whole";
const NO_DELTA = "ferry copies whole files, never parts of changed ones: use rsync";
const LOCAL = "nothing is sent to another machine";
const COMPRESSES_NOTHING =
  "ferry compresses nothing; file systems can (btrfs, ZFS, NTFS), and archivers " +
  "(tar --zstd, restic)";
const DELETES_LAST = "ferry deletes once all is copied: leave it out, for a mirror deletes anyway";
const NO_SPARSE_COPY = "ferry copies trees whole: --link-dest DIR links what DIR has unchanged";
const NO_BATCH = "ferry writes no batches: use rsync";

/** What `--info` may ask for. */
const INFO: Readonly<Record<string, readonly string[]>> = {
  progress: ["--progress"],
  stats: ["--stats"],
  name: ["--verbose"],
};

/** rsync's options. */
export function rsyncOptions(): readonly ForeignOption[] {
  return [...acceptedOptions(), ...synonyms(), ...notDoneOptions()];
}

function acceptedOptions(): readonly ForeignOption[] {
  return [
    accepted("-l --links", "links are copied as links", { asksForLinks: true }),
    accepted("-H", "hard links are kept"),
    accepted("-A", "ACLs are kept"),
    accepted("-X", "xattrs are kept"),
    accepted("-o", "the owner is kept where that is permitted"),
    accepted("-g", "the group is kept where that is permitted"),
    accepted("-t", "times are kept", { commands: ["mirror", "verify"] }),
    accepted("-D --devices", "FIFOs are kept, and devices where that is permitted"),
    accepted("-E --executability", "all permission bits are kept"),
    accepted("-n --dry-run", "verify changes nothing", { commands: ["verify"] }),
    accepted("-c --checksum", "contents are compared", { commands: ["verify"] }),
    accepted("-i --itemize-changes", "each difference is printed", {
      commands: ["verify"],
    }),
    accepted("--numeric-ids", "owners are kept by number"),
    accepted("--super", "what needs root is tried anyway"),
    accepted("-W --whole-file", WHOLE),
    accepted("-B --block-size", WHOLE, { value: "SIZE" }),
    accepted("-y --fuzzy", WHOLE),
    accepted("--no-compress --no-z", LOCAL),
    accepted("-z --compress --old-compress --new-compress", COMPRESSES_NOTHING, { isTold: true }),
    accepted("-s --secluded-args --protect-args --old-args --trust-sender --no-motd", LOCAL),
    accepted("-4 --ipv4 -6 --ipv6 --blocking-io --no-blocking-io", LOCAL),
    accepted(
      "--checksum-choice --cc --checksum-seed",
      "contents are compared byte by byte",
      WITH_VALUE,
    ),
    accepted("--partial", "an unfinished file never has its final name; --resume goes on with it"),
    accepted(
      "--partial-dir",
      "an unfinished file never has its final name; --resume goes on with it",
      {
        value: "DIR",
      },
    ),
    accepted("--inc-recursive --i-r --no-inc-recursive --no-i-r", "folders are read as it goes"),
    accepted("--no-relative --no-R --no-implied-dirs", "paths of SOURCE are not repeated in DEST"),
    accepted(
      "--no-append --no-atimes --no-U --no-crtimes --no-N --no-delay-updates --no-drop-D --no-force " +
        "--no-fuzzy --no-iconv --no-ignore-errors --no-insecure-links --no-mkpath --no-munge-links " +
        "--no-old-args --no-open-noatime --no-partial --no-secluded-args --no-s --no-super --no-timeout " +
        "--no-contimeout --no-write-devices --no-8-bit-output",
      "ferry does nothing of that, or always",
    ),
    accepted("--no-dirs --no-d", "folders are copied whole"),
    accepted("--no-numeric-ids", "on one machine a number and its name are the same"),
    accepted("--preallocate", "room is asked for where that helps"),
    accepted("--max-alloc", "memory is bounded anyway", { value: "SIZE" }),
    accepted("--human-readable", "sizes are printed so"),
    accepted("-8 --8-bit-output", "names are printed as they are"),
    accepted("--outbuf", "lines are written in batches", { value: "N|L|B" }),
    accepted("--stderr --msgs2stderr", "errors go to stderr", { value: "MODE", form: "optional" }),
  ];
}

function synonyms(): readonly ForeignOption[] {
  return [
    synonym("--copy-links", "--dereference"),
    synonym("-I", "--ignore-times"),
    synonym("--dirs --old-dirs --old-d", "--max-depth=1"),
    synonym("--no-m", "--no-prune-empty-dirs"),
    synonym("-S", "--sparse=always"),
    synonym("--no-sparse --no-S", "--sparse=auto"),
    synonym("--no-bwlimit", "--bwlimit=0"),
    synonym("-@", "--modify-window=", { value: "SECONDS" }),
    synonym("--ignore-non-existing", "--existing"),
    synonym("--append-verify", "--resume --verify"),
    synonym("-P", "--progress"),
    translated("--info", "--progress, --stats or --verbose", infoOptions, { value: "FLAGS" }),
    synonym("--delete-after --delete-delay", "--delete", { commands: ["mirror"] }),
    synonym("--drop-D --no-D", "--no-specials"),
    synonym("--no-p", "--no-perms"),
    synonym("--no-t", "--no-times"),
    synonym("--no-o", "--no-owner"),
    synonym("--no-g", "--no-group"),
    synonym("--no-O", "--no-omit-dir-times"),
    synonym("--no-J", "--no-omit-link-times"),
    synonym("--no-A", "--no-acls"),
    synonym("--no-X", "--no-xattrs"),
    synonym("--no-H", "--no-hard-links"),
    synonym("--no-x", "--no-one-file-system"),
    synonym("--no-v", "--no-verbose"),
    synonym("--no-q", "--no-quiet"),
    synonym("--no-i", "--no-itemize-changes"),
    synonym("--no-c", "--no-checksum"),
    synonym("--no-u", "--no-update"),
  ];
}

function notDoneOptions(): readonly ForeignOption[] {
  return [
    notDone(
      "-e --rsh --rsync-path -M --remote-option --password-file --early-input --port --address " +
        "--sockopts --contimeout --daemon --server --sender",
      REMOTE,
    ),
    notDone("--timeout", "ferry waits for the system as long as that takes: use timeout(1)"),
    notDone(
      "--stop-after --time-limit --stop-at",
      "use timeout(1): ferry cleans up when it is told to stop",
    ),
    notDone("--del --delete-during --delete-before", DELETES_LAST, {
      commands: ["mirror", "verify"],
    }),
    notDone(
      "--del --delete-during --delete-before --delete-after --delete-delay",
      "only 'ferry mirror' deletes from DEST, and once all is copied",
      { commands: ["copy", "move"] },
    ),
    notDone("--ignore-errors", "ferry deletes nothing in a folder that it could not read whole"),
    notDone("--ignore-missing-args --delete-missing-args", "name only SOURCEs that exist"),
    notDone(
      "--compress-level --zl --compress-choice --zc --compress-threads --zt --skip-compress",
      `${COMPRESSES_NOTHING}: leave it out`,
    ),
    notDone("--no-whole-file --no-W", NO_DELTA),
    notDone(
      "--append",
      "ferry does not trust that the beginning of a file is right: --resume compares it",
    ),
    notDone("--compare-dest --copy-dest", NO_SPARSE_COPY),
    notDone("--delay-updates", "ferry replaces each file in one step, but not all at once"),
    notDone("--temp-dir", "temporary files are beside the final ones, to be renamed in one step"),
    notDone("-R --relative", "name the folder in DEST: ferry copy -T a/b DEST/a/b"),
    notDone("--mkpath", "make the folder first: mkdir -p"),
    notDone("-d --no-recursive --no-r", "--max-depth 1 leaves out what is in folders"),
    notDone("--no-links --no-l", "ferry copies links as links, or what they lead to with -L"),
    notDone("--no-devices", "--no-specials leaves out devices and FIFOs"),
    notDone(
      "--safe-links --copy-unsafe-links --munge-links --insecure-links --confine-root",
      "ferry copies links as they are, and follows none but with -L",
    ),
    notDone("-k --copy-dirlinks", "ferry follows no links to folders alone: -L follows all links"),
    notDone("-K --keep-dirlinks", "ferry never follows a link in DEST: a folder takes its place"),
    notDone("-U --atimes", "access times are not kept"),
    notDone("-N --crtimes", "times of creation are not kept"),
    notDone("--open-noatime", "mount SOURCE with noatime instead"),
    notDone("--fake-super", "ferry keeps owners where that is permitted, and nowhere else"),
    notDone("--copy-devices --write-devices", "ferry neither reads nor writes devices: use dd"),
    notDone(
      "--copy-as",
      "start ferry as that user (su, setpriv), or give the copies to it: --chown",
    ),
    notDone("--list-only", "use ls, or -n, which lists what would be copied"),
    notDone("--write-batch --only-write-batch --read-batch", NO_BATCH),
    notDone("--iconv", "names are copied byte for byte"),
    notDone("--protocol", LOCAL),
    notDone("--debug", "-v prints each operation, --json all about it"),
    notDone("--no-h --no-human-readable", "--json prints sizes in bytes"),
  ];
}

/** `progress2`, `stats,name1`: a number is a level, and 0 is off. */
function infoOptions(value: string | null): readonly string[] {
  return (value ?? "").split(",").flatMap((item) => {
    const [, name, level] = /^([a-z]+)(\d?)$/i.exec(item) ?? [];
    const options = name === undefined ? undefined : INFO[name.toLowerCase()];
    if (options === undefined) throw new RangeError(`'${item}' is none of progress2, stats, name`);
    return level === "0" ? [] : options;
  });
}
