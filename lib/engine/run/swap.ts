// `mirror --swap`, after the run has compared both trees: the new tree is built whole beside DEST, with links to what
// the old one has unchanged, and takes its place in one step, also where the two are equal. Then the
// old one is removed. Where anything fails before that step, DEST stays as it was.

import { ENTRY_TYPE, FileStat, textOf, withoutNul } from "../../../ffi/mod.ts";
import { deleteEntry } from "../../copy/deletion/delete_entry.ts";
import { removeTree } from "../../copy/deletion/remove_tree.ts";
import { FolderPair } from "../../entry/folder_pair.ts";
import type { RunEvent } from "../../events.ts";
import { CONTROL, isStopping, STOP, stop } from "../../shared/control.ts";
import { counted, totals } from "../../shared/counters.ts";
import { queueEmptying } from "../folders/emptying.ts";
import {
  exchangeTrees,
  keepOld,
  makeNewTree,
  type NewTree,
  renameToKeep,
  SWAPPED,
} from "../roots/new_tree.ts";
import { firstJob, JOB } from "../worker/job.ts";
import { performerOf } from "./build_thread.ts";
import { needsOf } from "./counts/build_needs.ts";
import type { BuildTotals } from "./joined_totals.ts";
import { copyPhase, deletePhases, relinkPhase } from "./phases.ts";
import { Progress } from "./progress.ts";
import { reportLosses } from "./report_losses.ts";
import { shownOldTree } from "./shown_old_tree.ts";
import {
  buildingOptions,
  fail,
  failOn,
  PARENT,
  rootsOf,
  type SwapSetup,
  TREE,
  withoutBackups,
} from "./swap_setup.ts";
import { Threads } from "./threads.ts";

/** What came of a swap. */
export interface Swapped {
  /** What building the new tree took; null where DEST stays as it was. */
  readonly built: BuildTotals | null;
  /** Files that could not be copied into it. */
  readonly filesFailed: number;
}

/** Builds the new tree and exchanges it for the old one. */
export async function swapTrees(setup: SwapSetup): Promise<Swapped> {
  const { fs, request, place, compared } = setup;
  const [root] = compared.main.roots;
  const shown = shownOldTree(compared.main.ctx, root, place);
  if (shown !== null) {
    failOn(setup, shown);
    return { built: null, filesFailed: 0 };
  }
  const fresh = makeNewTree(fs, place, root.source);
  if (typeof fresh === "number") {
    fail(setup, "create folder in", "mkdirat", fresh);
    return { built: null, filesFailed: 0 };
  }
  const swap = await Swap.begin(setup, fresh);
  const onAbort = () => stop(swap.control, STOP.cancelled);
  request.signal?.addEventListener("abort", onAbort);
  if (request.signal?.aborted) onAbort();
  try {
    return { built: await swap.carryOut(), filesFailed: swap.filesFailed };
  } finally {
    request.signal?.removeEventListener("abort", onAbort);
    swap.end();
    passOnStop(swap.control, compared.control);
  }
}

class Swap {
  readonly control: Int32Array;
  /** All of the tree, none of which is there yet. */
  readonly #jobs = [firstJob(JOB.folder, TREE, true)];
  readonly #progress: Progress;

  private constructor(
    private readonly setup: SwapSetup,
    private fresh: NewTree,
    private readonly threads: Threads,
  ) {
    this.control = threads.control;
    const { request, startedAt, place, compared } = setup;
    const removesOld = compared.main.roots[TREE].target >= 0 && place.kept === null;
    const needs = needsOf(compared.memory, removesOld);
    this.#progress = new Progress(request, threads, this.#jobs, startedAt, needs);
  }

  static async begin(setup: SwapSetup, fresh: NewTree): Promise<Swap> {
    const { fs, request, place, compared, log } = setup;
    const [root] = compared.main.roots;
    const roots = rootsOf(fs, root, place, fresh, request.dest);
    const performer = await performerOf({ mode: "apply", roots });
    const options = buildingOptions(request.options, request.dest);
    const { usesFastPath, backlog } = request;
    const how = { usesFastPath, backlog, before: compared.memory };
    const asked = { options, mode: "apply", roots, ...how } as const;
    const threads = new Threads(fs, asked, performer, (events) => log.receive(events));
    return new Swap(setup, fresh, threads);
  }

  get filesFailed(): number {
    return counted(this.threads.memory.counters, "filesFailed");
  }

  async carryOut(): Promise<BuildTotals | null> {
    const { setup, setup: { fs, request, place, log }, threads } = this;
    const { target } = setup.compared.main.roots[TREE];
    await this.#build();
    reportLosses(log, request, threads);
    const old = new FileStat();
    const isReady = log.errorCount === 0 && !isStopping(threads.control) &&
      (target < 0 || fs.statHandle(target, old) === 0);
    const answer = isReady ? this.#exchange(target < 0 ? null : old) : null;
    if (answer === null) {
      this.#progress.stop();
      return this.#giveUp();
    }
    if (answer === SWAPPED.inTwoSteps) {
      log.notice(`'${request.dest}' was not there for a moment: no names are exchanged here`);
    }
    const isSafe = !request.options.fsync || this.#sync();
    await reportOperations(setup);
    if (target >= 0 && place.kept === null) {
      if (isSafe) await this.#removeOld(old);
      else this.#tellLeft("the old tree", "; the next swap removes it");
    }
    return totals(threads.memory.counters);
  }

  end(): void {
    this.#progress.stop();
    this.threads.end();
    this.setup.fs.close(this.fresh.handle);
  }

  async #build(): Promise<void> {
    const { threads, setup: { compared: { main } } } = this;
    this.#progress.start();
    const left = await copyPhase(threads, this.#jobs);
    await relinkPhase(threads, this.#jobs);
    // Nothing is left to delete in a new tree.
    if (left.length > 0 && main.roots.length > 0) throw new Error("a new tree has extra entries");
  }

  /** Lets the new tree take the old one's place, and keeps that if it is asked for; one of SWAPPED, or null. */
  #exchange(old: FileStat | null): number | null {
    const { setup, setup: { fs, place } } = this;
    if (place.kept !== null) {
      const renamed = renameToKeep(fs, place, this.fresh);
      if (typeof renamed === "number") return this.#refuse("rename the new tree of", renamed);
      this.fresh = renamed;
    }
    const answer = exchangeTrees(fs, place, this.fresh, old);
    if (answer < 0) return this.#refuse("exchange", answer);
    const error = place.kept === null ? 0 : keepOld(fs, place, this.fresh);
    if (error === 0) return answer;
    const fresh = new FileStat();
    fs.statHandle(this.fresh.handle, fresh);
    const undone = exchangeTrees(fs, place, this.fresh, fresh);
    fail(setup, "keep the old tree of", "renameat2", error);
    if (undone >= 0) return null;
    this.#tellLeft("the old tree");
    return answer;
  }

  /** Writes to disk which tree has which name; false if that failed, which was reported: after a loss of power either may have it. */
  #sync(): boolean {
    const { setup, setup: { fs, place: { parent, kept } } } = this;
    const folders = kept === null ? [parent] : [kept.parent, parent];
    const error = folders.map((folder) => fs.sync(folder)).find((synced) => synced < 0);
    if (error !== undefined) fail(setup, "write to disk", "fsync", error);
    return error === undefined;
  }

  #tellLeft(what: string, more = ""): void {
    const { setup: { request, log }, fresh } = this;
    log.notice(`${what} stays beside '${request.dest}' as '${textOf(fresh.name)}'${more}`);
  }

  #refuse(op: string, error: number): null {
    fail(this.setup, op, "renameat2", error);
    return null;
  }

  /** Removes what was built; DEST stays as it was, and that is said. */
  #giveUp(): null {
    const { setup: { request, place, log }, threads, fresh } = this;
    const error = removeTree(threads.main.ctx, place.parent, fresh.name);
    if (error < 0) fail(this.setup, "remove the new tree beside", "unlinkat", error);
    log.notice(`'${request.dest}' stays as it was: the new tree is not whole`);
    return null;
  }

  /** Removes the old tree, all threads together. */
  async #removeOld(old: FileStat): Promise<void> {
    const { threads, threads: { main }, setup: { fs, request, place, log }, fresh } = this;
    queueEmptying(main, PARENT, withoutNul(fresh.name), old.dev);
    await threads.runPhase();
    if (!isStopping(threads.control)) {
      const pair = new FolderPair();
      pair.reset(main.roots[PARENT], new Uint8Array(), false);
      pair.target = main.roots[PARENT].target;
      deleteEntry(main.ctx, pair, NOTHING_KEPT, fresh.name, ENTRY_TYPE.folder);
      main.ctx.report.flush();
      if (fs.stat(place.parent, fresh.name, old) === 0) {
        this.#tellLeft("what is left of the old tree");
      }
    } else log.notice(`the next run removes the old tree that is left beside '${request.dest}'`);
  }
}

/** Nothing in the old tree is kept. */
const NOTHING_KEPT = { protects: () => false };

/** Lists what has become of DEST, as a dry run would have: by a comparison of the source with the old tree. */
async function reportOperations(setup: SwapSetup): Promise<void> {
  const { fs, request, compared, log } = setup;
  if (!request.options.reportOperations) return;
  const { roots } = compared.main;
  const performer = await performerOf({ mode: "preview", roots });
  const isOperation = ({ type }: RunEvent) => type === "operation";
  const threads = new Threads(
    fs,
    {
      options: withoutBackups(request.options),
      mode: "preview",
      roots,
      before: compared.memory,
      backlog: request.backlog,
    },
    performer,
    (events) => log.receive(events.filter(isOperation)),
  );
  const jobs = [firstJob(JOB.folder, TREE, roots[TREE].target < 0)];
  const extras = await copyPhase(threads, jobs);
  await deletePhases(threads, extras, null);
  threads.end();
}

function passOnStop(from: Int32Array, to: Int32Array): void {
  const reason = Atomics.load(from, CONTROL.stop);
  if (reason === STOP.cancelled || reason === STOP.fatal) stop(to, reason);
}
