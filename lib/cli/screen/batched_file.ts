// A file that grows while a run goes on: what is written is gathered and goes out now and then, whole lines at a time.

import { Sink } from "./sink.ts";
import { concatAll, type Text, toBytes } from "../text.ts";

/** Text waits at most this long, and only until so much is there. */
const FLUSH_MS = 200;
const FLUSH_LENGTH = 65536;

export class BatchedFile {
  readonly #sink: Sink;
  #waiting: Text[] = [];
  #waitingLength = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param isToBeEmptied whether what the file holds goes when the first of the new is written */
  constructor(private readonly file: Deno.FsFile, private isToBeEmptied = false) {
    this.#sink = new Sink(file);
  }

  /** What kept something from being written; null if nothing did. */
  get failure(): Error | null {
    return this.#sink.failure;
  }

  write(text: Text): void {
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    if (this.#waitingLength >= FLUSH_LENGTH) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  /** Writes what waits. */
  flush(): void {
    this.#stopTimer();
    if (this.#waiting.length === 0) return;
    this.empty();
    const bytes = toBytes(concatAll(this.#waiting));
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#sink.write(bytes);
  }

  /** Empties a file that is to be emptied, once. */
  empty(): void {
    if (this.isToBeEmptied) this.file.truncateSync(0);
    this.isToBeEmptied = false;
  }

  close(): void {
    this.flush();
    this.file.close();
  }

  /** Closes the file without what waits. */
  discard(): void {
    this.#stopTimer();
    this.file.close();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
