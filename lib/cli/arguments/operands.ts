// Operands that mean something else to the tool that a user has in mind: a path that is not local
// (`remote_paths.ts`), an option of robocopy's, or the contents of a folder by a slash at its end. The first two
// are refused unless there is such an entry.

import { slashOption } from "./foreign_tokens.ts";
import { usageError } from "../errors.ts";
import { findForeign } from "../foreign.ts";
import { isFolder } from "../../is_folder.ts";
import { looksRemote, looksUnc, remotePath } from "./remote_paths.ts";
import type { Settings, TransferCommand } from "../settings.ts";
import {
  baseNameOf,
  endsInSlash,
  exists,
  firstName,
  HAS_DRIVES,
  withoutSlashes,
} from "./typed_paths.ts";

/** Refuses operands that are not local paths. @throws {FerryError} `usage` */
export function checkOperands({ command, sources, dest, check }: Settings): void {
  for (const operand of check === null ? [...sources, dest] : [dest]) {
    const isElsewhere = looksRemote(operand) || looksUnc(operand);
    if (isElsewhere && !exists(firstName(operand))) throw remotePath(operand);
    if (HAS_DRIVES || !mayBeSlashOption(operand)) continue;
    const option = slashOperand(operand, command);
    if (option !== null && !exists(operand)) throw option;
  }
}

/**
 * What is said of a folder that is typed with a slash at its end, which means its contents to rsync, and goes
 * into a folder that is there; null for any other.
 */
export function nestingNotice(
  { command, sources: [source], dest, placement }: Settings,
): string | null {
  if (placement !== "auto" || !endsInSlash(source)) return null;
  const name = baseNameOf(source);
  if (name === null || !isFolder(source) || !isFolder(dest)) return null;
  const folder = withoutSlashes(dest);
  const arrives = folder === "/" ? `/${name}` : `${folder}/${name}`;
  const verb = command === "move" ? "moved" : "copied";
  return `'${source}' is ${verb} to '${arrives}'; -T puts its contents into '${folder}'`;
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
