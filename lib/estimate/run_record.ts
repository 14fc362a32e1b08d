// One run as the history keeps it: a line of JSON that holds no name of a file, a folder, a user or a machine.

import { isOutcome, isRunCommand, type Outcome, type Summary } from "../summary.ts";
import type { Way } from "./way.ts";
import { type Work, WORK_FIELDS, workOf } from "./work.ts";

export interface RunRecord extends Way, Work {
  /** When it ended, as in ISO 8601, to the second. */
  readonly at: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** Bytes that clones share with the source. */
  readonly bytesShared: number;
  readonly filesUnchanged: number;
  readonly filesFailed: number;
  readonly filesVerified: number;
  /** Files by the method that copied them. */
  readonly methods: Summary["methods"];
}

/** What is to be remembered of a finished run. */
export function recordOf(summary: Summary, way: Way, at: Date): RunRecord {
  const { outcome, durationMs, bytesShared, filesUnchanged, filesFailed, methods } = summary;
  return {
    at: `${at.toISOString().slice(0, 19)}Z`,
    ...way,
    outcome,
    durationMs: Math.round(durationMs * 10) / 10,
    ...workOf(summary),
    bytesShared,
    filesUnchanged,
    filesFailed,
    filesVerified: summary.filesVerified,
    methods,
  };
}

/** Reads a line; null for what is none of ours, be it broken off or from a later version. */
export function parseRecord(line: string): RunRecord | null {
  try {
    const record = JSON.parse(line);
    return isRecord(record) ? record : null;
  } catch {
    return null;
  }
}

const NUMBERS = [
  ...WORK_FIELDS,
  "durationMs",
  "bytesShared",
  "filesUnchanged",
  "filesFailed",
  "filesVerified",
];

function isRecord(value: unknown): value is RunRecord {
  const record = Object(value);
  const { from, to, options, methods } = record;
  return isRunCommand(record.command) && isOutcome(record.outcome) &&
    NUMBERS.every((name) => isAmount(record[name])) &&
    [from, to].every(isFileSystem) &&
    [options, methods].every((map) => typeof map === "object" && map !== null) &&
    typeof record.at === "string" && !Number.isNaN(Date.parse(record.at));
}

/** Beyond that no sum is right, and no run gets there. */
function isAmount(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

function isFileSystem(value: unknown): boolean {
  const { type, device } = Object(value);
  return typeof type === "string" && (device === null || typeof device === "string");
}
