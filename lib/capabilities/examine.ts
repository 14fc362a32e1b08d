// Looks at the machine and at paths: what the system tells of them, and what works there, found out by doing it with
// temporary entries that are removed again, also where that is interrupted.

import {
  bytesOfBinaryText,
  FILE_SYSTEM_KINDS,
  type FileSystemKind,
  type MountedFileSystem,
  type NativeFileSystem,
  openNative,
  textOf,
} from "../../ffi/mod.ts";
import { isGranted } from "../../ffi/permission.ts";
import { methodsFor } from "../copy/bytes/ladders.ts";
import type { MethodName } from "../events.ts";
import { DEFAULT_OPTIONS } from "../options.ts";
import { FEATURES } from "./features/mod.ts";
import { flagNamesOf } from "./features/metadata.ts";
import { limitsOf } from "./limits.ts";
import { Example, findExample } from "./example.ts";
import { lookAtMachine } from "./machine.ts";
import { type MethodSource, tryMethod } from "./methods.ts";
import { openPlace } from "./place.ts";
import { notTried, works } from "./trial.ts";
import type {
  Capabilities,
  FeatureName,
  FileSystemFacts,
  PairCapabilities,
  PathCapabilities,
  Trial,
} from "./types.ts";
import { Workplace } from "./workplace.ts";

/** A path while it is looked at. */
interface Place {
  readonly path: string;
  readonly folder: string;
  readonly note: string | null;
  /** Handle of the folder, or a negated errno. */
  readonly handle: number;
  /** Where things are tried, or why nowhere. */
  readonly workplace: Workplace | Trial;
  /** What is copied from there; null where there is nothing to copy. */
  readonly source: MethodSource | null;
}

/**
 * Looks at the machine and at paths.
 *
 * @param paths not empty
 * @param signal ends it; what was made is removed
 */
export async function examine(
  paths: readonly string[],
  signal: AbortSignal | null,
): Promise<Capabilities> {
  const fs = await openNative();
  fs.tellAll(); // flags that cost a call, too
  const machine = await lookAtMachine(fs);
  const places: Place[] = [];
  const leftovers: { path: string; code: string }[] = [];
  const told: PathCapabilities[] = [];
  const pairs: PairCapabilities[] = [];
  try {
    for (const path of paths) {
      await pause(signal);
      places.push(open(fs, path));
    }
    for (const place of places) told.push(await describe(fs, place, signal));
    for (const [from, source] of places.entries()) {
      for (const [to, target] of places.entries()) {
        pairs.push({ from, to, methods: await tryMethods(source, target, signal) });
      }
    }
  } finally {
    for (const place of places.toReversed()) leftovers.push(...close(fs, place));
  }
  return { machine, paths: told, pairs, leftovers };
}

function open(fs: NativeFileSystem, path: string): Place {
  const { handle, folder, note } = openPlace(fs, path);
  const workplace = handle < 0
    ? notTried("it cannot be opened")
    : mayWrite(folder)
    ? Workplace.make(fs, handle)
    : notTried("Deno was not started with --allow-write for it");
  const source = workplace instanceof Workplace
    ? workplace
    : handle < 0
    ? null
    : findExample(fs, handle);
  return { path, folder, note, handle, workplace, source };
}

function mayWrite(folder: string): boolean {
  return isGranted(folder.isWellFormed() ? { name: "write", path: folder } : { name: "write" });
}

/** Removes what was made; what could not be removed. */
function close(fs: NativeFileSystem, { handle, folder, workplace, source }: Place) {
  if (source instanceof Example) source.close();
  const removed = workplace instanceof Workplace ? workplace.remove() : 0;
  if (handle >= 0) fs.close(handle);
  if (!(workplace instanceof Workplace) || removed === 0) return [];
  return [{ path: `${folder}/${textOf(workplace.name)}`, code: fs.errorName(removed) }];
}

async function describe(
  fs: NativeFileSystem,
  { path, folder, note, handle, workplace, source }: Place,
  signal: AbortSignal | null,
): Promise<PathCapabilities> {
  const known = { path, folder, note };
  if (handle < 0) {
    const error = { code: fs.errorName(handle), message: fs.errorText(handle) };
    const nothing = {
      fileSystem: null,
      room: null,
      limits: null,
      features: null,
      flagNames: [],
      example: null,
    };
    return { ...known, error, writable: notTried("it cannot be opened"), ...nothing };
  }
  const place = workplace instanceof Workplace ? workplace : null;
  const features: Partial<Record<FeatureName, Trial>> = {};
  for (const name of Object.keys(FEATURES) as FeatureName[]) {
    if (place === null) break;
    await pause(signal);
    features[name] = FEATURES[name](place);
  }
  return {
    ...known,
    error: null,
    fileSystem: factsOf(fs.fileSystemOf(handle), FILE_SYSTEM_KINDS[fs.fileSystemKind(handle)]),
    room: fs.room(handle),
    limits: limitsOf(fs, handle, place),
    writable: workplace instanceof Workplace ? works() : workplace,
    features: place === null ? null : features as Record<FeatureName, Trial>,
    flagNames: place === null ? [] : flagNamesOf(place),
    example: source instanceof Example ? source.path : null,
  };
}

async function tryMethods(
  { source: from }: Place,
  { workplace: to }: Place,
  signal: AbortSignal | null,
): Promise<PairCapabilities["methods"]> {
  if (from === null || !(to instanceof Workplace)) return null;
  const methods: Partial<Record<MethodName, Trial>> = {};
  for (const method of methodsFor(DEFAULT_OPTIONS, from.fs.can)) {
    await pause(signal);
    methods[method] = tryMethod(method, from, to);
  }
  return methods;
}

function factsOf(
  mounted: MountedFileSystem | null,
  { name }: FileSystemKind,
): FileSystemFacts | null {
  if (mounted === null) return null;
  const { type, source, point, flags, options } = mounted;
  return { type, kind: name, source: shown(source), mountPoint: shown(point), flags, options };
}

function shown(binary: string): string {
  return textOf(bytesOfBinaryText(binary));
}

/** Lets a signal be heard. @throws its reason */
async function pause(signal: AbortSignal | null): Promise<void> {
  if (signal === null) return;
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}
