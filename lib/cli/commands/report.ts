// `ferry report`: what the shards of a run came to together.

import { Gatherer } from "../../shard_outputs/gather.ts";
import { merge } from "../../shard_outputs/merge.ts";
import { tableWidth } from "../columns.ts";
import { exitCodeOfSignal } from "../exit_codes.ts";
import { isAbort, readList } from "../lists/list_reader.ts";
import type { ReportRequest } from "../arguments/report_request.ts";
import { jsonReport } from "../screen/report_json.ts";
import { reportText } from "../screen/report.ts";
import { reportMessages } from "../screen/report_messages.ts";
import type { Screen } from "../screen/terminal.ts";
import { decodeLossy } from "../text.ts";
import { listenForStop } from "./signals.ts";

/** Bytes of a line at most: a summary with 100 errors, each with two of the longest paths. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * Reads, adds up and prints; gives the exit code, which is that of the shard that ended worst.
 *
 * @throws {FerryError} where a file cannot be read, or runs do not belong together
 */
export async function reportCommand(
  { files, json, verbose }: ReportRequest,
  { painter, stderr }: Screen,
): Promise<number> {
  using stop = listenForStop((code) => Deno.exit(code));
  const gatherer = new Gatherer();
  try {
    for (const path of files) await read(path, gatherer, stop.signal);
  } catch (error) {
    if (!isAbort(error)) throw error;
    return exitCodeOfSignal(stop.received ?? "SIGINT");
  }
  const merged = merge(gatherer.result());
  painter.out(json ? jsonReport(merged) : reportText(merged, verbose, tableWidth()));
  painter.err(reportMessages(merged, stderr));
  return merged.exitCode;
}

async function read(path: string, gatherer: Gatherer, signal: AbortSignal): Promise<void> {
  const output = gatherer.output(path);
  const list = {
    path,
    what: "output of runs",
    ends: "LF",
    longestLine: LONGEST_LINE,
    takesAll: true,
  } as const;
  await readList(list, signal, (line) => output.line(decodeLossy(line)));
  output.end();
}
