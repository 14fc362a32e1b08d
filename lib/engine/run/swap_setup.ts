// What a swap works with: the roots and options of the threads that build the new tree, and how its failures are reported.

import { EXDEV } from "../../../ffi/errno.ts";
import { FileStat, type NativeFileSystem, pathBytes } from "../../../ffi/mod.ts";
import type { Obstacle } from "../../copy/deletion/obstacles.ts";
import { endsRun } from "../../copy/failures.ts";
import { labelledPath } from "../../entry/folder_pair.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { NOTHING_GUARDED } from "../../entry/guarded_paths.ts";
import type { ErrorEvent } from "../../events.ts";
import type { Options } from "../../options.ts";
import { STOP, stop } from "../../shared/control.ts";
import type { NewTree } from "../roots/new_tree.ts";
import type { RunRequest } from "../roots/request.ts";
import type { SwapPlace } from "../roots/swap_place.ts";
import type { EventLog } from "./event_log.ts";
import type { Threads } from "./threads.ts";

/** Indexes of the roots. */
export const TREE = 0, PARENT = 1;

/** What a swap is given. */
export interface SwapSetup {
  readonly fs: NativeFileSystem;
  readonly request: RunRequest;
  readonly place: SwapPlace;
  /** The threads that have compared the two trees. */
  readonly compared: Threads;
  readonly log: EventLog;
  /** When the run began, by `performance.now()`. */
  readonly startedAt: number;
}

/** The roots of the threads that build the tree: it, at TREE, and the folder in which both stand, at PARENT. */
export function rootsOf(
  fs: NativeFileSystem,
  root: RootPair,
  place: SwapPlace,
  fresh: NewTree,
  dest: string,
): RootPair[] {
  const { earlier = [], target } = root;
  const above = pathBytes(place.parentLabel);
  const stat = new FileStat();
  fs.statHandle(fresh.handle, stat);
  const common = { ...root, targetDev: stat.dev, guarded: NOTHING_GUARDED };
  return [
    {
      ...common,
      target: fresh.handle,
      targetLabel: pathBytes(dest),
      earlier: target < 0 ? earlier : [target, ...earlier],
    },
    { ...common, index: PARENT, target: place.parent, targetLabel: above, earlier: [] },
  ];
}

/** The old tree is kept as a whole, or not at all. */
export function withoutBackups(options: Options): Options {
  return { ...options, backup: false, suffix: null, backupDir: null };
}

/** The options with which the tree is built; operations are reported by a comparison. */
export function buildingOptions(options: Options, dest: string): Options {
  return {
    ...withoutBackups(options),
    swap: false,
    delete: false,
    maxDelete: null,
    reportOperations: false,
    linkDest: [dest, ...options.linkDest],
  };
}

/** The file system of most containers renames no folder of an image. */
const IN_A_LAYER = "; it may be part of a container's image: mirror without --swap";

/** Reports a failure that concerns DEST as a whole; a lack of room ends the run, as anywhere. */
export function fail(
  setup: SwapSetup,
  op: string,
  syscall: string,
  error: number,
): void {
  const { fs, compared } = setup;
  const fatal = endsRun(error);
  report(setup, {
    op,
    path: new Uint8Array(),
    syscall: fs.callName(syscall),
    code: fs.errorName(error),
    message: fs.errorText(error) + (error === -EXDEV ? IN_A_LAYER : ""),
    fatal,
  });
  if (fatal) stop(compared.control, STOP.fatal);
}

/** Reports what in DEST keeps it from being exchanged; it stays as it was, and that is said. */
export function failOn(setup: SwapSetup, obstacle: Obstacle): void {
  const { request, log } = setup;
  report(setup, { ...obstacle, op: "exchange", syscall: null, fatal: false });
  log.notice(`'${request.dest}' stays as it was: it is not exchanged for a new tree`);
}

/** @param error its path is one below DEST */
function report(
  { request, log }: SwapSetup,
  error: Omit<ErrorEvent, "type" | "path"> & Pick<Obstacle, "path">,
): void {
  const path = labelledPath(pathBytes(request.dest), error.path);
  log.receive([{ type: "error", ...error, path }]);
}
