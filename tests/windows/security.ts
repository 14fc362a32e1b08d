// Security descriptors in tests: reading one, and making one differ from what new files get.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { SECURITY_XATTR } from "../../ffi/windows/security.ts";
import { inside } from "./sides.ts";
import { fs } from "./support.ts";

const SECURITY = cString(SECURITY_XATTR);

/** The security descriptor of an entry. */
export function securityOf(path: string, name: string): Uint8Array {
  const buffer = new Uint8Array(4096);
  const length = inside(path, (folder) => fs.getXattrAt(folder, cString(name), SECURITY, buffer));
  assert(length > 0, fs.errorName(length));
  return buffer.slice(0, length);
}

/** Takes the last entry from an access list: with Wine, that which lets everybody read. */
export function dropLastAce(path: string, name: string): void {
  const descriptor = securityOf(path, name);
  const view = new DataView(descriptor.buffer);
  const count = view.getUint32(16, true) + 4; // SECURITY_DESCRIPTOR_RELATIVE.Dacl, ACL.AceCount
  view.setUint16(count, view.getUint16(count, true) - 1, true);
  const { length } = descriptor;
  const set = (folder: number) =>
    fs.setXattrAt(folder, cString(name), SECURITY, descriptor, length);
  assertEquals(inside(path, set), 0);
}
