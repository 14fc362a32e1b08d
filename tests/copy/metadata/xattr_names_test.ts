// What the name of an attribute says about it.

import { assert, assertEquals } from "@std/assert";
import {
  ACCESS_ACL,
  isAcl,
  isCapabilities,
  isDigest,
  isPrivileged,
  kindOfXattr,
  XATTR_KIND,
} from "../../../lib/copy/metadata/xattr_names.ts";

const { ordinary, acl, label, fsInternal, fsInternalReported } = XATTR_KIND;

Deno.test("kindOfXattr: values, ACLs, labels, and what belongs to its own file system", () => {
  const kinds: Record<string, number> = {
    "user.comment": ordinary,
    "trusted.md5": ordinary,
    "security.capability": ordinary, // it grants something: none may be left over
    [ACCESS_ACL]: acl,
    "system.posix_acl_default": acl,
    "security.selinux": label,
    "security.ima": label,
    "trusted.SGI_ACL_FILE": fsInternal,
    "trusted.SGI_DMI_x": fsInternal,
    "trusted.SGI_DMIx": ordinary,
    "trusted.overlay.origin": fsInternal,
    "trusted.overlay.opaque": ordinary,
    "trusted.overlay.originx": ordinary,
    "system.nfs4_acl": fsInternalReported,
    "system.ntfs_times": fsInternal,
    "user.ecryptfs": fsInternalReported,
    "ceph.dir.layout": fsInternal,
  };
  for (const [name, kind] of Object.entries(kinds)) assertEquals(kindOfXattr(name), kind, name);
});

Deno.test("isAcl, isPrivileged, isCapabilities and isDigest ask for whole names or their spaces", () => {
  assert(isAcl(ACCESS_ACL) && !isAcl(`${ACCESS_ACL}x`) && !isAcl("user.acl"));
  assert(isPrivileged("security.a") && isPrivileged("trusted.a") && !isPrivileged("user.a"));
  assert(isCapabilities("security.capability") && !isCapabilities("security.capabilityx"));
  assert(isDigest("security.ima") && isDigest("security.evm") && !isDigest("security.imax"));
});
