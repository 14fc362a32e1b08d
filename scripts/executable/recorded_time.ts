// Time without a clock. What V8 records of a program depends on what it does and how often, and that, where it
// looks at the time or waits, on the machine and its load: with this time each recording is the same.

import type { FromWorker, ToWorker } from "../../lib/engine/run/worker.ts";

/** So little that no slice of time ends early, and no measurement ends at all. */
const STEP_MS = 0.01;
/** Beyond any wait for a worker: only what waits for something else goes on by itself. */
const PATIENCE_MS = 60_000;

/** Has this thread's clock go on by being read. */
export function useCountingClock(): void {
  let now = 0;
  performance.now = () => now += STEP_MS;
}

/**
 * Has this thread and its worker take turns: what is sent to the worker arrives when this thread waits, and this
 * thread's timers go off when the worker says that it is idle.
 */
export function takeTurnsWithWorker(): void {
  const { setTimeout: setReal, clearTimeout: clearReal, Worker: RealWorker } = globalThis;
  const waiting = new Map<unknown, () => void>();
  globalThis.setTimeout = ((callback: () => void) => {
    const timer = setReal(goOff, PATIENCE_MS);
    function goOff(): void {
      clearTimeout(timer);
      callback();
    }
    waiting.set(timer, goOff);
    return timer;
  }) as typeof setTimeout;
  globalThis.clearTimeout = (timer) => {
    waiting.delete(timer);
    clearReal(timer);
  };
  globalThis.Worker = class extends RealWorker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === "idle") waiting.forEach((goOff) => goOff());
      });
    }

    override postMessage(message: ToWorker): void {
      setReal(() => super.postMessage(message));
    }
  };
}
