// A run as its output tells of it: an object of type `summary`, or in a log one of type `start`, turned back into what it was
// written from. Such a file may come from anywhere, so each field is looked at; what is no number counts as 0.

import { pathBytes } from "../../ffi/path_text.ts";
import type { ErrorEvent, MethodName } from "../events.ts";
import {
  isOutcome,
  isRunCommand,
  NOTHING_DONE,
  type ShardResult,
  type Summary,
} from "../summary.ts";
import { isShard, type Shard } from "../shard.ts";

/** What a run was asked for. */
export interface ToldTask {
  readonly command: Summary["command"];
  readonly source: readonly string[];
  readonly dest: string;
  readonly dryRun: boolean;
  readonly shard: Shard;
}

/** What a run came to. */
export interface ToldRun extends ToldTask {
  readonly summary: Summary;
  readonly exitCode: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a run had that was given no shard. */
const WHOLE_TREE: Shard = { index: 1, count: 1 };
/** Errors that are kept of a run, as many as its summary holds. */
const ERRORS_KEPT = 100;

/** What a run was asked for; null for an object that does not say so. */
export function toldTask(fields: Fields): ToldTask | null {
  const { command, source, dest, dry_run, shard } = fields;
  if (!isRunCommand(command) || typeof dest !== "string" || !isTexts(source)) return null;
  const told = shard === undefined || shard === null ? WHOLE_TREE : shardOf(shard);
  if (told === null) return null;
  return {
    command,
    source,
    dest,
    dryRun: dry_run === true,
    shard: told,
  };
}

/** What a run came to; null for an object that does not say so. */
export function toldRun(fields: Fields): ToldRun | null {
  const task = toldTask(fields);
  const { outcome, exit_code: exitCode, errors } = fields;
  if (task === null || !isOutcome(outcome) || !isCount(exitCode)) return null;
  const { shard, ...asked } = task;
  const counts = Object.keys(NOTHING_DONE).filter((name) => name !== "methods")
    .map((name) => [name, count(fields[fieldName(name)])]);
  const summary: Summary = {
    ...NOTHING_DONE,
    ...Object.fromEntries(counts),
    ...asked,
    ...resultOf(shard, fields.shard),
    methods: methodsOf(fields.methods),
    outcome,
    durationMs: count(fields.duration_ms),
    endedAt: timeOf(fields.ended_at),
    errorCount: count(fields.error_count),
    changedCount: count(fields.changed_count),
    errors: Array.isArray(errors) ? errors.slice(0, ERRORS_KEPT).flatMap(errorOf) : [],
  };
  return { ...task, summary, exitCode };
}

/** What `--json` calls a count: `files_copied` for `filesCopied`. */
function fieldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function shardOf(value: unknown): Shard | null {
  return isShard(value) ? { index: value.index, count: value.count } : null;
}

/** What a run tells of its shard beside its number; nothing of a run that had none. */
function resultOf(shard: Shard, fields: unknown): { readonly shard?: ShardResult } {
  if (!isObject(fields)) return {};
  const by = fields.by === "inode" || fields.by === "path" ? fields.by : null;
  return { shard: { ...shard, by, foreign: count(fields.foreign) } };
}

function methodsOf(value: unknown): Summary["methods"] {
  if (!isObject(value)) return {};
  const known = Object.entries(value).filter(([name, files]) =>
    /^\w+$/.test(name) && isCount(files)
  );
  return Object.fromEntries(known) as Partial<Record<MethodName, number>>;
}

function errorOf(value: unknown): ErrorEvent[] {
  if (!isObject(value)) return [];
  const path = pathOf(value.path, value.path_base64);
  const from = pathOf(value.from, value.from_base64);
  if (path === null) return [];
  return [{
    type: "error",
    op: words(value.op),
    path,
    ...(from === null ? {} : { from }),
    syscall: typeof value.syscall === "string" ? value.syscall : null,
    code: words(value.code),
    message: text(value.message),
    fatal: false,
    ...(value.changed === true ? { hasChanged: true } : {}),
  }];
}

/** The bytes of a path; null where there is none. */
function pathOf(path: unknown, base64: unknown): Uint8Array | null {
  if (typeof path !== "string") return null;
  if (typeof base64 !== "string") return pathBytes(path);
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    return pathBytes(path);
  }
}

/** Milliseconds since 1970; 0 where it is not known. */
function timeOf(value: unknown): number {
  const time = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? 0 : time;
}

function count(value: unknown): number {
  return isCount(value) ? value : 0;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What ferry itself calls something: a screen gets it as it is. */
function words(value: unknown): string {
  return text(value).replace(/[^\w -]/g, "?");
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
