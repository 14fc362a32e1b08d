// Flags about the metadata that are preserved. All are by default, as far as the target and the user's
// rights allow. One that is asked for by name is required: an entry that cannot have it failed.

import type { Keep } from "../../options.ts";
import { ALL, choice, COPYING, type Flag, toggle } from "./flag.ts";

const group = "keep";
/** The same for all, so that they share a line. */
const KEPT_BY_DEFAULT = "leave these out (kept by default)";

/** `--perms` to `--sparse`. */
export const KEEP_FLAGS: readonly Flag[] = [
  kept(
    "perms",
    "perms",
    "permission bits, nor ACLs unless --acls asks for them",
    "This and the following are kept by default, where that is possible; ",
  ),
  kept("times", "times", "modification times"),
  kept("owner", "owner", "owners"),
  kept("group", "group", "groups"),
  kept("xattrs", "xattrs", "extended attributes"),
  kept("acls", "acls", "access control lists"),
  kept("hard-links", "hardLinks", "hard links between the files of SOURCE"),
  kept("specials", "specials", "FIFOs and, for root, device nodes"),
  toggle({
    name: "flags",
    isDaily: true,
    onByDefault: true,
    hasThreeStates: true,
    group,
    commands: ALL,
    help: KEPT_BY_DEFAULT,
    longHelp:
      "Keep all flags that files and folders have beside their mode (chattr, chflags, attrib); " +
      "an entry that cannot have them counts as failed, and flags that only DEST has are removed. Without " +
      "either, ferry keeps those that cost no further call (on Linux: immutable, append-only, no dump, " +
      "compressed) as far as that is permitted, and leaves entries alone that are immutable or " +
      "append-only in DEST and not in SOURCE. --no-flags keeps none. --no-perms does not keep them either.",
  }, (draft, on) => draft.keep.flags = on),
  toggle({
    name: "omit-dir-times",
    short: "O",
    group,
    commands: ALL,
    help: "",
    longHelp: "Do not keep the modification times of folders.",
  }, (draft, on) => draft.options.omitFolderTimes = on),
  toggle({
    name: "omit-link-times",
    short: "J",
    group,
    commands: ALL,
    help: "",
    longHelp: "Do not keep the modification times of symlinks.",
  }, (draft, on) => draft.options.omitLinkTimes = on),
  toggle({
    name: "dereference",
    isDaily: true,
    short: "L",
    group,
    commands: ["copy", "mirror", "verify"],
    help: "copy what symlinks point to",
    longHelp:
      "Copy the files and folders that symlinks in SOURCE point to, not the symlinks. A file in DEST that one points to " +
      "is copied as it is at that moment, be it before the run replaces it or after that.",
  }, (draft, on) => draft.options.dereference = on),
  choice({
    name: "sparse",
    bareValue: "always",
    choiceMayFollow: true,
    group,
    commands: COPYING,
    help: "holes in files: auto, always, never",
    longHelp:
      "Holes in files: auto keeps those that SOURCE has, always makes one of every run of " +
      "zeros, never writes the zeros out and shares no blocks. --sparse alone is --sparse=always.",
  }, (draft, when) => draft.options.sparse = when),
];

function kept(name: string, key: keyof Keep, what: string, more = ""): Flag {
  return toggle({
    name,
    isDaily: true,
    onByDefault: true,
    hasThreeStates: true,
    group,
    commands: ALL,
    help: KEPT_BY_DEFAULT,
    longHelp: `Do not keep ${what}${more === "" ? "; " : `. ${more}`}with --${name} a file that ` +
      "cannot have them counts as failed.",
  }, (draft, on) => draft.keep[key] = on);
}
