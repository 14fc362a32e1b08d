// Paths of other machines and of Windows: scp's and rsync's `host:path`, rclone's remotes, URLs, drives and
// shares. Where they cannot be reached, they are refused, since a folder of that name is seldom meant.

import { usageError } from "../errors.ts";
import { HAS_DRIVES } from "./typed_paths.ts";

const MACHINE =
  "names another machine, and ferry copies local trees only: mount its folder (sshfs), or";

/**
 * Whether a path is what rsync and rclone take for another machine's: a colon before the first slash.
 *
 * @param hasDrives whether `C:` begins a local path
 */
export function looksRemote(path: string, hasDrives = HAS_DRIVES): boolean {
  if (hasDrives) return /^[^/\\]*:/.test(path) && !/^[a-z]:/i.test(path);
  return path.split("/", 1)[0].includes(":");
}

/** Whether a path begins as a share of Windows does: `\\server\share`. */
export function looksUnc(path: string): boolean {
  return !HAS_DRIVES && path.startsWith("\\\\");
}

/** The error of a path that `looksRemote` or `looksUnc`. */
export function remotePath(path: string) {
  return usageError("REMOTE_PATH", `'${path}' ${reasonOf(path)}`);
}

function reasonOf(path: string): string {
  const ifMeant = `here it is a file name: type ./${path} if you mean that`;
  if (looksUnc(path)) {
    return `is a UNC path of Windows: mount the share and name its folder; ${ifMeant}`;
  }
  if (/^[a-z]:(?:$|[\\/](?!\/))/i.test(path)) return `is a Windows path; ${ifMeant}`;
  return `${elsewhere(path)}; a local name is typed './${path}'`;
}

function elsewhere(path: string): string {
  if (/^https?:\/\//i.test(path)) {
    return "is a URL, and ferry copies local trees only: use curl or rclone";
  }
  const file = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(path);
  if (file !== null) return `is a URL: type its path, '${decoded(file[1])}'`;
  // A user, a module of rsync's daemon: no remote of rclone's has these.
  const isRsync = /^(?:rsync:|[^/]*::|[^/:]*@)/i.test(path);
  return `${MACHINE} use ${isRsync ? "rsync" : "rsync or rclone"}`;
}

/** The path in a URL of a file, such as file managers give; as it is where it cannot be shown decoded. */
function decoded(path: string): string {
  try {
    const text = decodeURIComponent(path).replace(/^\/(?=[a-z]:)/i, "");
    return /\p{Cc}/u.test(text) ? path : text;
  } catch {
    return path;
  }
}
