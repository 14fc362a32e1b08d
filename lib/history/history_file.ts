// The file of past runs: JSON, a run a line, the newest last. Several runs may end at once: each appends its line by one
// write, and what is broken is skipped when it is read.

import { concatBytes } from "../../ffi/mod.ts";
import { parseRecord, type RunRecord } from "../estimate/run_record.ts";
import { isMine, look } from "./safe_place.ts";

/** Bytes that the file may have. */
export const MOST_BYTES = 1024 * 1024;
/** Milliseconds after which a new file that nobody renamed was left by a killed run. */
const LEFT_MS = 60_000;
const NEWLINE = 10;
/** For the user alone, and the bits that are not. */
const MODE = 0o600, OTHERS = 0o077;

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
  // A newline may have to go before it.
  else if (info.size + line.length >= MOST_BYTES) dropOlderHalf(path);
  else if (((info.mode ?? 0) & OTHERS) !== 0) Deno.chmodSync(path, MODE);
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
  if (!lookAt(path)?.isFile) return [];
  using file = Deno.openSync(path);
  return linesOf(file).flatMap((line) => parseRecord(line) ?? []);
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

/** Makes an empty file, and follows no link; false if the name is taken: another run may have been faster. */
function create(path: string): boolean {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: MODE }).close();
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return false;
  }
}

/** Follows no link. */
function lookAt(path: string): Deno.FileInfo | null {
  return look(path, Deno.lstatSync);
}

/** Complete and broken ones, of the last bytes of the file. */
function linesOf(file: Deno.FsFile): string[] {
  const { size } = file.statSync();
  file.seekSync(Math.max(0, size - MOST_BYTES), Deno.SeekMode.Start);
  const text = new TextDecoder().decode(read(file, Math.min(size, MOST_BYTES)));
  return text.split("\n").filter((line) => line !== "");
}

/** The next bytes, so many at most. */
function read(file: Deno.FsFile, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  let length = 0;
  for (let more: number | null = 1; more && length < bytes.length; length += more ?? 0) {
    more = file.readSync(bytes.subarray(length));
  }
  return bytes.subarray(0, length);
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
  // A clock may have been set back since.
  const ageMs = Math.abs(Date.now() - (left?.mtime?.getTime() ?? 0));
  if (left !== null && ageMs > LEFT_MS) Deno.removeSync(temporary);
  if (!create(temporary)) return;
  try {
    // Another run may have been faster.
    if ((lookAt(path)?.size ?? 0) <= MOST_BYTES * 0.75) return Deno.removeSync(temporary);
    Deno.writeFileSync(temporary, newerHalf(path), { create: false });
    Deno.renameSync(temporary, path);
  } catch (error) {
    Deno.removeSync(temporary);
    throw error;
  }
}

function newerHalf(path: string): Uint8Array {
  using file = Deno.openSync(path);
  const lines = linesOf(file);
  const kept = lines.slice(Math.ceil(lines.length / 2)).filter((line) => parseRecord(line));
  const text = encoder.encode(kept.map((line) => `${line}\n`).join(""));
  // What other runs have added meanwhile comes last.
  return concatBytes([text, read(file, MOST_BYTES)]);
}

function newName(path: string): string {
  return `${path}.new`;
}
