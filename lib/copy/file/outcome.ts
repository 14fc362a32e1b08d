// What becomes of a copy: each step of copying a file says it, and the last one decides.

/** Outcomes; the first two are those of a file that is delivered. */
export const COPY = {
  /** So far everything is right; at the end, the file has its name. */
  whole: 0,
  /** The source changed each time: the copy mixes two versions, and is delivered with a time that says so. */
  torn: 1,
  /** Something failed, which was reported, or the run stops. */
  failed: 2,
  /** The same, and the file is not worth going on with: it does not hold what it should, or another entry has its name. */
  wrong: 3,
  /** The source changed each time, and the copy is not delivered. */
  discarded: 4,
  /** The source changed while it was read, for the first time: it is to be copied once more. */
  copyAgain: 5,
  /** The file is whole but cannot be named, and is to be made again under a temporary name. */
  startOver: 6,
  /** No byte was moved: the system is to copy it, by name. */
  goByName: 7,
} as const;

/** Whether the file gets its name, or has it. */
export function isDelivered(outcome: number): boolean {
  return outcome <= COPY.torn;
}
