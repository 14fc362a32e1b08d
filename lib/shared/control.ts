// The words that all threads of a run share: which of them is where, in one place.

/** Index of each word in the control block. */
export const CONTROL = {
  stackLock: 0,
  /** Bytes of the job stack in use. */
  stackTop: 1,
  /** Jobs on the stack and those being done; 0 ends a phase. */
  pendingJobs: 2,
  /** Changes whenever a sleeping worker should look again. */
  wake: 3,
  idleWorkers: 4,
  /** Why the run stops; one of STOP. */
  stop: 5,
  linksLock: 6,
  pairsLock: 7,
  /** Bytes of the hard-link path store in use. */
  linkPathsUsed: 8,
  linkEntries: 9,
  /** Which phase it is and which workers take part in it; see lib/engine/run/sign_in.ts. */
  phase: 10,
  /** Bytes of the stack of jobs for workers only in use. */
  workersOnlyTop: 11,
  passedLock: 12,
  /** Files with names that were passed over; see lib/copy/links/unchanged_link_table.ts. */
  passedNames: 13,
  /** Not 0: names were passed over that are to be links to what was copied later. */
  namesMissed: 14,
  devicesLock: 15,
  lostNamesLock: 16,
  /** Not 0: the first owner that has no number in this user namespace was reported. */
  hasReportedUnmapped: 17,
  /** Why names of linked files are copies; see lib/copy/links/split_causes.ts. */
  splitCauses: 18,
  /** Why entries of earlier copies were not linked, in the same bits. */
  unlinkedCauses: 19,
  /** Not 0: whoever hears of the run has fallen behind; see lib/shared/backlog.ts. */
  backlog: 20,
  /** How often the memory of the hard-link table, or of its paths, has grown. */
  linkGrowths: 21,
  /** Not 0: the source was found to hold a folder of the target; see lib/engine/facts/target_in_source.ts. */
  targetInSource: 22,
  /** Not 0 where a move removes from the source: names that it was asked to keep as links are copies in the target. */
  lacksLinks: 23,
  /** Not 0: the first ACL that names an id without a number in this user namespace was reported. */
  hasReportedUnmappedAcl: 24,
  /** Not 0: a target was there before the run. */
  targetWasThere: 25,
} as const;

export const CONTROL_WORDS = 32;

/** Values of the `stop` word. */
export const STOP = { none: 0, cancelled: 1, fatal: 2 } as const;

/** Whether the run was cancelled or met a condition that ends it. */
export function isStopping(control: Int32Array): boolean {
  return Atomics.load(control, CONTROL.stop) !== STOP.none;
}

/** Stops the run; the first reason stays. */
export function stop(control: Int32Array, reason: number): void {
  Atomics.compareExchange(control, CONTROL.stop, STOP.none, reason);
  Atomics.add(control, CONTROL.wake, 1);
  Atomics.notify(control, CONTROL.wake);
}
