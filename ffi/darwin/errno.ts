// Darwin's error numbers (sys/errno.h) and their translation into Linux's, on which ferry decides: by name, with
// two exceptions for which Darwin has names of its own.

import { ENODATA, EOPNOTSUPP } from "../errno.ts";
import { ERRNO_NAMES } from "../errno_names.ts";

/** Name by number. */
export const DARWIN_ERRNO_NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  [
    "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EDEADLK ENOMEM EACCES EFAULT",
    "ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG",
    "ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EAGAIN EINPROGRESS EALREADY ENOTSOCK",
    "EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT ENOTSUP",
    "EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET",
    "ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT",
    "ECONNREFUSED ELOOP ENAMETOOLONG EHOSTDOWN EHOSTUNREACH ENOTEMPTY EPROCLIM EUSERS EDQUOT",
    "ESTALE EREMOTE EBADRPC ERPCMISMATCH EPROGUNAVAIL EPROGMISMATCH EPROCUNAVAIL ENOLCK ENOSYS",
    "EFTYPE EAUTH ENEEDAUTH EPWROFF EDEVERR EOVERFLOW EBADEXEC EBADARCH ESHLIBVERS EBADMACHO",
    "ECANCELED EIDRM ENOMSG EILSEQ ENOATTR EBADMSG EMULTIHOP ENODATA ENOLINK ENOSR ENOSTR EPROTO",
    "ETIME EOPNOTSUPP ENOPOLICY ENOTRECOVERABLE EOWNERDEAD EQFULL",
  ].join(" ").split(" ").map((name, index) => [index + 1, name]),
);

/** Added to a number that has no counterpart, so that it is no number of Linux's. */
const DARWIN_ONLY = 1000;

/** Darwin's names for errors that Linux names otherwise. */
const SAME_AS: Readonly<Record<string, number>> = { ENOTSUP: EOPNOTSUPP, ENOATTR: ENODATA };

const LINUX_NUMBERS = new Map(
  Object.entries(ERRNO_NAMES).map(([number, name]) => [name, Number(number)]),
);
const TRANSLATED = new Map<number, number>();
/** Of several numbers of one error, the first is that of Darwin's file systems. */
const BACK = new Map<number, number>();
for (const [number, name] of Object.entries(DARWIN_ERRNO_NAMES)) {
  const darwin = Number(number);
  const linux = SAME_AS[name] ?? LINUX_NUMBERS.get(name) ?? DARWIN_ONLY + darwin;
  TRANSLATED.set(darwin, linux);
  if (!BACK.has(linux)) BACK.set(linux, darwin);
}

/** Linux's number for one of Darwin's. */
export function fromDarwin(errno: number): number {
  return TRANSLATED.get(errno) ?? DARWIN_ONLY + errno;
}

/** Darwin's number for one of Linux's, positive or negated. */
export function toDarwin(error: number): number {
  const number = Math.abs(error);
  return BACK.get(number) ?? (number > DARWIN_ONLY ? number - DARWIN_ONLY : number);
}

/** Darwin's name for an error number, such as `ENOTSUP`. */
export function darwinErrorName(error: number): string {
  const number = toDarwin(error);
  return DARWIN_ERRNO_NAMES[number] ?? `errno ${number}`;
}
