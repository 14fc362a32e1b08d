// Who runs ferry, for tests of what depends on that.

import type { Identity } from "../../ffi/mod.ts";

/** An ordinary user of one group more. */
export const ORDINARY: Identity = {
  uid: 1000,
  gid: 1000,
  groups: [1000, 2000],
  umask: 0o022,
  canChown: false,
  canLabel: false,
  canSetCapabilities: false,
  canSetOthers: false,
  canSetGroupBits: false,
  canLock: false,
};

export const ROOT: Identity = {
  uid: 0,
  gid: 0,
  groups: [],
  umask: 0o022,
  canChown: true,
  canLabel: true,
  canSetCapabilities: true,
  canSetOthers: true,
  canSetGroupBits: true,
  canLock: true,
};
