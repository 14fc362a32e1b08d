// The history of runs, from the command line's side: where it is, and what is added to it at the end of a run.

import { isReadable } from "../../ffi/permission.ts";
import { recordOf, type RunRecord } from "../estimate/run_record.ts";
import { type Way, wayOf } from "../estimate/way.ts";
import type { Summary } from "../summary.ts";
import { fileSystemsAt } from "../history/file_systems.ts";
import { appendRecord, readHistory } from "../history/history_file.ts";
import { isPermitted, liesIn, makeFoldersAbove, realPathIn } from "../history/safe_place.ts";
import { folderVariables, type UserFile, userFileIn, userFilePath } from "../user_folders.ts";
import type { Settings } from "./settings.ts";
import { variable } from "./variable.ts";

/** Where the history of this user is; null where that is not known. */
export function historyPlace(): UserFile | null {
  const variables = folderVariables("state").map((name) => [name, variable(name)]);
  return userFileIn("state", "history.jsonl", Object.fromEntries(variables), Deno.build.os);
}

/**
 * The runs that are remembered, the oldest first: what `estimate` learns from. None where they cannot be read; nobody is
 * asked for a permission.
 */
export function pastRuns(): RunRecord[] {
  const place = historyPlace();
  if (place === null) return [];
  const path = userFilePath(place);
  return isReadable(path) ? readHistory(path) : [];
}

/** Adds a finished run, unless it was a dry one. That it could not be added is not told: the run itself went well. */
export async function remember(settings: Settings, summary: Summary): Promise<void> {
  if (summary.dryRun) return;
  const place = historyPlace();
  if (place === null) return;
  try {
    if (!isPermitted(place.base)) return;
    const path = realPathIn(place);
    // A line in one of the trees would make them differ.
    if (path === null || liesIn(path, [...settings.sources, settings.dest])) return;
    if (!makeFoldersAbove(path)) return;
    appendRecord(path, recordOf(summary, await wayOfRun(settings), new Date()));
  } catch {
    // A home that is read-only, a full disk, a name that is taken.
  }
}

async function wayOfRun({ command, sources, dest, check, options }: Settings): Promise<Way> {
  const source = check === null ? sources[0] : dest;
  const way = wayOf(command, options, await fileSystemsAt(source, dest));
  return check === null ? way : { ...way, options: { ...way.options, check: true } };
}
