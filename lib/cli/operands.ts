// Operands that mean something else to the tool that a user has in mind: another machine's folder (scp(1),
// rsync(1), rclone's remotes), or an option of robocopy's. They are refused unless there is such an entry.

import { slashOption } from "./foreign_tokens.ts";
import { usageError } from "./errors.ts";
import { findForeign } from "./foreign.ts";
import type { Settings, TransferCommand } from "./settings.ts";

/** Whether `\` ends a name, and `C:` begins a path. */
const HAS_DRIVES = Deno.build.os === "windows";

/** Refuses operands that are not local paths. @throws {FerryError} `usage` */
export function checkOperands({ command, sources, dest, check }: Settings): void {
  for (const operand of check === null ? [...sources, dest] : [dest]) {
    if (looksRemote(operand) && !exists(firstName(operand))) throw remoteOperand(operand);
    if (HAS_DRIVES || !mayBeSlashOption(operand)) continue;
    const option = slashOperand(operand, command);
    if (option !== null && !exists(operand)) throw option;
  }
}

/**
 * Whether a path is what rsync and rclone take for another machine's: a colon before the first slash.
 *
 * @param hasDrives whether `C:` begins a local path
 */
export function looksRemote(path: string, hasDrives = HAS_DRIVES): boolean {
  if (hasDrives) return /^[^/\\]*:/.test(path) && !/^[a-z]:/i.test(path);
  return path.split("/", 1)[0].includes(":");
}

/** By hand, as `looksRemote`: each run asks, and compiling a regular expression takes longer than both answers. */
function mayBeSlashOption(path: string): boolean {
  return path[0] === "/" && !path.split(":", 1)[0].includes("/", 1);
}

/** The error of an operand that is an option of robocopy's; null if it is none. */
export function slashOperand(operand: string, command: TransferCommand) {
  const option = slashOption(operand);
  const found = option === null ? null : findForeign(option.typed, { command, asTool: null });
  if (found === null || found.tool !== "robocopy") return null;
  const row = found.option;
  const instead = row.kind === "synonym" ? `type ${row.shown}` : row.why;
  const leaveOut = row.kind === "accepted" ? "leave it out, for " : "";
  return usageError(
    "NOT_DONE",
    `'${operand}' is an option of robocopy, and a path here: ${leaveOut}${instead}`,
  );
}

function remoteOperand(operand: string) {
  return usageError(
    "REMOTE_PATH",
    `'${operand}' names another machine, and ferry copies local trees only: mount its folder (sshfs), or ` +
      `use rsync; a local name is typed './${operand}'`,
  );
}

function firstName(path: string): string {
  return /^[^/\\]*/.exec(path)![0];
}

/** Whether there is an entry; true where that cannot be known. */
function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory);
  }
}
