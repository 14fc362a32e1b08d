// The worker threads of a run: started one by one when the work proves to be large, told when a phase
// begins, waited for until it ends.

import { appendAll } from "../../append_all.ts";
import { StoppedError } from "../../errors.ts";
import type { RunEvent } from "../../events.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import { closePhase, openPhase, signedIn } from "./sign_in.ts";
import type { FromWorker, ToWorker } from "./worker.ts";
import { isReadable } from "../../../ffi/permission.ts";

/** In one place only: the executable's build puts another module there (scripts/compile.ts). */
const WORKER = new URL("./worker.ts", import.meta.url);

/** The permission that workers need and this process lacks, as it is typed; null where they can be loaded. */
export function missingForWorkers(): string | null {
  const { protocol, pathname } = WORKER;
  if (protocol !== "file:") return null;
  const path = decodeURIComponent(pathname);
  return isReadable(path) ? null : `--allow-read=${path.slice(0, path.lastIndexOf("/lib/"))}`;
}

export class Pool {
  readonly #workers: Worker[] = [];
  #phase = 0;
  #idle = 0;
  #extras: ExtraFolder[] = [];
  #failure: Error | null = null;
  /** Whether a worker has told anything yet. */
  #hasHeard = false;
  /** Whether the system starts no more. */
  #isFull = false;
  #look: () => void = () => {};

  /**
   * @param start the first message of worker `index`, counted from 1
   * @param onEvents called with what workers report
   * @param onFailure called at once when a worker dies, to stop the others
   * @param onAbsent called instead where none can be started or loaded, with the reason
   */
  constructor(
    private readonly control: Int32Array,
    private readonly start: (index: number) => ToWorker,
    private readonly onEvents: (events: RunEvent[]) => void,
    private readonly onFailure: () => void,
    private readonly onAbsent: (reason: string) => void,
  ) {}

  /**
   * Starts one more worker, if there are fewer than `most` and the last one has signed in. Starting one stops this thread for
   * 25 ms; all at once would stop it for longer than a run of some thousand files takes.
   *
   * @returns whether one was started
   */
  grow(most: number): boolean {
    const index = this.#workers.length + 1;
    if (index > most || signedIn(this.control) < this.#workers.length) return false;
    const worker = this.#create();
    if (worker === null) return false;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      this.#hasHeard = true;
      if (data.type === "events") return this.onEvents(data.events);
      appendAll(this.#extras, data.extras);
      if (data.phase === this.#phase) this.#idle++;
      this.#look();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (!this.#hasHeard && signedIn(this.control) === 0) return this.onAbsent(event.message);
      this.#failure = new StoppedError("WORKER_FAILED", `a worker failed: ${event.message}`);
      this.onFailure();
      this.#look();
    };
    worker.postMessage(this.start(index));
    this.#tellPhase(worker);
    this.#workers.push(worker);
    return true;
  }

  /** A new worker; null where the user or the container has as many threads as allowed: the run goes on with those it has. */
  #create(): Worker | null {
    if (this.#isFull) return null;
    try {
      return new Worker(WORKER, { type: "module" });
    } catch (error) {
      this.#isFull = true;
      if (this.#workers.length === 0) this.onAbsent((error as Error).message);
      return null;
    }
  }

  /** Begins a phase in all workers. */
  begin(): void {
    this.#phase++;
    this.#idle = 0;
    openPhase(this.control, this.#phase);
    for (const worker of this.#workers) this.#tellPhase(worker);
  }

  #tellPhase(worker: Worker): void {
    worker.postMessage({ type: "phase", number: this.#phase } satisfies ToWorker);
  }

  /** Ends the phase once the workers that take part have ended; the folders in which something is left to delete. */
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
