// Win32 error codes (winerror.h) of file calls, with their names and the errno that ferry takes each for.

import * as errno from "../errno.ts";
import { errnoName } from "../errno_names.ts";

/** Name and errno by code; all others are EIO. */
export const CODES: Readonly<Record<number, readonly [name: string, errno: number]>> = {
  1: ["ERROR_INVALID_FUNCTION", errno.ENOTTY],
  2: ["ERROR_FILE_NOT_FOUND", errno.ENOENT],
  3: ["ERROR_PATH_NOT_FOUND", errno.ENOENT],
  4: ["ERROR_TOO_MANY_OPEN_FILES", errno.EMFILE],
  5: ["ERROR_ACCESS_DENIED", errno.EACCES],
  6: ["ERROR_INVALID_HANDLE", errno.EBADF],
  8: ["ERROR_NOT_ENOUGH_MEMORY", errno.ENOMEM],
  14: ["ERROR_OUTOFMEMORY", errno.ENOMEM],
  15: ["ERROR_INVALID_DRIVE", errno.ENOENT],
  17: ["ERROR_NOT_SAME_DEVICE", errno.EXDEV],
  18: ["ERROR_NO_MORE_FILES", errno.ENOENT],
  19: ["ERROR_WRITE_PROTECT", errno.EROFS],
  20: ["ERROR_BAD_UNIT", errno.ENODEV],
  21: ["ERROR_NOT_READY", errno.ENODEV],
  23: ["ERROR_CRC", errno.EIO],
  32: ["ERROR_SHARING_VIOLATION", errno.EBUSY],
  33: ["ERROR_LOCK_VIOLATION", errno.EBUSY],
  38: ["ERROR_HANDLE_EOF", errno.ENXIO],
  39: ["ERROR_HANDLE_DISK_FULL", errno.ENOSPC],
  50: ["ERROR_NOT_SUPPORTED", errno.EOPNOTSUPP],
  51: ["ERROR_REM_NOT_LIST", errno.ENOENT],
  53: ["ERROR_BAD_NETPATH", errno.ENOENT],
  55: ["ERROR_DEV_NOT_EXIST", errno.ENODEV],
  59: ["ERROR_UNEXP_NET_ERR", errno.EIO],
  64: ["ERROR_NETNAME_DELETED", errno.EIO],
  65: ["ERROR_NETWORK_ACCESS_DENIED", errno.EACCES],
  67: ["ERROR_BAD_NET_NAME", errno.ENOENT],
  80: ["ERROR_FILE_EXISTS", errno.EEXIST],
  82: ["ERROR_CANNOT_MAKE", errno.EACCES],
  87: ["ERROR_INVALID_PARAMETER", errno.EINVAL],
  108: ["ERROR_DRIVE_LOCKED", errno.EBUSY],
  111: ["ERROR_BUFFER_OVERFLOW", errno.ENAMETOOLONG],
  112: ["ERROR_DISK_FULL", errno.ENOSPC],
  120: ["ERROR_CALL_NOT_IMPLEMENTED", errno.ENOSYS],
  122: ["ERROR_INSUFFICIENT_BUFFER", errno.ERANGE],
  123: ["ERROR_INVALID_NAME", errno.EINVAL],
  124: ["ERROR_INVALID_LEVEL", errno.EOPNOTSUPP],
  145: ["ERROR_DIR_NOT_EMPTY", errno.ENOTEMPTY],
  161: ["ERROR_BAD_PATHNAME", errno.EINVAL],
  170: ["ERROR_BUSY", errno.EBUSY],
  183: ["ERROR_ALREADY_EXISTS", errno.EEXIST],
  206: ["ERROR_FILENAME_EXCED_RANGE", errno.ENAMETOOLONG],
  223: ["ERROR_FILE_TOO_LARGE", errno.EFBIG],
  234: ["ERROR_MORE_DATA", errno.ERANGE],
  266: ["ERROR_CANNOT_COPY", errno.EOPNOTSUPP],
  267: ["ERROR_DIRECTORY", errno.ENOTDIR],
  303: ["ERROR_DELETE_PENDING", errno.EBUSY],
  317: ["ERROR_MR_MID_NOT_FOUND", errno.EINVAL],
  336: ["ERROR_DIRECTORY_NOT_SUPPORTED", errno.EISDIR],
  362: ["ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING", errno.EIO],
  433: ["ERROR_NO_SUCH_DEVICE", errno.ENODEV],
  995: ["ERROR_OPERATION_ABORTED", errno.ECANCELED],
  1006: ["ERROR_FILE_INVALID", errno.EINVAL],
  1117: ["ERROR_IO_DEVICE", errno.EIO],
  1142: ["ERROR_TOO_MANY_LINKS", errno.EMLINK],
  1167: ["ERROR_DEVICE_NOT_CONNECTED", errno.ENODEV],
  1224: ["ERROR_USER_MAPPED_FILE", errno.EBUSY],
  1235: ["ERROR_REQUEST_ABORTED", errno.ECANCELED],
  1295: ["ERROR_DISK_QUOTA_EXCEEDED", errno.EDQUOT],
  1307: ["ERROR_INVALID_OWNER", errno.EPERM],
  1308: ["ERROR_INVALID_PRIMARY_GROUP", errno.EPERM],
  1314: ["ERROR_PRIVILEGE_NOT_HELD", errno.EPERM],
  1392: ["ERROR_FILE_CORRUPT", errno.EIO],
  1393: ["ERROR_DISK_CORRUPT", errno.EIO],
  1450: ["ERROR_NO_SYSTEM_RESOURCES", errno.ENOMEM],
  1816: ["ERROR_NOT_ENOUGH_QUOTA", errno.ENOMEM],
  1920: ["ERROR_CANT_ACCESS_FILE", errno.EACCES],
  1921: ["ERROR_CANT_RESOLVE_FILENAME", errno.ELOOP],
  4390: ["ERROR_NOT_A_REPARSE_POINT", errno.EINVAL],
  4392: ["ERROR_INVALID_REPARSE_DATA", errno.EINVAL],
  4393: ["ERROR_REPARSE_TAG_INVALID", errno.EINVAL],
  4394: ["ERROR_REPARSE_TAG_MISMATCH", errno.EINVAL],
  4395: ["ERROR_REPARSE_POINT_ENCOUNTERED", errno.ELOOP],
  6000: ["ERROR_ENCRYPTION_FAILED", errno.EOPNOTSUPP],
  6001: ["ERROR_DECRYPTION_FAILED", errno.EACCES],
  6002: ["ERROR_FILE_ENCRYPTED", errno.EACCES],
  6003: ["ERROR_NO_RECOVERY_POLICY", errno.EOPNOTSUPP],
  6004: ["ERROR_NO_EFS", errno.EOPNOTSUPP],
  6005: ["ERROR_WRONG_EFS", errno.EOPNOTSUPP],
  6006: ["ERROR_NO_USER_KEYS", errno.EACCES],
  6009: ["ERROR_FILE_READ_ONLY", errno.EACCES],
  6010: ["ERROR_DIR_EFS_DISALLOWED", errno.EOPNOTSUPP],
};

/** The name of a Win32 error, such as `ERROR_SHARING_VIOLATION`. */
export function win32Name(code: number): string {
  return CODES[code]?.[0] ?? `ERROR_${code}`;
}

/** The errno of a Win32 error. */
export function errnoOfWin32(code: number): number {
  return CODES[code]?.[1] ?? errno.EIO;
}

/** Names of codes that are not in the table. */
const OTHER_NAME = /^ERROR_\d+$/;

/**
 * The errno name that a code of any system is taken for, for decisions on what was reported: `EBUSY` for
 * `ERROR_SHARING_VIOLATION`; names of errno and ferry's own codes are themselves.
 */
export function commonErrorName(code: string): string {
  if (!code.startsWith("ERROR_")) return code;
  const known = Object.values(CODES).find(([name]) => name === code);
  if (known !== undefined) return errnoName(known[1]);
  return OTHER_NAME.test(code) ? errnoName(errno.EIO) : code;
}
