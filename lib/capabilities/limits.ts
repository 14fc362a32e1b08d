// What fits into a file system: by what the system tells, by its kind, and by trying.

import {
  cString,
  FILE_SYSTEM_KINDS,
  type NativeFileSystem,
  WINDOWS_CHARACTERS,
  WINDOWS_NAME_UNITS,
} from "../../ffi/mod.ts";
import { probeCase } from "../engine/perform/apply/probe_case.ts";
import { timeStepOf } from "./features/metadata.ts";
import { tellsNothing } from "./trial.ts";
import type { Limits } from "./types.ts";
import type { Workplace } from "./workplace.ts";

/** No byte of UTF-8. */
const NO_UTF8 = 0xff;

/**
 * The limits of an open folder.
 *
 * @param place null where nothing can be tried
 */
export function limitsOf(fs: NativeFileSystem, folder: number, place: Workplace | null): Limits {
  const { names, seconds, largestFile = Infinity } = FILE_SYSTEM_KINDS[fs.fileSystemKind(folder)];
  const isUtf16 = names !== undefined || fs.can.streams;
  const largest = Math.min(largestFile, place === null ? Infinity : largestTried(place));
  return {
    nameLength: isUtf16 ? WINDOWS_NAME_UNITS : fs.longestName(folder) || null,
    nameUnit: isUtf16 ? "UTF-16 units" : "bytes",
    pathLength: fs.paths.longestPath,
    pathUnit: fs.paths.pathUnit,
    largestFile: largest === Infinity ? null : largest,
    firstTime: seconds?.[0] ?? null,
    lastTime: seconds?.[1] ?? null,
    timeStepNs: place && timeStepOf(place),
    ignoresCase: place && probeCase(place.ctx, place.pair),
    refusedCharacters: place && refusedCharacters(place),
    takesAnyBytes: place && takesAnyBytes(place),
  };
}

function largestTried(place: Workplace): number {
  const file = place.newFile();
  if (file < 0) return Infinity;
  const largest = place.fs.largestFile(file);
  place.fs.close(file);
  return largest || Infinity;
}

function refusedCharacters(place: Workplace): string | null {
  // A colon would not be refused there: what follows it names a stream.
  if (place.fs.can.streams) return WINDOWS_CHARACTERS;
  if (takesName(place, new TextEncoder().encode(`a${WINDOWS_CHARACTERS}a`))) return "";
  const answers = [...WINDOWS_CHARACTERS].map((character) =>
    [character, takesName(place, new TextEncoder().encode(`a${character}a`))] as const
  );
  if (answers.some(([, takes]) => takes === null)) return null;
  return answers.filter(([, takes]) => takes === false).map(([character]) => character).join("");
}

function takesAnyBytes(place: Workplace): boolean | null {
  return takesName(place, Uint8Array.of(NO_UTF8));
}

/** Null where something else than the name kept the file from being made. */
function takesName(place: Workplace, bytes: Uint8Array): boolean | null {
  const name = cString(bytes);
  const file = place.newFile(name);
  if (file < 0) return tellsNothing(file) ? null : false;
  place.fs.close(file);
  place.fs.unlink(place.folder, name);
  return true;
}
