// `ferry history`: the runs that are remembered, or forgotten.

import { isReadable } from "../../../ffi/permission.ts";
import { StoppedError } from "../../errors.ts";
import type { RunRecord } from "../../estimate/run_record.ts";
import { clearHistory, loadHistory } from "../../history/history_file.ts";
import { realPathIn } from "../../history/safe_place.ts";
import { isFolder } from "../../is_folder.ts";
import { decidingVariables, type UserFile, userFilePath } from "../../user_folders.ts";
import { tableWidth } from "../columns.ts";
import { systemError } from "../errors.ts";
import { EXIT } from "../exit_codes.ts";
import { historyPlace } from "../history.ts";
import type { HistoryRequest } from "../arguments/history_request.ts";
import { escapeText } from "../quote.ts";
import { historyJson, historyTable } from "../screen/history.ts";
import type { Painter } from "../screen/painter.ts";
import { formatCount } from "../sizes.ts";

/** Prints or clears the history; gives the exit code. @throws {FerryError} where it cannot be read or removed */
export function historyCommand({ clear, json }: HistoryRequest, painter: Painter): number {
  const place = historyPlace();
  const path = place === null ? null : userFilePath(place);
  const runs = path === null ? [] : read(path);
  if (clear) {
    if (path !== null) attempt("remove", path, () => clearHistory(path));
    painter.out(json ? "" : `${formatCount(runs.length)} ${runsWord(runs.length)} forgotten\n`);
  } else if (json) painter.out(runs.map(historyJson).join(""));
  else painter.out(runs.length === 0 ? nothing(place) : historyTable(runs, tableWidth()));
  return EXIT.done;
}

function read(path: string): readonly RunRecord[] {
  return attempt("read", path, () => loadHistory(path));
}

function attempt<T>(what: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, text } = systemError(error);
    const message = `cannot ${what} the history '${path}': ${text} (${code})`;
    const advice = `${decidingVariables("state", Deno.build.os).join(" or ")} names another place`;
    throw new StoppedError(code, message, { path, advice, cause: error });
  }
}

function nothing(place: UserFile | null): string {
  if (place === null) {
    return "no runs are remembered: no variable tells where the user's folders are\n";
  }
  const path = userFilePath(place);
  return `no runs are remembered in ${escapeText(path)}${whyNone(place, path)}\n`;
}

/** Why a run would not be remembered there; empty where nothing is known to stand in its way. */
function whyNone(place: UserFile, path: string): string {
  if (isReadable(place.base) && !isFolder(place.base)) {
    return `, for there is no folder ${escapeText(place.base)}`;
  }
  if (isReadable(path) && isFolder(path)) return ", for that is a folder";
  return isSafe(place) ? "" : ", for other users may change folders above it";
}

/** Whether a run would be remembered there, as far as it can be told. */
function isSafe(place: UserFile): boolean {
  if (!isReadable("/")) return true;
  try {
    return realPathIn(place) !== null;
  } catch {
    return true;
  }
}

function runsWord(count: number): string {
  return count === 1 ? "run" : "runs";
}
