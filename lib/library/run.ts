// A run that a script has begun: a promise of its summary, and what tells of it while it goes on.

import type { RunEvent } from "../events.ts";
import type { EventStream } from "./event_stream.ts";
import type { Summary } from "./summary.ts";

/**
 * A run that is under way: a promise of its summary, and an async iterable of its events.
 *
 * The loop has to begin in the same turn as the run, and there can be one; leaving it early does not stop the run, a
 * `signal` does. The run waits for a loop that is slow, so that few events are kept at a time. What the promise rejects
 * with is thrown by the loop, too.
 *
 * ```ts
 * import { mirror } from "@ferry/ferry";
 * const run = mirror("photos", "/backup/photos", { reportOperations: true });
 * for await (const event of run) {
 *   if (event.type === "operation") console.log(event.op, new TextDecoder().decode(event.path));
 * }
 * console.log((await run).outcome);
 * ```
 */
export class Run<S = Summary> implements Promise<S>, AsyncIterable<RunEvent> {
  /** For `Object.prototype.toString`. */
  readonly [Symbol.toStringTag]: string = "Run";
  readonly #summary: Promise<S>;
  readonly #events: EventStream;

  /**
   * Made by the functions that begin a run.
   *
   * @param summary what it will come to
   * @param events what tells of it
   */
  constructor(summary: Promise<S>, events: EventStream) {
    this.#summary = summary;
    this.#events = events;
  }

  /** As `Promise.prototype.then`. */
  then<A = S, B = never>(
    onFulfilled?: ((summary: S) => A | PromiseLike<A>) | null,
    // deno-lint-ignore no-explicit-any -- as Promise has it
    onRejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#summary.then(onFulfilled, onRejected);
  }

  /** As `Promise.prototype.catch`. */
  catch<B = never>(
    // deno-lint-ignore no-explicit-any -- as Promise has it
    onRejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): Promise<S | B> {
    return this.#summary.catch(onRejected);
  }

  /** As `Promise.prototype.finally`. */
  finally(onFinally?: (() => void) | null): Promise<S> {
    return this.#summary.finally(onFinally);
  }

  /**
   * The events of the run, in the order in which they come.
   *
   * @throws {TypeError} where there is a loop already, or the run has begun
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<RunEvent> {
    // Whoever loops is told by the loop.
    this.#summary.catch(() => {});
    return this.#events.iterate(this.#summary);
  }
}
