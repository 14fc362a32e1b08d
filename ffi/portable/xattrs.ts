// Extended attributes, for which Deno has no calls: none are listed, read or set. `Abilities.cannotKeep` says that
// they are lost, because it is not known which files have some.

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
