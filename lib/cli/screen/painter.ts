// The single owner of the terminal: whatever is printed passes through here, so that a line never
// lands on top of the progress. Lines are collected and written in batches (100,000 lines of `-v` are
// some hundred calls), in the order printed even where stdout and stderr take turns.

import { concatAll, type Text, toBytes } from "../text.ts";
import { plainProgress, progressLine, type ProgressState } from "./progress.ts";
import { Sink, type SyncWriter } from "./sink.ts";

/**
 * How progress is shown: redrawn in place, as a plain line now and then, the same where nobody asked for it, as an object
 * of `--json`, or not at all.
 */
export type ProgressMode = "redraw" | "plain" | "unasked" | "json" | "off";

/** What the painter needs from outside. */
export interface PainterOptions {
  readonly stdout: SyncWriter;
  readonly stderr: SyncWriter;
  readonly progress: ProgressMode;
  /** The screen's columns, asked again for each drawing because windows change. */
  readonly columns: () => number;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

const CLEAR_LINE = "\r\x1b[2K";
/** Ten drawings a second: more cannot be read. */
const REDRAW_MS = 100;
/** Runs shorter than this show no progress, so that the screen does not flicker. */
const FIRST_DRAW_MS = 200;
const PLAIN_LINE_MS = 5000;
/** Lines wait at most this long, and only until so many characters are there. */
const FLUSH_MS = 100;
const FLUSH_LENGTH = 65536;

type Stream = "stdout" | "stderr";

/** Prints lines and progress. */
export class Painter {
  readonly #options: PainterOptions;
  readonly #sinks: Readonly<Record<Stream, Sink>>;
  readonly #now: () => number;
  #waiting: Text[] = [];
  #waitingLength = 0;
  #stream: Stream = "stdout";
  #flushedAt: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #drawn: string | null = null;
  #drawnAt = -Infinity;
  /** Lines that were due so far. */
  #plainLines = 0;

  constructor(options: PainterOptions) {
    this.#options = options;
    this.#sinks = { stdout: new Sink(options.stdout), stderr: new Sink(options.stderr) };
    this.#now = options.now ?? (() => performance.now());
    this.#flushedAt = this.#now();
  }

  /** What kept output from being written; null if all of it was, or if nobody wanted it. */
  get failure(): Error | null {
    return this.#sinks.stdout.failure;
  }

  /** Prints results: whole lines with their ends. */
  out(lines: Text): void {
    this.#add("stdout", lines);
  }

  /** Prints messages: whole lines with their ends. */
  err(lines: Text): void {
    this.#add("stderr", lines);
  }

  /** Shows the state of the run, if it is time to. */
  progress(state: ProgressState): void {
    const { progress } = this.#options;
    if (progress === "plain" || progress === "unasked") this.#printPlain(state);
    if (progress === "redraw") this.#redraw(state);
  }

  /** Writes what waits; the progress line is out of the way meanwhile. */
  flush(): void {
    this.#cancelTimer();
    this.#flushedAt = this.#now();
    if (this.#waitingLength === 0) return;
    const bytes = toBytes(concatAll(this.#waiting));
    this.#waiting = [];
    this.#waitingLength = 0;
    const drawn = this.#drawn;
    this.#clear();
    this.#sinks[this.#stream].write(bytes);
    if (drawn !== null) this.#draw(drawn.slice(0, this.#width()));
  }

  /** Writes what waits and takes the progress line away, until there is new progress. */
  close(): void {
    this.#clear();
    this.flush();
  }

  #add(stream: Stream, lines: Text): void {
    if (lines.length === 0) return;
    if (stream !== this.#stream) {
      this.flush();
      this.#stream = stream;
    }
    this.#waiting.push(lines);
    this.#waitingLength += lines.length;
    const isDue = this.#now() - this.#flushedAt >= FLUSH_MS;
    if (isDue || this.#waitingLength >= FLUSH_LENGTH) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  #cancelTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #printPlain(state: ProgressState): void {
    const lines = Math.floor(state.durationMs / PLAIN_LINE_MS);
    const isDue = lines > this.#plainLines;
    this.#plainLines = lines; // fewer where another run begins
    if (!isDue) return;
    this.err(`ferry: ${plainProgress(state)}\n`);
  }

  #redraw(state: ProgressState): void {
    const now = this.#now();
    if (state.durationMs < FIRST_DRAW_MS || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.flush();
    this.#draw(progressLine(state, this.#width()));
  }

  /** The last column stays free: some terminals wrap as soon as it is filled. */
  #width(): number {
    return Math.max(1, this.#options.columns() - 1);
  }

  #draw(line: string): void {
    this.#sinks.stderr.write(toBytes(this.#clearing() + line));
    this.#drawn = line;
  }

  #clear(): void {
    if (this.#drawn !== null) this.#sinks.stderr.write(toBytes(this.#clearing()));
    this.#drawn = null;
  }

  /** What takes the progress away: in a window that has become narrower it has been broken into several rows. */
  #clearing(): string {
    const rows = Math.ceil((this.#drawn?.length ?? 0) / this.#options.columns());
    return rows <= 1 ? CLEAR_LINE : `\r\x1b[${rows - 1}A\x1b[J`;
  }
}
