// Deno has no call for extended attributes: there are none to list, and none can be had or set. That
// they are lost is said by `Abilities.cannotKeep`, for it cannot be seen here which files have some.

import { EOPNOTSUPP } from "../errno.ts";
import type { XattrCalls } from "../calls/xattrs.ts";

const none = () => 0;
const unsupported = () => -EOPNOTSUPP;

export const xattrCalls: XattrCalls = {
  xattrListSize: none,
  xattrListSizeAt: none,
  listXattrs: none,
  listXattrsAt: none,
  getXattr: unsupported,
  getXattrAt: unsupported,
  setXattr: unsupported,
  setXattrAt: unsupported,
  removeXattr: unsupported,
  removeXattrAt: unsupported,
};
