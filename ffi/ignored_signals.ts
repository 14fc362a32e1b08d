// Whether this process was started with SIGHUP ignored, as nohup(1) does it: listening to it would undo
// that. To be asked before anything listens.

import { openCLibrary } from "./c_library.ts";
import { hasBit, processStatus } from "./linux/process_status.ts";

const SIGHUP = 1;
/** SIG_IGN (signal.h), the value of `sa_handler`, the first member of struct sigaction. */
const SIG_IGN = 1n;
/** More than struct sigaction has on any system: 152 with glibc and musl, 16 on Darwin. */
const STRUCT_SIGACTION_BYTES = 256;

const SYMBOLS = {
  sigaction: {
    parameters: [
      "i32", // int signum
      "pointer", // const struct sigaction *act
      "buffer", // struct sigaction *oldact
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** True if SIGHUP is ignored; false also if the system does not tell. */
export function ignoresHangUp(): boolean {
  switch (Deno.build.os) {
    case "windows":
      return false;
    case "linux":
      return isIgnoredByStatus();
    default:
      return isIgnoredByCall();
  }
}

function isIgnoredByStatus(): boolean {
  const ignored = processStatus()?.("SigIgn") ?? "";
  return ignored === "" ? isIgnoredByCall() : hasBit(ignored, SIGHUP - 1);
}

function isIgnoredByCall(): boolean {
  const c = openCLibrary(SYMBOLS);
  if (c === null) return false;
  const old = new BigUint64Array(STRUCT_SIGACTION_BYTES / 8);
  return c.sigaction(SIGHUP, null, new Uint8Array(old.buffer)) === 0 && old[0] === SIG_IGN;
}
