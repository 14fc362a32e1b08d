// Events on their way to a `for await`: those of a batch come at once, and the loop takes one after the other. Where it
// falls behind, the run waits.

import type { RunEvent } from "../events.ts";
import type { Backlog } from "../shared/backlog.ts";

/** Events that may wait; from then on the run does. */
const MOST_WAITING = 4096;

/** The events of one run, for one loop. */
export class EventStream {
  #waiting: RunEvent[] = [];
  /** Of those, the next one to be taken. */
  #next = 0;
  #state: "unused" | "begun" | "used" | "left" = "unused";
  #hasEnded = false;
  #wake: () => void = () => {};

  /** @param backlog tells the run to wait */
  constructor(private readonly backlog: Backlog) {}

  /** The run begins: from now on there are events that a loop would miss. */
  begin(): void {
    if (this.#state === "unused") this.#state = "begun";
  }

  /** Adds one. */
  push(event: RunEvent): void {
    if (this.#state !== "used") return;
    this.#waiting.push(event);
    if (this.#waiting.length - this.#next > MOST_WAITING) this.backlog.isLong = true;
    this.#wake();
  }

  /** No others will come. */
  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /**
   * The events as they come.
   *
   * @param ended what it rejects with is thrown after the last of them
   * @throws {TypeError} where another loop has them, or the run has begun
   */
  iterate(ended: Promise<unknown>): AsyncIterableIterator<RunEvent> {
    if (this.#state !== "unused") {
      throw new TypeError(
        this.#state === "begun"
          ? "the run has begun: loop over its events in the same turn as it is called"
          : "the events of a run can be looped over once",
      );
    }
    this.#state = "used";
    return this.#take(ended);
  }

  async *#take(ended: Promise<unknown>): AsyncGenerator<RunEvent, void, undefined> {
    try {
      for (;;) {
        if (this.#next < this.#waiting.length) {
          yield this.#waiting[this.#next++];
          this.#catchUp();
        } else if (this.#hasEnded) break;
        else await new Promise<void>((resolve) => this.#wake = resolve);
      }
      await ended;
    } finally {
      this.#state = "left";
      this.#waiting = [];
      this.backlog.isLong = false;
    }
  }

  /** Forgets what was taken, now and then, and lets the run go on. */
  #catchUp(): void {
    const left = this.#waiting.length - this.#next;
    if (left === 0 || this.#next >= MOST_WAITING) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    if (left <= MOST_WAITING / 2) this.backlog.isLong = false;
  }
}
