// Entries that the target's file system cannot have: by a character of the name, its length, or the size of the file. The
// system answers no more than EINVAL, or worse; what is wrong is said with each entry and counted for the notice at the end.

import { EFBIG, EILSEQ, EINVAL, ENAMETOOLONG, ENOENT } from "../../ffi/errno.ts";
import {
  type CString,
  FILE_SYSTEM_KINDS,
  type FileSystemKind,
  KIND,
  type NativeFileSystem,
  textOf,
  WINDOWS_CHARACTERS,
  WINDOWS_NAME_UNITS,
  withoutNul,
} from "../../ffi/mod.ts";
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

/** The reason that is added to the system's own text, counted; empty where another one is likelier. */
export function whyRefused(
  ctx: RefusalContext,
  { pair, name }: Subject,
  syscall: string,
  error: number,
): string {
  if (name === null || pair.target < 0) return "";
  if (error === -ENAMETOOLONG) return tooLong(ctx, pair.target, kindOf(ctx, pair), name);
  if (error === -EFBIG) return tooLarge(ctx, kindOf(ctx, pair));
  if (!REFUSALS.has(error) || !NAMING.has(syscall)) return "";
  return notTaken(ctx, kindOf(ctx, pair), name, error);
}

function kindOf(ctx: RefusalContext, pair: Subject["pair"]): FileSystemKind {
  return ctx.limits.identify(pair).kind;
}

function tooLong(ctx: RefusalContext, folder: number, kind: FileSystemKind, name: CString): string {
  const bytes = withoutNul(name);
  const isUtf16 = kind.names !== undefined;
  const length = isUtf16 ? textOf(bytes).length : bytes.length;
  const most = isUtf16 ? WINDOWS_NAME_UNITS : ctx.fs.longestName(folder);
  const units = isUtf16 ? "UTF-16 units" : "bytes";
  if (most === 0 || length <= most) return `; the name has ${length} ${units}`;
  note(ctx, "namesTooLong", "ENAMETOOLONG", `${most} ${units}`);
  return `; the name has ${length} ${units}, and ${named(kind)} takes ${most}`;
}

function tooLarge(ctx: RefusalContext, kind: FileSystemKind): string {
  const { largestFile } = kind;
  if (largestFile === undefined || ctx.entry.source.size <= largestFile) return "";
  note(ctx, "filesTooLarge", "EFBIG", `${largestFile} bytes`);
  return `; ${named(kind)} holds no file of more than ${largestFile} bytes`;
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
