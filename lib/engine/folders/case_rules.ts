// How a target folder tells names apart, where that depends on its file system: found out once a device, without
// writing anything if the folder has an entry to look up.

import { cString, FileStat, type NameKey, withoutNul } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { knownNameKey } from "../../copy/target/name_key.ts";
import { isTemporaryName } from "../../copy/target/temporary_names.ts";
import { NameSet } from "../../plan/name_set.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import { isNameThere, withOtherCase } from "../facts/other_case.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { rewind } from "./extras.ts";

const found = new FileStat();

/** How names are told apart in the pair's target folder; null where their bytes do. */
export function nameKeyOf(worker: WorkerContext, pair: FolderPair): NameKey | null {
  const { ctx, ctx: { fs, devices } } = worker;
  const { dev } = pair.target >= 0 ? pair.targetStat : rootStat(worker, pair);
  const key = knownNameKey(ctx, pair.target, dev);
  if (key !== undefined) return key;
  const ignores = ignoresCase(worker, pair);
  if (ignores !== null) devices.add(dev, ignores ? DEVICE.ignoresCase : DEVICE.tellsCase);
  return ignores === true ? fs.caseKey : null;
}

/** Of a folder that a dry run would make: the file system that it would stand on is that of the tree. */
function rootStat({ ctx: { fs } }: WorkerContext, { root }: FolderPair): FileStat {
  if (root.target < 0 || fs.statHandle(root.target, found) < 0) found.words.fill(0);
  return found;
}

/** Looks up an entry's name in the other case, or else asks the performer; null where neither tells. */
function ignoresCase(worker: WorkerContext, pair: FolderPair): boolean | null {
  const byEntry = pair.fresh ? null : byEntries(worker, pair);
  return byEntry ?? worker.performer.probeCase(pair);
}

/** By an entry whose name in the other case is no entry's; null where the first ones do not tell. */
function byEntries(worker: WorkerContext, pair: FolderPair): boolean | null {
  const { fs } = worker.ctx;
  const listing = worker.borrowListing();
  const end = fs.list(pair.target, listing);
  const names = new NameSet();
  names.addAll(listing);
  let answer: boolean | null = null;
  // Of a longer listing the rest may hold that name.
  for (let i = 0; end === 1 && i < listing.count && answer === null; i++) {
    const name = cString(withoutNul(listing.name(i)));
    const other = withOtherCase(name);
    if (isTemporaryName(name) || names.typeOf(other, 0) >= 0) continue;
    answer = isNameThere(worker.ctx, pair, other);
  }
  worker.returnListing(listing);
  rewind(worker, pair, "target"); // without that it would be listed as empty: told
  return answer;
}
