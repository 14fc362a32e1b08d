// Causes for which names of one source file are several files in the target, and their words for the end of a run.

/** Causes, one bit each; those from `refused` on are codes of linkat(2). */
export const SPLIT = {
  /** The names are on different mounts. */
  across: 1,
  /** The file in the target can have no more names. */
  full: 2,
  /** Each name has an inode number of its own, so that links cannot be recognised. */
  numberedByName: 4,
  /** The file that was to be linked to is gone. */
  gone: 8,
  /** File systems of this kind may lack links, and none was seen on this one. */
  unknown: 16,
  refused: 32,
} as const;

/** Codes with which a file system or a filter refuses a link, in the order of their bits. */
export const REFUSALS = ["EPERM", "EOPNOTSUPP", "ENOSYS", "EINVAL", "EACCES"] as const;

/** The bit of a refusal. */
export function splitBy(refusal: typeof REFUSALS[number]): number {
  return SPLIT.refused << REFUSALS.indexOf(refusal);
}

/** The causes in words. */
export function splitText(causes: number): string {
  const texts: string[] = [];
  const codes = REFUSALS.filter((code) => (causes & splitBy(code)) !== 0);
  if (codes.length > 0) texts.push(`the target takes no hard links (${codes.join(", ")})`);
  if (causes & SPLIT.numberedByName) {
    texts.push("the target's file system gives each name an inode number of its own");
  }
  if (causes & SPLIT.across) texts.push("hard links cannot cross file systems");
  if (causes & SPLIT.full) texts.push("a file there can have no more names (EMLINK)");
  if (causes & SPLIT.unknown) texts.push("the target may take no hard links");
  if (causes & SPLIT.gone) texts.push("the file to link to is gone");
  return texts.join("; ");
}
