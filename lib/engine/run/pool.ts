// The worker threads of a run: started one by one when the work proves to be large, told when a phase
// begins, waited for until it ends.

import type { RunEvent } from "../../events.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import { closePhase, openPhase, signedIn } from "./sign_in.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

export class Pool {
  readonly #workers: Worker[] = [];
  #phase = 0;
  #idle = 0;
  #extras: ExtraFolder[] = [];
  #failure: Error | null = null;
  #look: () => void = () => {};

  /**
   * @param most workers that there may be
   * @param start the first message of worker `index`; rows are counted from 1, the main thread has row 0
   * @param onEvents called with what workers report
   * @param onFailure called at once when a worker dies, to stop the others
   */
  constructor(
    private readonly most: number,
    private readonly control: Int32Array,
    private readonly start: (index: number) => ToWorker,
    private readonly onEvents: (events: RunEvent[]) => void,
    private readonly onFailure: () => void,
  ) {}

  /**
   * Starts one more worker, if there may be one and the last one has come: starting it stops this thread for
   * 25 ms, and all at once would keep it from its own work for longer than a run of some thousand files takes.
   */
  grow(): void {
    const index = this.#workers.length + 1;
    if (index > this.most || signedIn(this.control) < this.#workers.length) return;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === "events") return this.onEvents(data.events);
      this.#extras.push(...data.extras);
      if (data.phase === this.#phase) this.#idle++;
      this.#look();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#failure = new Error(`a worker failed: ${event.message}`);
      this.onFailure();
      this.#look();
    };
    worker.postMessage(this.start(index));
    this.#tellPhase(worker);
    this.#workers.push(worker);
  }

  /** Lets all workers begin; `finished` tells when those who did are through. */
  begin(): void {
    this.#phase++;
    this.#idle = 0;
    openPhase(this.control, this.#phase);
    for (const worker of this.#workers) this.#tellPhase(worker);
  }

  #tellPhase(worker: Worker): void {
    worker.postMessage({ type: "phase", number: this.#phase } satisfies ToWorker);
  }

  /** Ends the phase, waiting for the workers that took part in it; what they found to delete. */
  async finished(): Promise<ExtraFolder[]> {
    const takingPart = closePhase(this.control);
    await new Promise<void>((resolve) => {
      this.#look = () => {
        if (this.#failure !== null || this.#idle >= takingPart) resolve();
      };
      this.#look();
    });
    if (this.#failure !== null) throw this.#failure;
    const extras = this.#extras;
    this.#extras = [];
    return extras;
  }

  end(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}
