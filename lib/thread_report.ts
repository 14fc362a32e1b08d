// Where a worker puts what it has to tell: operations, errors and notices, gathered into batches,
// because a message between threads costs more than copying a small file.

import type { DifferenceEvent, ErrorEvent, OperationEvent, RunEvent } from "./events.ts";

/** Events that travel together. */
const BATCH = 256;
/** Milliseconds that an event waits at most while its worker is between jobs. */
const LONGEST_WAIT_MS = 50;

/** An operation on one entry; by itself it moves no bytes, and the entry was not there before. */
type Operation =
  & Pick<OperationEvent, "op" | "path" | "entryType">
  & Partial<Pick<OperationEvent, "size" | "method" | "changes" | "replaces" | "details" | "cost">>;

/** One worker's report. */
export class Report {
  #events: RunEvent[] = [];
  /** What is kept back, or null. */
  #held: RunEvent[] | null = null;
  #sentAt = 0;
  readonly #send: (events: RunEvent[]) => void;

  /** @param wantsOperations whether `operation` does anything */
  constructor(readonly wantsOperations: boolean, send: (events: RunEvent[]) => void) {
    this.#send = send;
  }

  operation(
    { size = 0, method = null, changes = null, replaces = null, ...rest }: Operation,
  ): void {
    this.#add({ type: "operation", ...rest, size, method, changes, replaces });
  }

  error(event: Omit<ErrorEvent, "type">): void {
    this.#add({ type: "error", ...event });
  }

  difference(event: Omit<DifferenceEvent, "type">): void {
    this.#add({ type: "difference", ...event });
  }

  digest(path: Uint8Array, size: number, digest: string | null): void {
    this.#add({ type: "digest", path, size, digest });
  }

  notice(message: string): void {
    this.#queue({ type: "notice", message });
  }

  /** Keeps operations and errors back from now on, until it is known whether what they tell of is to last. */
  hold(): void {
    this.#held = [];
  }

  /** Tells what was kept back. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) this.#add(event);
  }

  /** Forgets what was kept back, and gives back the errors of it. */
  forget(): ErrorEvent[] {
    const held = this.#held ?? [];
    this.#held = null;
    return held.filter((event) => event.type === "error");
  }

  /** Sends what has waited long enough; called between jobs. */
  flushSometimes(): void {
    if (this.#events.length > 0 && performance.now() - this.#sentAt > LONGEST_WAIT_MS) this.flush();
  }

  flush(): void {
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#sentAt = performance.now();
    this.#send(events);
  }

  #add(event: RunEvent): void {
    if (this.#held === null) this.#queue(event);
    else this.#held.push(event);
  }

  #queue(event: RunEvent): void {
    this.#events.push(event);
    if (this.#events.length >= BATCH) this.flush();
  }
}
