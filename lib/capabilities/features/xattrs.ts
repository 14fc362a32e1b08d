// Extended attributes, by name space (xattr(7)), and POSIX ACLs, which are attributes, too.

import { cString, sameBytes } from "../../../ffi/mod.ts";
import { aclFor } from "../../copy/metadata/target_acl.ts";
import { ACCESS_ACL } from "../../copy/metadata/xattr_names.ts";
import { byAnswer, notTried, worksNot } from "../trial.ts";
import type { Trial } from "../types.ts";
import type { Workplace } from "../workplace.ts";

const VALUE = Uint8Array.of(102, 101, 114, 114, 121);
/** The user of the ACL where nobody tells who runs this. A number without an account would do, but for user namespaces. */
const ACL_USER = 54_321;

export const userXattrs = (place: Workplace) => tryXattr(place, "user.ferry", VALUE);
export const trustedXattrs = (place: Workplace) => tryXattr(place, "trusted.ferry", VALUE);
export const securityXattrs = (place: Workplace) => tryXattr(place, "security.ferry", VALUE);

export function acls(place: Workplace): Trial {
  const { can, identity: { uid } } = place.fs;
  if (can.inheritsAcls || can.aclsForbidRenaming) return notTried("ACLs here are not POSIX ones");
  return tryXattr(place, ACCESS_ACL, aclFor(uid < 0 ? ACL_USER : uid));
}

/** Gives a file an attribute and reads it again. */
function tryXattr(place: Workplace, name: string, value: Uint8Array): Trial {
  const { fs } = place;
  if (!fs.can.xattrs) return notTried("not to be had this way");
  return place.withFile((file) => {
    const xattr = cString(name);
    const set = fs.setXattr(file, xattr, value, value.length);
    if (set < 0) return byAnswer(fs, set);
    const found = new Uint8Array(value.length + 1);
    const length = fs.getXattr(file, xattr, found);
    if (length < 0) return byAnswer(fs, length);
    const isKept = length === value.length && sameBytes(found.subarray(0, length), value);
    return isKept ? byAnswer(fs, 0) : worksNot("it comes out as another one");
  });
}
