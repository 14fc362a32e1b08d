// Which signals were ignored when this process started, as nohup(1) and shells ignore some for what they start: listening
// would undo that. What is asked first stays known, for later the system tells otherwise.

import { openCLibrary } from "./c_library.ts";
import { hasBit, processStatus } from "./linux/process_status.ts";

/** Those that ferry listens to, and one that Deno ignores; the same on Linux and Darwin (signal(7)). */
export const SIGNAL = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGPIPE: 13,
  SIGTERM: 15,
  SIGXFSZ: 25,
} as const;
/** All but those for real time. */
const NUMBERS = Array.from({ length: 31 }, (_, index) => index + 1);
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

let atStart: ReadonlySet<number> | null = null;

/**
 * The numbers of those that were ignored; to be asked before anything listens. None where the system does not tell, and never
 * SIGPIPE: the runtime ignores that before anybody can ask how it was.
 */
export function ignoredAtStart(): ReadonlySet<number> {
  if (atStart === null) {
    const isIgnored = questionFor(Deno.build.os);
    atStart = new Set(NUMBERS.filter((signal) => signal !== SIGNAL.SIGPIPE && isIgnored(signal)));
  }
  return atStart;
}

/** True if SIGHUP was ignored; to be asked before anything listens. */
export function ignoresHangUp(): boolean {
  return ignoredAtStart().has(SIGNAL.SIGHUP);
}

type Question = (signal: number) => boolean;

function questionFor(os: typeof Deno.build.os): Question {
  if (os === "windows") return () => false;
  const ignored = os === "linux" ? processStatus()?.("SigIgn") ?? "" : "";
  return ignored === "" ? questionByCalls() : (signal) => hasBit(ignored, signal - 1);
}

function questionByCalls(): Question {
  const c = openCLibrary(SYMBOLS);
  if (c === null) return () => false;
  const old = new BigUint64Array(STRUCT_SIGACTION_BYTES / 8);
  const bytes = new Uint8Array(old.buffer);
  return (signal) => c.sigaction(signal, null, bytes) === 0 && old[0] === SIG_IGN;
}
