// What is to be done about an entry, as a number: deciding runs for every entry of a run that finds nothing to
// do, and must allocate nothing. The reasons are beside it in the entry: `changes`, `linkTo`, `refusal`.

export const OPERATION = {
  /** Nothing: the options leave it out, or looking at it failed, which was reported. */
  none: 0,
  /** The target is as it should be, or stays as it is. */
  keep: 1,
  /** It is excluded, and what the target has under its name is only counted. */
  exclude: 2,
  /** A socket: it belongs to the process that listens on it. */
  skipSocket: 3,
  /** Copy a file that the target does not have, or whose place a folder has. */
  copy: 4,
  /** Copy a file in place of the target's. */
  replace: 5,
  /** Make the target another name of a file that was copied before: `Entry.linkTo`. */
  link: 6,
  /** Make a symlink. */
  symlink: 7,
  /** Make a FIFO or a device. */
  special: 8,
  /** Set what differs beside the contents. */
  updateMetadata: 9,
  /** Make a folder and enter it. */
  makeFolder: 10,
  /** Enter a folder that the target has. */
  enterFolder: 11,
  /** Source and target are of one kind, and the run is to say how they differ. */
  compare: 12,
  /** It cannot be done: `Entry.refusal` says why. */
  refuse: 13,
  /** Another thread does it, or this one later. */
  defer: 14,
  /** Another kind of entry makes way for it when all else is copied. */
  deferConflict: 15,
  /** Make the target another name of what an earlier copy has: `Entry.earlier`. */
  linkEarlier: 16,
  /** Another thread copies its first name: this thread does it once it is through with the folder's other entries. */
  putOff: 17,
  /** A name of a file of which the target may have another one, which stays: it is done when all names are known. */
  deferName: 18,
} as const;

/** One of OPERATION. */
export type Operation = typeof OPERATION[keyof typeof OPERATION];
