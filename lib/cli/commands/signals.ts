// SIGINT and SIGTERM: the first asks the run to clean up and stop, a second one ends the program at once.

import { exitCodeOfSignal, type StopSignal } from "../exit_codes.ts";

const SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM"];

/** Listens until it is disposed of. */
export interface StopSignals extends Disposable {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The first signal, once it came. */
  readonly received: StopSignal | null;
}

/**
 * Starts to listen.
 *
 * @param exitNow ends the program; called at the second signal
 */
export function listenForStop(exitNow: (code: number) => void): StopSignals {
  const controller = new AbortController();
  let received: StopSignal | null = null;
  const listeners = SIGNALS.map((name) => {
    const listener = () => {
      if (received !== null) return exitNow(exitCodeOfSignal(name));
      received = name;
      controller.abort();
    };
    return { name, listener, listens: tryToListen(name, listener) };
  });
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    [Symbol.dispose]() {
      for (const { name, listener, listens } of listeners) {
        if (listens) Deno.removeSignalListener(name, listener);
      }
    },
  };
}

/** Not every system has every signal; one that cannot come needs no listener. */
function tryToListen(name: StopSignal, listener: () => void): boolean {
  try {
    Deno.addSignalListener(name, listener);
    return true;
  } catch {
    return false;
  }
}
