// What this machine or container is told apart by from others that work in the same target: where a process id means the same
// process.

import { cString } from "../../../ffi/c_string.ts";
import { isGranted, reading } from "../../../ffi/permission.ts";
import { nameHash } from "./name_hash.ts";

/** Four hexadecimal digits. */
export function machineMark(): string {
  return nameHash(cString(hostName() + processNamespace())).slice(0, 4);
}

function hostName(): string {
  try {
    if (isGranted({ name: "sys", kind: "hostname" })) return Deno.hostname();
  } catch {
    // A machine without a name.
  }
  return "";
}

/** On Linux: a container may have the name of its machine, and process ids of its own all the same (pid_namespaces(7)). */
function processNamespace(): string {
  try {
    return reading("/proc/self/ns/pid", Deno.readLinkSync);
  } catch {
    return "";
  }
}
