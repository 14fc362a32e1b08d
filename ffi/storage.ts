// What a platform answers that knows nothing of its file systems and their room.

import { EOPNOTSUPP } from "./errno.ts";
import type { StorageCalls } from "./calls/storage.ts";

export const noStorageCalls: StorageCalls = {
  fileSystemKind: () => 0,
  storageTraits: () => ({
    reservingPays: false,
    smallFiles: "read_write",
    writersTakeTurns: false,
    mayLackLinks: false,
    casing: "told", // or `nameKey` says how
  }),
  reserve: () => -EOPNOTSUPP,
  hasRoom: () => false,
};
