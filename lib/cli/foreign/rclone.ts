// Options of rclone (rclone.org/flags, `rclone help flags`) that ferry does not have by that name.

import {
  accepted,
  type ForeignOption,
  notDone,
  synonym,
  translated,
  WITH_VALUE,
} from "./option.ts";

const REMOTE = "ferry copies local trees: mount the remote (rclone mount), or use rclone";
const PRINTED = "it is about how rclone prints";
const DECIDES = "ferry decides that itself";
const REPORTS = "ferry prints each difference, with --json as objects: redirect and filter those";

/** How the options of rclone's storage systems and of its connections begin. */
const REMOTE_PREFIXES =
  "acd alias azureblob b2 box cache chunker combine compress crypt drive dropbox fichier " +
  "filefabric ftp gcs gphotos hasher hdfs hidrive http internetarchive jottacloud koofr mailru " +
  "mega netstorage onedrive oos opendrive pcloud premiumizeme putio qingstor rc s3 seafile sftp " +
  "sharefile sia smb storj sugarsync swift tardigrade union uptobox vfs webdav yandex zoho";

/** rclone's options. */
export function rcloneOptions(): readonly ForeignOption[] {
  return [
    synonym("--transfers --checkers --threads", "--jobs=", { value: "N" }),
    synonym("--retries-sleep", "--retry-wait=", { value: "SECONDS" }),
    synonym("--no-check-dest", "--ignore-times"),
    synonym("--one-way", "--no-extra", { commands: ["verify"] }),
    accepted("--delete-empty-src-dirs", "'ferry move' removes the folders, too", {
      commands: ["move"],
    }),
    notDone("--delete-empty-src-dirs", "'ferry move' removes files and folders from SOURCE", {
      commands: ["copy", "mirror", "verify"],
    }),
    synonym("--no-update-dir-modtime", "--omit-dir-times"),
    accepted("--create-empty-src-dirs", "empty folders are copied"),
    accepted("--metadata", "all metadata are kept"),
    accepted("--refresh-times", "times are corrected where they differ"),
    accepted("--ignore-checksum", "copies are read again only with --verify"),
    accepted("--download", "contents are compared byte by byte", { commands: ["verify"] }),
    accepted("--partial-suffix", "an unfinished file never has its final name", WITH_VALUE),
    accepted("--track-renames", "a renamed file is copied, and shares its blocks where it can"),
    accepted(
      "--fast-list --no-traverse --check-first --use-mmap --no-unicode-normalization",
      DECIDES,
    ),
    accepted(
      "--buffer-size --max-backlog --multi-thread-streams --multi-thread-cutoff " +
        "--multi-thread-chunk-size --multi-thread-write-buffer-size --list-cutoff " +
        "--track-renames-strategy --streaming-upload-cutoff",
      DECIDES,
      WITH_VALUE,
    ),
    accepted(
      "--stats-one-line --stats-one-line-date --progress-terminal-title --no-console",
      PRINTED,
    ),
    accepted(
      "--stats-file-name-length --stats-log-level --stats-unit --log-format",
      PRINTED,
      WITH_VALUE,
    ),
    notDone(
      "-i",
      "ferry asks once for all, by --confirm; rsync's -i is typed --itemize-changes here",
      { isOfOwnCommand: true },
    ),
    notDone("--log-level", "-v prints each operation, -q only errors"),
    notDone("--use-json-log", "--json prints objects"),
    notDone("--syslog --syslog-facility --log-systemd", "pipe the output into logger(1)"),
    notDone(
      "--low-level-retries",
      "--retries N tries again what failed for a reason that may pass",
    ),
    notDone("--skip-links", "ferry copies links as links, or what they lead to with -L"),
    notDone("--ignore-size", "sizes are always compared; --ignore-times copies every file"),
    notDone("--immutable", "--ignore-existing leaves what exists; ferry verify names what differs"),
    notDone("--no-update-modtime", "--no-times leaves times alone"),
    notDone(
      "--ignore-case --ignore-case-sync",
      "--iexclude and --iinclude take rules for which the case of letters does not matter",
    ),
    translated("--filter-from", "--filter '. FILE'", (file) => [`--filter=. ${file}`], {
      value: "FILE",
    }),
    notDone("--files-from-raw", "--files-from FILE; with -0 names may begin with # and ;"),
    notDone("--order-by", "ferry copies in the order of its folders"),
    notDone(
      "--max-transfer --max-duration --cutoff-mode",
      "use timeout(1): ferry cleans up when it is told to stop",
    ),
    notDone("--error-on-no-transfer", "--json tells how many files were copied"),
    notDone("--bwlimit-file", "--bwlimit limits all files together"),
    notDone(
      "--suffix-keep-extension",
      "the --suffix of a backup comes last: name a --backup-dir instead",
    ),
    notDone(
      "--metadata-set --metadata-mapper",
      "metadata are kept as they are, but for --chown, --chmod, --usermap and --groupmap",
    ),
    notDone(
      "--metadata-include --metadata-exclude --metadata-filter",
      "entries are chosen by name (--filter), size and age",
    ),
    notDone("--hash-filter", "entries are chosen by name (--filter), size and age"),
    notDone("--max-delete-size", "--max-delete N|N% counts entries"),
    notDone("--fix-case", "a name in DEST that differs in the case of letters is another name"),
    notDone("--name-transform", "names are copied as they are"),
    notDone(
      "--log-file-max-size --log-file-max-backups --log-file-max-age --log-file-compress",
      "--log-file appends: use logrotate(8)",
    ),
    notDone("--combined --differ --match --missing-on-dst --missing-on-src --error", REPORTS, {
      commands: ["verify"],
    }),
    notDone(
      "--checkfile",
      "ferry verify --check FILE DEST compares with a list of SHA-256 digests",
      {
        commands: ["verify"],
      },
    ),
    notDone(
      "--ask-password --auto-confirm --bind --ca-cert --client-cert --client-key --disable " +
        "--disable-http-keep-alives --disable-http2 --dscp --dump --dump-bodies --dump-headers " +
        "--expect-continue-timeout --header --header-download --header-upload --password-command " +
        "--no-check-certificate --no-gzip-encoding --server-side-across-configs --tpslimit " +
        "--tpslimit-burst --use-cookies --use-server-modtime --user-agent",
      REMOTE,
    ),
  ];
}

/** What is said to an option of one of rclone's storage systems; null for any other. */
export function rcloneRemoteOption(typed: string): ForeignOption | null {
  const [, , prefix, ...rest] = typed.split("-");
  return rest.length > 0 && REMOTE_PREFIXES.split(" ").includes(prefix)
    ? notDone(typed, REMOTE)
    : null;
}
