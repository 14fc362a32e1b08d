// The type of a file system by the magic number of statfs(2), which Node's API alone tells.

import { isGranted, isReadable } from "../permission.ts";
import { TYPE_NAMES } from "../linux/type_names.ts";
import { node } from "./node.ts";

/** Null for one without a name here, and where it may not be asked (--allow-sys=statfs). */
export function typeByMagic(path: string): string | null {
  if (!isGranted({ name: "sys", kind: "statfs" }) || !isReadable(path)) return null;
  try {
    return TYPE_NAMES[node().statfsSync(path).type] ?? null;
  } catch {
    return null;
  }
}
