// Writes all bytes to a standard stream. A reader that went away (`ferry … | head`) is not an error: the rest
// is dropped and the run goes on, because half a mirror is useless. Any other failure (a full disk behind
// `> file`) is kept for the exit code.

/** A stream that writes at once. `Deno.stdout` and `Deno.stderr` are such. */
export interface SyncWriter {
  writeSync(bytes: Uint8Array): number;
}

/** How long to wait for a reader when the stream refuses to block, in milliseconds. */
const RETRY_MS = 5;

/** One standard stream. */
export class Sink {
  #writer: SyncWriter;
  #isClosed = false;
  #failure: Error | null = null;

  constructor(writer: SyncWriter) {
    this.#writer = writer;
  }

  /** What went wrong beside a reader that left; null if nothing did. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Writes all of it, or nothing more once the stream is gone. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.#isClosed;) {
      try {
        at += this.#writer.writeSync(bytes.subarray(at));
      } catch (error) {
        // Another process that shares the terminal may have made it non-blocking; it takes more a little later.
        if (error instanceof Deno.errors.WouldBlock) sleep(RETRY_MS);
        else this.#close(error);
      }
    }
  }

  #close(error: unknown): void {
    this.#isClosed = true;
    if (!(error instanceof Deno.errors.BrokenPipe)) this.#failure = error as Error;
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
