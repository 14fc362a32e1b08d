// A function of the caller that chooses entries. It is asked last: for what the rules leave in.

import { bytesOfBinaryText } from "../../ffi/c_string.ts";
import type { EntryFilter } from "../filter_rules.ts";
import type { Filter } from "./filter.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A filter that leaves out what the function does not choose, too; the same one where there is none. */
export function withFunction(chooses: EntryFilter | null, filter: Filter | null): Filter | null {
  if (chooses === null) return filter;
  return {
    excludes(path, isFolder, folder, isInDeleted) {
      if (path === "") return false;
      if (filter?.excludes(path, isFolder, folder, isInDeleted)) return true;
      const pathBytes = bytesOfBinaryText(path);
      return !chooses({ path: decoder.decode(pathBytes), pathBytes, isFolder });
    },
  };
}
