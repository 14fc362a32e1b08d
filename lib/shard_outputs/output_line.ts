// What a line of a run's output says of the run as a whole. Read are what `--json` prints and what `--log-file` appends, where
// such a line has the time and a tab before its object: no name in a log has a tab in it that is not escaped, so that no name
// can pass for one. Any other line (messages of a scheduler between them, too) says nothing.

import { SCHEMA } from "../json_schema.ts";
import { type ToldRun, toldRun, type ToldTask, toldTask } from "./told_run.ts";

/** What a line says. */
export type Said =
  /** A run has begun. */
  | { readonly type: "start"; readonly task: ToldTask; readonly at: number }
  /** A run has ended. */
  | { readonly type: "summary"; readonly run: ToldRun }
  /** An entry of a run whose end is still to come. */
  | { readonly type: "entry" }
  /** A run has ended, and what this version knows nothing of is in its summary. */
  | { readonly type: "newer"; readonly schema: number }
  /** Nothing. */
  | { readonly type: "nothing" };

const NOTHING: Said = { type: "nothing" };
/** The beginning of an object of a log, or of one that a line that was cut off runs into. */
const OBJECT = /(?:^|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t)(?=\{)/g;
const WITHIN = /\{(?:"time":"[^"]*",)?"type":"(?:summary|start)"/g;

/** Reads a line. */
export function readLine(line: string): Said {
  // Most lines are of entries, and need not be read as JSON.
  const isOfRun = line.includes('"type":"summary"') || line.includes('"type":"start"');
  if (!isOfRun) return line.startsWith("{") ? { type: "entry" } : NOTHING;
  const starts = line.startsWith("{")
    ? [...line.matchAll(WITHIN)].map(({ index }) => index)
    : [...line.matchAll(OBJECT)].map(({ index, 0: { length } }) => index + length);
  const read = starts.map((start) => objectOf(line.slice(start))).find((it) => it !== null);
  const said = read === undefined ? null : saidBy(read);
  return said ?? (line.startsWith("{") ? { type: "entry" } : NOTHING);
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function saidBy(fields: Readonly<Record<string, unknown>>): Said | null {
  const { type, schema } = fields;
  if (typeof schema === "number" && schema > SCHEMA) return { type: "newer", schema };
  if (type === "start") {
    const task = toldTask(fields);
    const at = typeof fields.at === "string" ? Date.parse(fields.at) : NaN;
    return task === null ? null : { type, task, at: Number.isNaN(at) ? 0 : at };
  }
  const run = type === "summary" ? toldRun(fields) : null;
  return run === null ? null : { type: "summary", run };
}
