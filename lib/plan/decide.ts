// From an entry and the options to one operation: the one place where filters, --existing, --update, conflicts
// between kinds and "the same file" are decided. A run, a dry run and a verification decide alike; only the
// performer of the operation differs.

import { ENTRY_TYPE } from "../../ffi/mod.ts";
import type { Entry } from "../entry/entry.ts";
import type { Basis } from "./basis.ts";
import { decideFile, decideUnlinkedFile } from "./decide_file.ts";
import { decideFolder } from "./decide_folder.ts";
import { decideLink, decideUnlinkedLink } from "./decide_link.ts";
import { OPERATION, type Operation } from "./operation.ts";

/** What is to be done about an entry. */
export function decide(entry: Entry, basis: Basis): Operation {
  const { selection, facts, options } = basis;
  const isToFollow = options.dereference && entry.type === ENTRY_TYPE.symlink;
  if (entry.type === ENTRY_TYPE.unknown || isToFollow) {
    if (!facts.lookAtSource(entry)) return OPERATION.none;
    entry.type = entry.source.entryType;
  }
  const isFolder = entry.type === ENTRY_TYPE.folder;
  if (selection.hasFilters && selection.excludesName(entry.pair, entry.name, isFolder)) {
    return OPERATION.exclude;
  }
  switch (entry.type) {
    case ENTRY_TYPE.folder:
      return decideFolder(entry, basis);
    case ENTRY_TYPE.socket:
      return OPERATION.skipSocket;
    case ENTRY_TYPE.file:
      return decideFile(entry, basis);
    default:
      return decideLink(entry, basis);
  }
}

/** What is to be done about an entry that could not be made a link to its first name. */
export function decideUnlinked(entry: Entry, basis: Basis): Operation {
  return entry.source.isFile ? decideUnlinkedFile(entry, basis) : decideUnlinkedLink(entry, basis);
}
