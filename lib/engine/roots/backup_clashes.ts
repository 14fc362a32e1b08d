// Refuses a `--backup-dir` in DEST that is itself what a SOURCE, or an entry of one, becomes: backups would take the place
// of what was copied, or the reverse.

import { binaryText, FileStat, type NativeFileSystem, pathBytes } from "../../../ffi/mod.ts";
import { Selection } from "../../plan/selection.ts";
import { runModeOf } from "../../run_mode.ts";
import type { BackupFolder } from "./backup_folder.ts";
import type { Destination } from "./destinations.ts";
import { usage } from "./failures.ts";
import { nameKeyAt, statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, splitPath } from "./paths.ts";
import type { RunRequest } from "./request.ts";
import { mayBeOneName } from "./spelled_otherwise.ts";

/** @throws {FerryError} `usage` */
export function refuseBackupClashes(
  fs: NativeFileSystem,
  request: RunRequest,
  operands: readonly Operand[],
  destinations: readonly Destination[],
  backups: BackupFolder | null,
): void {
  if (backups === null || backups.below === null || runModeOf(request.options) === "verify") return;
  for (const [i, operand] of operands.entries()) {
    const own = ownPath(fs, operand, destinations[i], backups.below);
    if (own === null || !takesPart(fs, request, operand, own)) continue;
    const typed = quote(operand.typed), isWhole = own === "";
    const what = isWhole
      ? `is where source ${typed} goes`
      : `is where ${quote(own)} of ${typed} goes`;
    const leave = isWhole ? "" : `, or leave that out with --exclude ${quote(`/${own}`)}`;
    throw usage(
      "BACKUP_DIR_IS_COPIED",
      `--backup-dir ${quote(backups.path)} ${what}`,
      `choose another one${leave}`,
    );
  }
}

/** The path below a SOURCE of what becomes the path `below` in DEST; null where nothing of this SOURCE does. */
function ownPath(
  fs: NativeFileSystem,
  { stat }: Operand,
  to: Destination,
  below: string,
): string | null {
  if (stat.isFolder && to.isNamed) return below;
  const { parent, name } = splitPath(to.path, fs.paths);
  const [first, ...rest] = below.split("/");
  const isIt = name !== null && mayBeOneName(first, name) &&
    (first === name || nameKeyAt(fs, parent) !== null);
  return isIt && (stat.isFolder || rest.length === 0) ? rest.join("/") : null;
}

/** Whether a SOURCE has an entry of that path, and the filters take it. */
function takesPart(
  fs: NativeFileSystem,
  { options }: RunRequest,
  { typed }: Operand,
  own: string,
): boolean {
  if (own === "") return true;
  const path = typed.endsWith("/") ? typed + own : `${typed}/${own}`;
  if (statPath(fs, path, false, new FileStat()) < 0) return false;
  return !new Selection(options).excludesPath(binaryText(pathBytes(own)));
}
