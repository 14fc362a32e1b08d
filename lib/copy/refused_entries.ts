// Entries that the target's file system cannot have: by a character of the name, its length, or the size of the file. The
// system answers no more than EINVAL, or worse; what is wrong is said with each entry and counted for the notice at the end.

import { EFBIG, EILSEQ, EINVAL, ENAMETOOLONG, ENOENT, EPERM } from "../../ffi/errno.ts";
import {
  type CString,
  FILE_SYSTEM_KINDS,
  type FileStat,
  type FileSystemKind,
  KIND,
  type NativeFileSystem,
  textOf,
  WINDOWS_CHARACTERS,
  WINDOWS_NAME_UNITS,
  withoutNul,
} from "../../ffi/mod.ts";
import { formatBytes } from "../number_texts.ts";
import type { Subject } from "../entry/subject.ts";
import { COUNTER, type CounterName } from "../shared/counters.ts";
import type { LostNames } from "../shared/lost_names.ts";
import type { TargetLimits } from "./metadata/target_limits.ts";

/** The part of a thread's context that this needs. */
export interface RefusalContext {
  readonly fs: Pick<NativeFileSystem, "errorName" | "longestName">;
  readonly limits: Pick<TargetLimits, "identify">;
  readonly count: Float64Array;
  readonly lostNames: Pick<LostNames, "add">;
  readonly entry: { readonly source: { readonly size: number } };
}

/** Calls that give an entry its name. */
const NAMING = new Set([
  "mkdirat",
  "symlinkat",
  "mknodat",
  "linkat",
  "renameat",
  "renameat2",
  "openat",
]);

/** Codes with which a file system refuses a name; exfat-fuse says ENOENT. */
const REFUSALS = new Set([-EINVAL, -EILSEQ, -ENOENT]);

/** Kinds that may stand for a file system of Windows, or one of a server that has its own rules. */
const UNKNOWN_KINDS = new Set<FileSystemKind>(
  [KIND.opaque, KIND.fuse, KIND.nfs, KIND.overlay].map((kind) => FILE_SYSTEM_KINDS[kind]),
);

/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i;

/** Names that are refused for something else than a character. */
export const REFUSED_NAMES = {
  control: "names with control characters",
  ending: "names that end in a dot or a blank",
  device: "names of devices such as aux",
  encoding: "names that are not UTF-8",
} as const;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** What a file system takes. */
export interface EntryLimits {
  readonly kind: FileSystemKind;
  /** Bytes of the longest name; 0 if that is not told. */
  longestName(): number;
}

/** The reason that is added to the system's own text, counted; empty where another one is likelier. */
export function whyRefused(
  ctx: RefusalContext,
  { pair, name }: Subject,
  syscall: string,
  error: number,
): string {
  const mayTell = REFUSALS.has(error) || error === -ENAMETOOLONG || error === -EFBIG;
  if (name === null || pair.target < 0 || !mayTell) return "";
  const { kind } = ctx.limits.identify(pair);
  return reasonOf(ctx, { kind, longestName: () => ctx.fs.longestName(pair.target) }, {
    name,
    syscall,
    error,
  });
}

/** A call that was refused, or would be. */
export interface Refused {
  readonly name: CString;
  readonly syscall: string;
  /** Negated. */
  readonly error: number;
}

/** The same where it is known what the file system takes. */
export function reasonOf(
  ctx: RefusalContext,
  limits: EntryLimits,
  { name, syscall, error }: Refused,
): string {
  if (error === -ENAMETOOLONG) return tooLong(ctx, limits, name);
  if (error === -EFBIG) return tooLarge(ctx, limits.kind);
  if (!REFUSALS.has(error) || !NAMING.has(syscall)) return "";
  return notTaken(ctx, limits.kind, name, error);
}

/** The negated error with which a file system certainly refuses a new entry; 0 where it may take it. */
export function certainRefusal(limits: EntryLimits, name: CString, source: FileStat): number {
  const { kind } = limits;
  const bytes = withoutNul(name);
  const { length, most } = lengthOf(limits, bytes);
  if (most > 0 && length > most) return -ENAMETOOLONG;
  if (kind.isPlain && !source.isFile && !source.isFolder) return -EPERM;
  if (kind.isPlain && problemOf(bytes, false) !== null) return -EINVAL;
  return source.isFile && source.size > (kind.largestFile ?? Infinity) ? -EFBIG : 0;
}

function lengthOf({ kind, longestName }: EntryLimits, bytes: Uint8Array) {
  const isUtf16 = kind.names !== undefined;
  return {
    length: isUtf16 ? textOf(bytes).length : bytes.length,
    most: isUtf16 ? WINDOWS_NAME_UNITS : longestName(),
    units: isUtf16 ? "UTF-16 units" : "bytes",
  };
}

function tooLong(ctx: RefusalContext, limits: EntryLimits, name: CString): string {
  const { length, most, units } = lengthOf(limits, withoutNul(name));
  if (most === 0 || length <= most) return `; the name has ${length} ${units}`;
  note(ctx, "namesTooLong", "ENAMETOOLONG", `${most} ${units}`);
  return `; the name has ${length} ${units}, and ${named(limits.kind)} takes ${most}`;
}

function tooLarge(ctx: RefusalContext, kind: FileSystemKind): string {
  const { largestFile } = kind;
  if (largestFile === undefined || ctx.entry.source.size <= largestFile) return "";
  note(ctx, "filesTooLarge", "EFBIG", `${largestFile} bytes`);
  return `; ${named(kind)} holds no file of more than ${formatBytes(largestFile)}`;
}

function notTaken(ctx: RefusalContext, kind: FileSystemKind, name: CString, error: number): string {
  const isGuess = kind.names === undefined;
  if (isGuess && (!UNKNOWN_KINDS.has(kind) || error === -ENOENT)) return "";
  const problem = problemOf(withoutNul(name), kind.names?.asWindows ?? false);
  if (problem === null) return "";
  note(ctx, "namesRefused", ctx.fs.errorName(error), problem);
  const what = problem.length === 1 ? `names with '${problem}'` : problem;
  return `; ${named(kind)} ${isGuess ? "may take" : "takes"} no ${what}`;
}

/** What is wrong with a name on a file system of Windows: a character, or one of REFUSED_NAMES; null if nothing is. */
export function problemOf(name: Uint8Array, asWindows: boolean): string | null {
  let text: string;
  try {
    text = utf8.decode(name);
  } catch {
    return REFUSED_NAMES.encoding;
  }
  const character = [...text].find((character) =>
    character < " " || WINDOWS_CHARACTERS.includes(character)
  );
  if (character !== undefined) return character < " " ? REFUSED_NAMES.control : character;
  if (!asWindows) return null;
  if (/[. ]$/.test(text)) return REFUSED_NAMES.ending;
  return DEVICE_NAME.test(text) ? REFUSED_NAMES.device : null;
}

function named({ name }: FileSystemKind): string {
  return name === "" ? "the file system" : `the file system (${name})`;
}

function note(ctx: RefusalContext, loss: CounterName, code: string, name: string): void {
  ctx.count[COUNTER[loss]]++;
  ctx.lostNames.add({ loss, code, name });
}
