// Translates an NTSTATUS or a Win32 error into the negated numbers that the interface returns. The last code of
// Windows for each number is kept, so that messages can name it.

import * as errno from "../errno.ts";
import { errnoName } from "../errno_names.ts";
import * as k from "./constants.ts";
import { errnoOfWin32, win32Name } from "./error_codes.ts";
import type { Kernel32, Ntdll } from "./libraries.ts";
import { textOfUnits } from "./wide_text.ts";

const TEXT_UNITS = 512;

/** Statuses whose Win32 error does not tell enough. */
const BY_STATUS: ReadonlyMap<number, number> = new Map([
  [k.STATUS_FILE_IS_A_DIRECTORY, errno.EISDIR],
  [k.STATUS_NOT_A_DIRECTORY, errno.ENOTDIR],
  [k.STATUS_DELETE_PENDING, errno.EBUSY],
  [k.STATUS_REPARSE_POINT_ENCOUNTERED, errno.ELOOP],
]);

/** Errors of one thread. */
export class Errors {
  /** The last Win32 error by the number that it was translated into. */
  readonly #said = new Map<number, number>();
  readonly #text = new Uint16Array(TEXT_UNITS);

  constructor(private readonly nt: Ntdll, private readonly kernel32: Kernel32) {
    // Binding a function changes the last error, so that this one must be bound before it is needed.
    kernel32.GetLastError();
  }

  /** The negated number of a status that is a failure. */
  ofStatus(status: number): number {
    const code = this.nt.RtlNtStatusToDosError(status);
    return this.#remember(BY_STATUS.get(status) ?? errnoOfWin32(code), code);
  }

  /** The negated number of the kernel32 call that has just failed on this thread. */
  ofLastError(): number {
    const code = this.kernel32.GetLastError();
    return this.#remember(errnoOfWin32(code), code);
  }

  /** The negated number of a Win32 error, for what is refused without asking the system. */
  ofCode(code: number): number {
    return this.#remember(errnoOfWin32(code), code);
  }

  /** The Win32 name of an error, such as `ERROR_DISK_FULL`; Linux's name if it is none of Windows'. */
  name(error: number): string {
    const code = this.#said.get(Math.abs(error));
    return code === undefined ? errnoName(error) : win32Name(code);
  }

  /** The system's text of an error, with its number. */
  text(error: number): string {
    const code = this.#said.get(Math.abs(error));
    if (code === undefined) return errnoName(error);
    const length = this.kernel32.FormatMessageW(
      k.FORMAT_MESSAGE_FROM_SYSTEM | k.FORMAT_MESSAGE_IGNORE_INSERTS,
      0n,
      code,
      0,
      new Uint8Array(this.#text.buffer),
      TEXT_UNITS,
      0n,
    );
    const text = textOfUnits(this.#text, 0, length).replace(/\s+/g, " ").replace(/[. ]+$/, "");
    return text === "" ? `Windows error ${code}` : `${text}, Windows error ${code}`;
  }

  #remember(number: number, code: number): number {
    this.#said.set(number, code);
    return -number;
  }
}
