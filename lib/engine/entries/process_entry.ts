// One entry: decide what is to be done about it, and have that performed. The decision is the same in a run, a dry
// run and a verification.

import { frequent } from "../../../ffi/frequent.ts";
import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, ENTRY_TYPE } from "../../../ffi/mod.ts";
import { isTemporaryName } from "../../copy/target/temporary_names.ts";
import type { Entry } from "../../entry/entry.ts";
import { beginMatching, type FolderPair, joinPath, undoMatching } from "../../entry/folder_pair.ts";
import { decide, decideUnlinked } from "../../plan/decide.ts";
import { isUnchanged } from "../../plan/decide_file.ts";
import { TARGET } from "../../entry/found.ts";
import { OPERATION, type Operation } from "../../plan/operation.ts";
import { COUNTER } from "../../shared/counters.ts";
import { watchFailures } from "../facts/behind_links.ts";
import { giveUpClaim } from "../facts/claims.ts";
import { noteMatch } from "../facts/matched_names.ts";
import { isOwnMark } from "../facts/target_in_source.ts";
import { isAnothers } from "../facts/stat_entry.ts";
import { targetLocation } from "../facts/target_mount.ts";
import { FOLDER } from "../worker/performer.ts";
import { JOB } from "../worker/job.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { enterFolder } from "./enter_folder.ts";
import { noteExcluded } from "./note_excluded.ts";
import { reportRefusal } from "./report_refusal.ts";
import { processWithRetries } from "./retries.ts";

const DOT = 46;

/** Processes the entry `name` of the pair's source. `name` may run past its NUL. */
export function processEntry(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  listedType: number,
): void {
  const isFile = listedType === ENTRY_TYPE.file;
  if (isFile && worker.decidesBySides && !pair.lacksFiles && name[0] !== DOT) {
    return processFile(worker, pair, name);
  }
  const { ctx: { options } } = worker;
  const processNow = options.dereference && options.delete ? processWatched : processAsOften;
  processNow(worker, pair, name, listedType);
}

/** By itself, as `processAgain`. */
function processWatched(worker: WorkerContext, pair: FolderPair, name: CString, type: number) {
  const process = () => processAsOften(worker, pair, name, type);
  watchFailures(worker, pair.root, joinPath(pair.path, name), process);
}

function processAsOften(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  listedType: number,
): void {
  const { shard, ctx: { options } } = worker;
  if (options.retries === 0 && shard === null) processOnce(worker, pair, name, listedType);
  else processAgain(worker, pair, name, listedType);
}

/** By itself, because a closure costs each call of the function that may make one. */
function processAgain(worker: WorkerContext, pair: FolderPair, name: CString, type: number): void {
  const process = (known: number) => processOnce(worker, pair, name, known);
  processWithRetries(worker, pair, type, process);
}

/**
 * A file of a run in which nothing but its two sides decides, and that the target may have: most are unchanged, and pass by
 * one function that V8 soon compiles. It looks at them as `statSource` and `statTarget` do (../facts/stat_entry.ts).
 */
const processFile = frequent((worker: WorkerContext, pair: FolderPair, name: CString): void => {
  const { ctx, ctx: { entry, count, fs }, basis } = worker;
  count[COUNTER.entriesSeen]++;
  entry.reset(pair, name, ENTRY_TYPE.file);
  pair.removeOld = null;
  // What fails is looked at again, and told.
  if (fs.stat(pair.source, name, entry.source) === 0) {
    const { targetName } = entry;
    const error = fs.stat(pair.target, targetName, entry.target);
    const isFound = error === 0 && !isAnothers(ctx, pair, targetName);
    if (isFound && isUnchanged(entry, basis)) {
      noteMatch(ctx, pair, targetName);
      return worker.performer.keep(entry);
    }
    if (isFound) entry.found = TARGET.present;
    if (error === -ENOENT) entry.found = TARGET.absent;
  }
  decideAndPerform(worker, entry);
});

function processOnce(worker: WorkerContext, pair: FolderPair, name: CString, type: number): void {
  const { entry, count } = worker.ctx;
  count[COUNTER.entriesSeen]++;
  if (isTemporaryName(name)) {
    if (!isOwnMark(worker, name)) count[COUNTER.leftoversInSource]++;
    return worker.performer.passOver(pair, null);
  }
  entry.reset(pair, name, type);
  decideAndPerform(worker, entry);
}

function decideAndPerform(worker: WorkerContext, entry: Entry): void {
  const { pair } = entry;
  beginMatching(pair);
  const operation = decide(entry, worker.basis);
  if (worker.shard !== null) noteForeign(worker, entry, operation);
  perform(worker, entry, operation);
  if (worker.isEntryDeferred) undoMatching(pair);
}

/** Marks a folder of another shard, which is entered all the same, and counted there. Its type is known once it is decided. */
function noteForeign(
  { shard, ctx: { count } }: WorkerContext,
  entry: Entry,
  operation: Operation,
): void {
  const { pair, type, name } = entry;
  if (type !== ENTRY_TYPE.folder || !pair.isOfTree || shard!.ownsName(pair, name)) return;
  if (operation === OPERATION.defer || operation === OPERATION.deferConflict) return; // seen again
  entry.isForeign = true;
  count[COUNTER.entriesSeen]--;
  count[COUNTER.entriesForeign]++;
}

/** Has an operation performed on an entry. */
function perform(worker: WorkerContext, entry: Entry, operation: Operation): void {
  const { performer, ctx } = worker;
  switch (operation) {
    case OPERATION.none:
      return passOver(worker, entry);
    case OPERATION.keep:
      if (entry.isClaimed) publishKept(worker, entry);
      return performer.keep(entry);
    case OPERATION.copy:
    case OPERATION.replace:
      return performer.copy(entry);
    case OPERATION.updateMetadata:
      if (entry.isClaimed) publishKept(worker, entry);
      return performer.updateMetadata(entry);
    case OPERATION.link:
      return performLink(worker, entry);
    case OPERATION.linkEarlier:
      return performEarlier(worker, entry);
    case OPERATION.symlink:
    case OPERATION.special:
      return performer.makeLink(entry);
    case OPERATION.makeFolder: {
      const made = performer.makeFolder(entry);
      if (made !== FOLDER.failed) enterFolder(worker, entry, made === FOLDER.made);
      return;
    }
    case OPERATION.enterFolder:
      return enterFolder(worker, entry, false);
    case OPERATION.compare:
      return performer.compare(entry);
    case OPERATION.exclude:
      noteExcluded(worker, entry);
      return passOver(worker, entry);
    case OPERATION.skipSocket:
      ctx.count[COUNTER.socketsSkipped]++;
      return passOver(worker, entry);
    case OPERATION.refuse:
      reportRefusal(ctx, entry);
      giveUpClaim(ctx, entry);
      entry.isClaimed = false;
      return passOver(worker, entry);
    case OPERATION.defer:
      return worker.deferEntry();
    case OPERATION.putOff:
      return worker.putOffEntry();
    case OPERATION.deferConflict:
      return worker.deferName(entry.pair, entry.name, JOB.replaceConflicts);
    case OPERATION.deferName:
      return worker.deferName(
        entry.pair,
        entry.name,
        entry.pair.isOfTree ? JOB.lateNames : JOB.lateOperands,
      );
    default:
      operation satisfies never;
  }
}

/** Where no link can be made, decides once more, without one. */
function performLink(worker: WorkerContext, entry: Entry): void {
  const { performer, basis } = worker;
  if (performer.link(entry)) return;
  entry.isClaimed = true;
  entry.linkTo = null;
  perform(worker, entry, decideUnlinked(entry, basis));
}

/** Where an entry of an earlier copy cannot be linked, decides once more, without it. */
function performEarlier(worker: WorkerContext, entry: Entry): void {
  if (worker.performer.linkEarlier(entry)) return;
  entry.isUnlinkable = true;
  perform(worker, entry, decideUnlinked(entry, worker.basis));
}

/** Tells those that wait for the first name of a file that it stands in the target as it is. */
function publishKept({ ctx }: WorkerContext, entry: Entry): void {
  ctx.links!.publish(entry.source, entry.target, targetLocation(ctx, entry));
  entry.isClaimed = false;
}

/** Tells the performer of an entry about which nothing is done. */
function passOver({ performer }: WorkerContext, { pair, name, type }: Entry): void {
  performer.passOver(pair, type === ENTRY_TYPE.folder ? name : null);
}
