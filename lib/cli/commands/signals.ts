// The signals that a run hears. SIGINT, SIGTERM and SIGHUP: the first asks the run to clean up and stop, a
// later one ends the program at once. As process 1 SIGQUIT is one of them. SIGXFSZ must not end it.

import { ignoresHangUp } from "../../../ffi/ignored_signals.ts";
import { exitCodeOfSignal, type StopSignal } from "../exit_codes.ts";

/**
 * Signals that come that soon after the first are the same request: timeout(1) signals its child and then the
 * group that the child is in, and sudo(8) hands on what the terminal has sent to both.
 */
const SAME_REQUEST_MS = 200;
const SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];
/**
 * What images of nginx and PHP are stopped with (STOPSIGNAL). Elsewhere it ends a program at once and a terminal
 * sends it for just that; for process 1 signals without a listener have no effect (pid_namespaces(7)).
 */
const AS_PROCESS_1: readonly StopSignal[] = ["SIGQUIT"];

/** Listens until it is disposed of. */
export interface StopSignals extends Disposable {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The first signal, once it came. */
  readonly received: StopSignal | null;
  /** True if SIGHUP is not heard, because it was ignored from the start. */
  readonly ignoresHangUp: boolean;
}

/**
 * Starts to listen.
 *
 * @param exitNow ends the program; called at a later signal
 */
export function listenForStop(exitNow: (code: number) => void): StopSignals {
  const controller = new AbortController();
  let received: StopSignal | null = null;
  let receivedAt = 0;
  // A listener for any signal makes Deno handle SIGHUP as well, by ending the program. So SIGHUP needs a
  // listener even where it is ignored.
  const isImmune = ignoresHangUp();
  const heard = Deno.pid === 1 ? [...SIGNALS, ...AS_PROCESS_1] : SIGNALS;
  const listeners = heard.map((name) => {
    const listener = () => {
      if (isImmune && name === "SIGHUP") return;
      if (received !== null) {
        if (performance.now() - receivedAt >= SAME_REQUEST_MS) exitNow(exitCodeOfSignal(name));
        return;
      }
      received = name;
      receivedAt = performance.now();
      controller.abort();
    };
    return { name, listener, listens: tryToListen(name, listener) };
  });
  surviveFileSizeLimit();
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    ignoresHangUp: isImmune,
    [Symbol.dispose]() {
      for (const { name, listener, listens } of listeners) {
        if (listens) Deno.removeSignalListener(name, listener);
      }
    },
  };
}

/**
 * Makes a write beyond the limit of file sizes (`ulimit -f`) the failure of that file, EFBIG: without a
 * listener the signal ends the program. For the rest of the process, because what it prints last may
 * meet the limit too.
 */
function surviveFileSizeLimit(): void {
  tryToListen("SIGXFSZ", ignore);
}

function ignore(): void {}

/** Not every system has every signal; one that cannot come needs no listener. */
export function tryToListen(name: Deno.Signal, listener: () => void): boolean {
  try {
    Deno.addSignalListener(name, listener);
    return true;
  } catch {
    return false;
  }
}
