// What helps against errors of certain codes, wherever they come from, in a line.

import { commonErrorName } from "../ffi/mod.ts";

const ADVICE: Readonly<Record<string, string>> = {
  EMFILE: "this process may open no more files; 'ulimit -n' shows its limit, -j 1 needs fewest",
  ENFILE: "the system has too many open files; 'sysctl fs.file-max' shows its limit",
  EFBIG: "the file system holds no larger files, or 'ulimit -f' forbids them",
};

/** What helps once an error has ended a run. */
const AGAIN = "run the same command again";
const ADVICE_ON_ENDS: Readonly<Record<string, string>> = {
  ENOSPC: `once there is room, ${AGAIN}`,
  EDQUOT: `once the quota has room, ${AGAIN}`,
  EROFS: `once it can be written to, ${AGAIN}`,
};

const DELETES_LAST =
  "; a mirror deletes last, but with --existing --ignore-existing it deletes and copies nothing";

/** Calls by which blocks are shared, the last resort of --reflink=always alone. */
const CLONES: ReadonlySet<string | null> = new Set([
  "ioctl(FICLONE)",
  "NtFsControlFile(FSCTL_DUPLICATE_EXTENTS_TO_FILE)",
]);
const CANNOT_SHARE = new Set(["EXDEV", "EOPNOTSUPP", "ENOTTY", "EINVAL", "ENOSYS"]);

/**
 * Null where nothing helps that is always the same.
 *
 * @param isEnd whether the error has ended a run
 * @param deletesLast whether that run was to delete in the end
 */
export function adviceOn(
  systemsCode: string,
  syscall: string | null = null,
  isEnd = false,
  deletesLast = false,
): string | null {
  const code = commonErrorName(systemsCode);
  if (isEnd && code in ADVICE_ON_ENDS) {
    return ADVICE_ON_ENDS[code] + (deletesLast && code !== "EROFS" ? DELETES_LAST : "");
  }
  if (CLONES.has(syscall) && CANNOT_SHARE.has(code)) {
    return "no blocks can be shared there: --reflink=auto copies the bytes then";
  }
  return ADVICE[systemsCode] ?? null; // these name commands of one system
}
