// What the answers of linkat(2) and renameat(2) say when a backup is made, as negated errnos.

import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  ELOOP,
  EMLINK,
  ENAMETOOLONG,
  ENOSPC,
  ENOSYS,
  ENOTDIR,
  EOPNOTSUPP,
  EPERM,
  EXDEV,
} from "../../../ffi/errno.ts";

/** Codes with which linkat(2) says that this entry cannot have another name there. */
export const NO_LINKS = new Set(
  [EXDEV, EMLINK, EPERM, EACCES, EOPNOTSUPP, ENOSYS, EINVAL].map((code) => -code),
);
/** Codes with which a rename without replacing says that the file system has none. */
export const NO_RENAME_NEW = new Set(
  [EEXIST, EINVAL, ENOSYS, EOPNOTSUPP, EPERM].map((code) => -code),
);

/** Codes with which a rename says that the backup, and not the entry, is in the way. */
export const NO_BACKUP = new Set(
  [EISDIR, ELOOP, ENAMETOOLONG, ENOSPC, ENOTDIR, EXDEV].map((code) => -code),
);
