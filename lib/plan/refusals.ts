// The reasons for which an entry cannot be done.

import type { Refusal } from "../entry/refusal.ts";

const EXCLUDED = "the filters exclude it, and what is excluded stays";
const PROTECTED = "it holds what must stay: excluded entries, a mount point or the source";

export const REFUSAL = {
  isFolder: replacing("EISDIR", "Is a directory"),
  isExcludedFolder: replacing("EISDIR", `Is a directory; ${EXCLUDED}`),
  holdsProtected: replacing("EISDIR", `Is a directory; ${PROTECTED}`),
  isMounted: replacing("MOUNT_POINT", "A file is mounted on it"),
  isSource: {
    side: "target",
    op: "set owner or mode of",
    code: "SAME_FILE",
    message: "It is the source's entry itself, which keeps its own",
    failsFile: true,
  },
  leadsToFile: replacing("SAME_FILE", "It is the same file: the link in the source leads to it"),
  leadsToFolder: replacing("SAME_FILE", "The link in the source leads to it or into it"),
  isNoFolder: makingFolder("Not a directory"),
  isExcludedEntry: makingFolder(`Not a directory; ${EXCLUDED}`),
  isLoop: {
    side: "source",
    op: "follow symlink",
    code: "ELOOP",
    message: "Too many levels of symbolic links",
    failsFile: false,
  },
  becameFile: changed("file"),
  becameFolder: changed("folder"),
} as const satisfies Record<string, Refusal>;

function replacing(code: string, message: string): Refusal {
  return { side: "target", op: "replace", code, message, failsFile: true };
}

function makingFolder(message: string): Refusal {
  return { side: "target", op: "create folder", code: "ENOTDIR", message, failsFile: false };
}

function changed(kind: string): Refusal {
  const message = `it has become a ${kind}; run again`;
  const code = "SOURCE_CHANGED";
  return { side: "source", op: "copy", code, message, failsFile: false, hasChanged: true };
}
