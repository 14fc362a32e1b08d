// A run that was refused, for programs: with `--json` it ends with a summary as any other does, also where its arguments
// could not be read to their end.

import { DEFAULT_OPTIONS } from "../../options.ts";
import type { Parsed } from "../arguments/parsed.ts";
import { findCommand, isTransfer } from "../commands.ts";
import type { RefusedRun } from "../screen/json.ts";

/**
 * What programs are to be told of; null where nothing asks for JSON.
 *
 * @param parsed null where that failed: then SOURCE and DEST are not known
 */
export function refusedRun(parsed: Parsed | null, args: readonly string[]): RefusedRun | null {
  if (parsed !== null) return "sources" in parsed && parsed.output.json ? parsed : null;
  const command = findCommand(args[0] ?? "")?.name;
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  if (command === undefined || !isTransfer(command)) return null;
  if (flags.lastIndexOf("--json") <= flags.lastIndexOf("--no-json")) return null;
  return { command, sources: [], dest: "", options: DEFAULT_OPTIONS };
}
