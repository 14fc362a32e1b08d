// The file of past runs: JSON, a run a line, the newest last. Several runs may end at once: each appends its line by one
// write, and what is broken is skipped when it is read.

import { parseRecord, type RunRecord } from "../estimate/run_record.ts";
import { isMine } from "./safe_place.ts";

/** Bytes that the file may have. */
export const MOST_BYTES = 1024 * 1024;
/** Milliseconds after which a new file that nobody renamed was left by a killed run. */
const LEFT_MS = 60_000;
const NEWLINE = 10;

const encoder = new TextEncoder();

/**
 * Adds a run; of a file that would become too large the older half goes.
 *
 * @param path without links, in a folder that only this user may change
 * @throws where that fails; the file is then as it was, or lacks lines
 */
export function appendRecord(path: string, record: RunRecord): void {
  const line = encoder.encode(`${JSON.stringify(record)}\n`);
  const info = lookAt(path);
  if (info === null) create(path);
  else if (!info.isFile || (info.nlink ?? 1) > 1 || !isMine(info)) return;
  else if (info.size + line.length > MOST_BYTES) dropOlderHalf(path);
  using file = Deno.openSync(path, { read: true, append: true });
  const isWhole = endsInNewline(file);
  file.writeSync(isWhole ? line : new Uint8Array([NEWLINE, ...line]));
}

/**
 * Reads all runs that can be read, the oldest first; none where there is no file.
 *
 * @throws where the file cannot be read
 */
export function loadHistory(path: string): RunRecord[] {
  const info = lookAt(path);
  return info?.isFile ? linesOf(path).flatMap((line) => parseRecord(line) ?? []) : [];
}

/** The same, and none where it cannot be read: an estimate then has to do without. */
export function readHistory(path: string | null): RunRecord[] {
  try {
    return path === null ? [] : loadHistory(path);
  } catch {
    return [];
  }
}

/** Removes the file. @throws where that fails */
export function clearHistory(path: string): void {
  for (const each of [path, newName(path)]) if (lookAt(each) !== null) Deno.removeSync(each);
}

/** Follows no link; another run may have been faster. */
function create(path: string): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

function lookAt(path: string): Deno.FileInfo | null {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Complete and broken ones, of the last bytes of the file. */
function linesOf(path: string): string[] {
  using file = Deno.openSync(path);
  const { size } = file.statSync();
  file.seekSync(Math.max(0, size - MOST_BYTES), Deno.SeekMode.Start);
  const bytes = new Uint8Array(Math.min(size, MOST_BYTES));
  let length = 0;
  for (let more: number | null = 1; more && length < bytes.length; length += more ?? 0) {
    more = file.readSync(bytes.subarray(length));
  }
  return new TextDecoder().decode(bytes.subarray(0, length)).split("\n").filter((line) =>
    line !== ""
  );
}

function endsInNewline(file: Deno.FsFile): boolean {
  if (file.statSync().size === 0) return true;
  const last = new Uint8Array(1);
  file.seekSync(-1, Deno.SeekMode.End);
  return file.readSync(last) === 1 && last[0] === NEWLINE;
}

/** By a new file under a name of its own; where another run is at it, the file stays as it is for now. */
function dropOlderHalf(path: string): void {
  const temporary = newName(path);
  const left = lookAt(temporary);
  if (left !== null && Date.now() - (left.mtime?.getTime() ?? 0) > LEFT_MS) {
    Deno.removeSync(temporary);
  }
  const lines = linesOf(path);
  const kept = lines.slice(Math.ceil(lines.length / 2)).filter((line) => parseRecord(line));
  const text = encoder.encode(kept.map((line) => `${line}\n`).join(""));
  try {
    Deno.writeFileSync(temporary, text, { createNew: true, mode: 0o600 });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    Deno.removeSync(temporary);
    throw error;
  }
  Deno.renameSync(temporary, path);
}

function newName(path: string): string {
  return `${path}.new`;
}
