// Extended attributes, capabilities and ACLs.

import { ACL, acl, CAPABILITY, capability, DEFAULT_ACL } from "../acl.ts";
import * as make from "../entries.ts";
import type { Mutation } from "./mutation.ts";

export const ATTRIBUTES: readonly Mutation[] = [
  {
    name: "attribute changed",
    change: (root) => make.setXattr(`${root}/attributes/several`, "user.one", "2"),
  },
  {
    name: "attribute added",
    change: (root) => make.setXattr(`${root}/attributes/several`, "user.new", "new"),
  },
  {
    name: "attribute removed",
    change: (root) => make.removeXattr(`${root}/attributes/several`, "user.empty"),
  },
  {
    name: "the only attribute removed",
    change: (root) => make.removeXattr(`${root}/attributes/large file`, "user.one"),
  },
  {
    name: "the first attribute",
    change: (root) => make.setXattr(`${root}/sizes/1`, "user.first", "1"),
  },
  {
    name: "attribute of a folder",
    change: (root) => make.setXattr(`${root}/attributes/folder`, "user.one", "2"),
  },
  {
    name: "attribute of a read-only file",
    change: (root) => make.setXattr(`${root}/attributes/read-only`, "user.one", "2"),
  },
  {
    name: "capability changed",
    change: (root) => make.setXattr(`${root}/attributes/capability`, CAPABILITY, capability(12)),
  },
  {
    name: "capability removed",
    change: (root) => make.removeXattr(`${root}/attributes/capability`, CAPABILITY),
  },
  {
    name: "ACL changed",
    change: (root) =>
      make.setXattr(`${root}/acls/file`, ACL, acl(6, 4, 0, { uid: 1000, gid: 1001, may: 4 })),
  },
  {
    name: "ACL changed, same mode",
    change: (root) =>
      make.setXattr(`${root}/acls/file`, ACL, acl(6, 4, 0, { uid: 1002, gid: 1001, may: 6 })),
  },
  { name: "ACL removed", change: (root) => make.removeXattr(`${root}/acls/file`, ACL) },
  {
    name: "ACL of a folder",
    change: (root) =>
      make.setXattr(`${root}/acls/folder`, ACL, acl(7, 5, 1, { uid: 1003, gid: 1001, may: 7 })),
  },
  {
    name: "default ACL changed",
    change: (root) =>
      make.setXattr(
        `${root}/acls/default`,
        DEFAULT_ACL,
        acl(7, 0, 0, { uid: 1000, gid: 1001, may: 1 }),
      ),
  },
  {
    name: "default ACL added",
    change: (root) =>
      make.setXattr(`${root}/acls/folder`, DEFAULT_ACL, acl(7, 5, 5, { uid: 1, gid: 1, may: 5 })),
  },
  {
    name: "default ACL removed",
    change: (root) => make.removeXattr(`${root}/acls/default`, DEFAULT_ACL),
  },
  {
    name: "new entries under a default ACL",
    change(root) {
      make.makeFile(`${root}/acls/default/new`, "inherits");
      make.makeFile(`${root}/acls/default/new and plain`, "does not");
      make.removeXattr(`${root}/acls/default/new and plain`, ACL);
      make.makeFolder(`${root}/acls/default/new folder`);
      make.makeFolder(`${root}/acls/default/new plain folder`);
      make.removeXattr(`${root}/acls/default/new plain folder`, ACL);
      make.removeXattr(`${root}/acls/default/new plain folder`, DEFAULT_ACL);
      make.makeFile(`${root}/acls/default/new plain folder/inside`, "x");
      make.makeFifo(`${root}/acls/default/new fifo`);
    },
  },
];
