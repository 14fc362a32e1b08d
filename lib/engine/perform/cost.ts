// What an operation is expected to cost: room, and by which method bytes move (`OperationEvent.cost`).

import type { FileStat } from "../../../ffi/mod.ts";
import { expectedMethod } from "../../copy/bytes/expected_method.ts";
import type { CopyContext } from "../../copy/context.ts";
import { freedBy } from "../../copy/deletion/list_deletions.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { OperationCost } from "../../events.ts";
import { folderAbove, targetDev } from "../facts/target_mount.ts";

/** Of an entry whose source was looked at; nothing where the options do not ask. */
export function costOf(ctx: CopyContext, entry: Entry): { cost?: OperationCost } {
  if (!ctx.options.reportCosts) return {};
  const { pair, source, target, replaces } = entry;
  const { dev, size, allocatedBytes } = source;
  const to = targetDev(ctx, pair);
  const way = source.isFile ? methodOf(ctx, pair, source, to) : NO_BYTES;
  return {
    cost: {
      sourceDevice: dev,
      targetDevice: to,
      allocated: source.isFile ? Math.min(size, allocatedBytes) : 0,
      freed: replaces && !target.isFolder ? freedBy(target) : 0,
      ...way,
    },
  };
}

const NO_BYTES = { method: null, otherwise: null } as const;

function methodOf(
  ctx: CopyContext,
  pair: FolderPair,
  { dev, size, allocatedBytes }: FileStat,
  to: number,
) {
  const { ladders, mover: { storage } } = ctx;
  const traits = storage.traits(pair.source, pair.sourceStat.dev);
  const targetShares = pair.target >= 0
    ? storage.traits(pair.target, to).sharesBlocks
    : folderAbove(ctx, pair).sharesBlocks;
  const way = { size, allocated: allocatedBytes, sourceDev: dev, targetDev: to };
  return expectedMethod(ladders, { ...way, traits, targetShares });
}

/** Of a folder that would be made. */
export function folderCostOf(ctx: CopyContext, pair: FolderPair): { cost?: OperationCost } {
  if (!ctx.options.reportCosts) return {};
  const sourceDevice = pair.sourceStat.dev, targetDevice = targetDev(ctx, pair);
  return { cost: { sourceDevice, targetDevice, allocated: 0, freed: 0, ...NO_BYTES } };
}
