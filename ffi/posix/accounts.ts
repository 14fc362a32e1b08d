// Names of users and groups by getpwnam_r(3) and its like, which ask whatever the system keeps accounts in.

import type { AccountCalls } from "../calls/accounts.ts";
import { EBADF, EINTR, ENOENT, EPERM, ERANGE } from "../errno.ts";
import { type LazySymbols, wide } from "../lazy_symbols.ts";
import { type Failure, MOST_INTERRUPTIONS } from "./failure.ts";
import type { ACCOUNT_SYMBOLS } from "./symbols/accounts.ts";

/** A C library with these functions. */
interface Library {
  readonly c: LazySymbols<typeof ACCOUNT_SYMBOLS>;
  readonly failure: Failure;
}

/** struct passwd and struct group begin alike on Linux and Darwin: name, password, number (pwd.h, grp.h). */
const NUMBER_WORD = 4;
/** More than struct passwd has, which is 72 bytes on Darwin and 48 on Linux. */
const RECORD_BYTES = 128;
const POINTER_BYTES = 8;

const SMALLEST_BUFFER = 4096;
/** A group may have very many members. */
const LARGEST_BUFFER = 16 * 1024 * 1024;

const ESRCH = 3;
/** Codes that say that there is no such name or number (getpwnam(3)). */
const NOT_FOUND = new Set([0, ENOENT, ESRCH, EBADF, EPERM]);

/** The last four arguments of each function. */
type Into = [
  record: Uint8Array<ArrayBuffer>,
  text: Uint8Array<ArrayBuffer>,
  size: bigint,
  found: Uint8Array<ArrayBuffer>,
];

/** One of the functions; 0 or the system's error number, or -1 where the library lacks it. */
type Lookup = (...into: Into) => number;

/** @param fromSystem Linux's number for one of the system's */
export function accountCalls(
  { c, failure }: Library,
  fromSystem: (errno: number) => number = (errno) => errno,
): AccountCalls {
  /** What `read` makes of the record, `none` where there is no such account, or a negated errno. */
  function find<T>(lookup: Lookup, none: T, read: (record: ArrayBuffer) => T): T | number {
    const record = new Uint8Array(RECORD_BYTES), found = new Uint8Array(POINTER_BYTES);
    for (let size = SMALLEST_BUFFER, tries = 0;; tries++) {
      // It must outlive `read`: the record points into it.
      const text = new Uint8Array(size);
      const error = lookup(record, text, wide(size), found);
      if (error === 0 && found.some((byte) => byte !== 0)) {
        const answer = read(record.buffer);
        return text.length > 0 ? answer : none;
      }
      if (error === ERANGE && size < LARGEST_BUFFER) size *= 4;
      else if (error < 0) return failure();
      else if (error !== EINTR || tries >= MOST_INTERRUPTIONS) {
        return NOT_FOUND.has(error) ? none : -fromSystem(error);
      }
    }
  }

  const idBy = (lookup: Lookup) =>
    find(lookup, -ENOENT, (record) => new Uint32Array(record)[NUMBER_WORD]);
  const nameBy = (lookup: Lookup) => find(lookup, "", nameIn);

  return {
    userId: (name) => idBy((...into) => c.getpwnam_r(name as BufferSource, ...into)),
    groupId: (name) => idBy((...into) => c.getgrnam_r(name as BufferSource, ...into)),
    userName: (uid) => nameBy((...into) => c.getpwuid_r(uid, ...into)),
    groupName: (gid) => nameBy((...into) => c.getgrgid_r(gid, ...into)),
  };
}

/** The first field is the name. */
function nameIn(record: ArrayBuffer): string {
  const name = Deno.UnsafePointer.create(new BigUint64Array(record)[0]);
  return name === null ? "" : Deno.UnsafePointerView.getCString(name);
}
