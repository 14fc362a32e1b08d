// The worker threads of a run: started when the work proves to be large, told when a phase begins,
// waited for until it ends.

import type { RunEvent } from "../events.ts";
import type { ExtraFolder } from "./crew.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

export class Pool {
  readonly #workers: Worker[] = [];
  #waiting = 0;
  #extras: ExtraFolder[] = [];
  #settle: { resolve: () => void; reject: (error: Error) => void } | null = null;
  #failure: Error | null = null;

  /**
   * @param start the first message of worker `index`; rows are counted from 1, the main thread has row 0
   * @param onEvents called with what workers report
   * @param onFailure called at once when a worker dies, to stop the others
   */
  constructor(
    size: number,
    start: (index: number) => ToWorker,
    onEvents: (events: RunEvent[]) => void,
    onFailure: () => void,
  ) {
    for (let index = 1; index <= size; index++) {
      const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === "events") return onEvents(data.events);
        this.#extras.push(...data.extras);
        this.#oneIsIdle();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.#failure = new Error(`a worker failed: ${event.message}`);
        onFailure();
        this.#oneIsIdle();
      };
      worker.postMessage(start(index));
      this.#workers.push(worker);
    }
  }

  /** Lets all workers begin; `finished` tells when they are through. */
  begin(): void {
    this.#waiting = this.#workers.length;
    for (const worker of this.#workers) worker.postMessage({ type: "phase" } satisfies ToWorker);
  }

  /** Waits until all workers are idle; what they found to delete. */
  async finished(): Promise<ExtraFolder[]> {
    if (this.#waiting > 0) {
      await new Promise<void>((resolve, reject) => this.#settle = { resolve, reject });
    }
    if (this.#failure !== null) throw this.#failure;
    const extras = this.#extras;
    this.#extras = [];
    return extras;
  }

  end(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  #oneIsIdle(): void {
    this.#waiting--;
    if (this.#waiting > 0 || this.#settle === null) return;
    if (this.#failure !== null) this.#settle.reject(this.#failure);
    else this.#settle.resolve();
    this.#settle = null;
  }
}
