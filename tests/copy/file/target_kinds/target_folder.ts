// A temporary folder in which each kind of target file is opened, and then given its name or discarded.

import { cString, FileStat, type NativeFileSystem } from "../../../../ffi/mod.ts";
import { openPortable } from "../../../../ffi/portable/file_system.ts";
import type { CopyContext } from "../../../../lib/copy/context.ts";
import { TargetFile } from "../../../../lib/copy/file/target_file.ts";
import { TemporaryNames } from "../../../../lib/copy/target/temporary_names.ts";
import { Entry } from "../../../../lib/entry/entry.ts";
import { FolderPair } from "../../../../lib/entry/folder_pair.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../../lib/options.ts";
import { counterRow, createCounters } from "../../../../lib/shared/counters.ts";
import { SMALLEST_RESUMED } from "../../../../lib/thresholds.ts";
import { newControl } from "../../../support/control.ts";
import { rootPair } from "../../../support/root_pair.ts";
import { statWith } from "../../../support/stats.ts";

export const portable = openPortable();

export const APPEND_ONLY = 0x20;

export interface Place {
  readonly path: string;
  readonly ctx: CopyContext;
  readonly entry: Entry;
  readonly file: TargetFile;
  readonly count: Float64Array;
  /** Names in the folder. */
  names(): string[];
  /** Writes into the open target and closes it. */
  fill(text: string): void;
}

/** Lends an empty target folder in which the entry `x` is to be made. */
export function inFolder(
  use: (place: Place) => void,
  changed: { fs?: Partial<NativeFileSystem>; options?: Partial<Options> } = {},
): void {
  const path = Deno.makeTempDirSync({ prefix: "ferry-target-" });
  const pair = new FolderPair();
  pair.reset(rootPair(), new Uint8Array(), false);
  pair.target = portable.openFolder(cString(path));
  portable.statHandle(pair.target, pair.targetStat);
  const entry = new Entry();
  entry.reset(pair, cString("x"), 8);
  entry.source.copyFrom(statWith({ size: SMALLEST_RESUMED }));
  const file = new TargetFile();
  const count = counterRow(createCounters(1), 0);
  const ctx = {
    fs: {
      ...portable,
      can: { ...portable.can, appendOnlyAttributes: APPEND_ONLY },
      ...changed.fs,
    },
    options: { ...DEFAULT_OPTIONS, ...changed.options },
    control: newControl(),
    count,
    targetFile: file,
    checkStat: new FileStat(),
    openedStat: new FileStat(),
    temporaryNames: new TemporaryNames("0123abcd", 0),
  } as unknown as CopyContext;
  const fill = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    portable.write(file.handle, bytes, bytes.length, 0);
    portable.close(file.handle);
  };
  const names = () => [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  try {
    use({ path, ctx, entry, file, count, names, fill });
  } finally {
    portable.close(pair.target);
    Deno.removeSync(path, { recursive: true });
  }
}

export const read = ({ path }: Place) => Deno.readTextFileSync(`${path}/x`);

/** An old file `x` that is replaced. */
export function withOld(place: Place, text = "old contents"): void {
  const { path, entry } = place;
  Deno.writeTextFileSync(`${path}/x`, text);
  entry.replaces = true;
  portable.stat(entry.pair.target, entry.targetName, entry.target);
}
