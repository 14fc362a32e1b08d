// Lets this process become another program, as `exec` of a shell does: the same number, standard streams and surroundings. What
// the runtime and ferry have changed of the process by then is set back, for the new program inherits it: signals that
// are ignored, and the limit of open files. Descriptors of ferry's own close by themselves (O_CLOEXEC), handlers
// of signals end with the program that has them, and so do other threads (execve(2)).

import { openCLibrary } from "./c_library.ts";
import { cString } from "./c_string.ts";
import { fromDarwin } from "./darwin/errno.ts";
import { ignoredAtStart, SIGNAL } from "./ignored_signals.ts";
import { RLIMIT_NOFILE as DARWIN_RLIMIT_NOFILE } from "./darwin/constants.ts";
import { RLIMIT_NOFILE as LINUX_RLIMIT_NOFILE } from "./linux/constants.ts";

/** signal.h, alike on Linux and Darwin. */
const SIG_DFL = null;
const SIG_IGN = 1n;
const RLIMIT_NOFILE = Deno.build.os === "darwin" ? DARWIN_RLIMIT_NOFILE : LINUX_RLIMIT_NOFILE;
/** struct rlimit: two of 64 bits. */
const RLIMIT_BYTES = 16;

const SYMBOLS = {
  execvp: {
    parameters: [
      "buffer", // const char *file
      "buffer", // char *const argv[]
    ],
    result: "i32",
  },
  signal: {
    parameters: [
      "i32", // int signum
      "pointer", // void (*handler)(int)
    ],
    result: "pointer",
  },
  raise: { parameters: ["i32" /* int sig */], result: "i32" },
  getrlimit: {
    parameters: [
      "i32", // int resource
      "buffer", // struct rlimit *rlim
    ],
    result: "i32",
  },
  setrlimit: {
    parameters: [
      "i32", // int resource
      "buffer", // const struct rlimit *rlim
    ],
    result: "i32",
  },
  strerror: { parameters: ["i32" /* int errnum */], result: "pointer" },
  __errno_location: { parameters: [], result: "pointer", optional: true }, // Linux
  __error: { parameters: [], result: "pointer", optional: true }, // Darwin
} as const satisfies Deno.ForeignLibraryInterface;

type Library = NonNullable<ReturnType<typeof openCLibrary<typeof SYMBOLS>>>;

/** Why a program did not start. */
export interface NotStarted {
  /** In Linux's numbers. */
  readonly errno: number;
  /** The system's text for it. */
  readonly text: string;
}

/** A process that can become another program. */
export interface Becoming {
  /**
   * Gives signals the effect that they had when this process started, all but SIGXFSZ, and raises that one: the runtime
   * hears signals in turn, so that who listens to it knows when all that were caught before have been heard.
   */
  restoreSignals(): void;
  /**
   * Becomes a program, which is looked for in PATH as execvp(3) does. Signals must have been restored.
   *
   * @param words the program and its arguments
   * @returns only if that failed
   */
  become(words: readonly string[]): NotStarted;
}

/** Remembers how this process started; null on systems without such a call, and where FFI is denied. */
export function prepareToBecome(): Becoming | null {
  if (Deno.build.os === "windows") return null;
  const c = openCLibrary(SYMBOLS);
  if (c === null) return null;
  const errno = errnoOf(c);
  const ignored = ignoredAtStart();
  const handles = new Uint8Array(RLIMIT_BYTES);
  const hasHandles = c.getrlimit(RLIMIT_NOFILE, handles) === 0;
  const restore = (signal: number) =>
    c.signal(signal, ignored.has(signal) ? Deno.UnsafePointer.create(SIG_IGN) : SIG_DFL);
  return {
    restoreSignals() {
      const { SIGXFSZ, ...others } = SIGNAL;
      for (const signal of new Set([...Object.values(others), ...ignored])) {
        if (signal !== SIGXFSZ) restore(signal);
      }
      c.raise(SIGXFSZ);
    },

    become(words) {
      if (hasHandles) c.setrlimit(RLIMIT_NOFILE, handles);
      const texts = words.map((word) => new Uint8Array(cString(word)));
      const argv = new BigUint64Array(texts.length + 1); // ends in NULL
      texts.forEach((text, at) => argv[at] = addressOf(text));
      // Ignoring it takes back one that was blocked.
      c.signal(SIGNAL.SIGXFSZ, Deno.UnsafePointer.create(SIG_IGN));
      restore(SIGNAL.SIGXFSZ);
      c.execvp(texts[0], new Uint8Array(argv.buffer));
      const number = errno[0];
      const text = Deno.UnsafePointerView.getCString(c.strerror(number)!);
      return { errno: Deno.build.os === "darwin" ? fromDarwin(number) : number, text };
    },
  };
}

function addressOf(bytes: Uint8Array<ArrayBuffer>): bigint {
  return BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes)));
}

/** errno of this thread: read through its address, nothing comes between it and the call. */
function errnoOf(c: Library): Int32Array {
  const at = (c.__errno_location ?? c.__error)!()!;
  return new Int32Array(Deno.UnsafePointerView.getArrayBuffer(at, 4));
}
