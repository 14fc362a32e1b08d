// Reads lists of lines piece by piece, so that memory holds what is kept of them and no more, and without
// blocking this thread: a FIFO that nobody writes to, or a server that hangs, must not keep a signal
// from being heard.

import { concatBytes } from "../../../ffi/c_string.ts";
import { openWaiting } from "../../../ffi/waiting_file.ts";
import { UsageError } from "../../errors.ts";
import { systemError } from "../errors.ts";

/** Bytes of a line at most: any path that a file system can hold, with each byte escaped. */
export const LONGEST_LINE = 1024 * 1024;

const PIECE_BYTES = 65536;
const NUL = 0, LF = 10, CR = 13;
/** Some editors begin a file in UTF-8 with it. */
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** What is read from: `Deno.stdin` and `Deno.FsFile` are such. */
interface Reader {
  read(buffer: Uint8Array<ArrayBuffer>): Promise<number | null>;
  close(): void;
}

/** A list to read. */
export interface List {
  /** `-` is standard input. */
  readonly path: string;
  /** What it holds, for messages. */
  readonly what: string;
  readonly ends: "LF" | "LF or CR" | "NUL";
  /** Bytes of a line at most; those of a path if left out. */
  readonly longestLine?: number;
  /** True for what others have written: nothing that stands in it is wrong. */
  readonly takesAll?: boolean;
}

/**
 * Reads all lines of a list.
 *
 * @param signal ends it: what is then thrown is its reason
 * @param onLine is given each line without its end, good until it returns, and its number
 * @throws {FerryError} `usage` where it cannot be read, or for a line that is too long
 */
export async function readList(
  list: List,
  signal: AbortSignal,
  onLine: (line: Uint8Array, number: number) => void,
): Promise<void> {
  using stop = whenAborted(signal);
  const lines = new LineSplitter(list, onLine);
  const file = await systemCall(list, () => openList(list.path, stop.aborted));
  try {
    const buffer = new Uint8Array(PIECE_BYTES);
    const read = () => Promise.race([file.read(buffer), stop.aborted]);
    for (let count = await systemCall(list, read); count; count = await systemCall(list, read)) {
      lines.add(buffer.subarray(0, count));
    }
    lines.end();
  } finally {
    if (file !== Deno.stdin) file.close();
  }
}

/** Opening a FIFO waits for its writer. */
function openList(path: string, aborted: Promise<never>): Promise<Reader> {
  return path === "-"
    ? Promise.resolve(Deno.stdin)
    : Promise.race([openWaiting(path, "read"), aborted]);
}

async function systemCall<T>({ path, what }: List, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isAbort(error)) throw error;
    const { code, text } = systemError(error);
    const message = `cannot read the ${what} in ${nameOf(path)}: ${text} (${code})`;
    throw new UsageError(code, message, { path, failed: { op: `read the ${what} in`, text } });
  }
}

/** Cuts what comes into lines. */
class LineSplitter {
  #number = 1;
  #begun: Uint8Array[] = [];
  #begunLength = 0;
  #endedAtCR = false;

  constructor(
    private readonly list: List,
    private readonly onLine: (line: Uint8Array, number: number) => void,
  ) {}

  add(bytes: Uint8Array): void {
    let from = 0;
    for (let at = this.#endIn(bytes, from); at >= 0; at = this.#endIn(bytes, from)) {
      // CR and LF together are one end; the empty line between them is ignored by every list.
      const endsNothing = this.#endedAtCR && at === from && this.#begunLength === 0;
      this.#finish(bytes.subarray(from, at));
      if (bytes[at] === CR || !endsNothing) this.#number++;
      this.#endedAtCR = bytes[at] === CR;
      from = at + 1;
    }
    if (from < bytes.length) this.#keep(bytes.slice(from));
  }

  /** What is left, where the last line has no end. */
  end(): void {
    if (this.#begunLength > 0) this.#finish(new Uint8Array());
  }

  #endIn(bytes: Uint8Array, from: number): number {
    if (this.list.ends === "NUL") return bytes.indexOf(NUL, from);
    const lf = bytes.indexOf(LF, from);
    if (this.list.ends === "LF") return lf;
    const cr = bytes.subarray(from, lf < 0 ? bytes.length : lf).indexOf(CR);
    return cr < 0 ? lf : from + cr;
  }

  #finish(rest: Uint8Array): void {
    this.#keep(rest);
    const line = this.#begun.length === 1 ? rest : concatBytes(this.#begun);
    this.#begun = [];
    this.#begunLength = 0;
    const isAsItIs = this.list.ends === "NUL" || this.list.takesAll;
    this.onLine(isAsItIs ? line : this.#text(line), this.#number);
  }

  /** A line of a text, which no NUL is in: a rule with one would never match, and no name has one. */
  #text(line: Uint8Array): Uint8Array {
    if (line.includes(NUL)) {
      throw new UsageError(
        "NUL_IN_LINE",
        `line ${this.#number} of ${nameOf(this.list.path)} has a NUL in it`,
        {
          advice: "if it is in UTF-16, save it as UTF-8; if its lines end in NUL, add --from0",
          path: this.list.path,
        },
      );
    }
    const isMarked = this.#number === 1 && BYTE_ORDER_MARK.every((byte, i) => line[i] === byte);
    return isMarked ? line.subarray(BYTE_ORDER_MARK.length) : line;
  }

  #keep(bytes: Uint8Array): void {
    this.#begun.push(bytes);
    this.#begunLength += bytes.length;
    const { longestLine = LONGEST_LINE } = this.list;
    if (this.#begunLength <= longestLine) return;
    const most = `${longestLine / 1024 / 1024} MiB`;
    throw new UsageError(
      "LINE_TOO_LONG",
      `line ${this.#number} of ${nameOf(this.list.path)} is longer than ${most}`,
      { advice: "is it a list at all?", path: this.list.path },
    );
  }
}

/** How a message names what was read. */
export function nameOf(path: string): string {
  return path === "-" ? "standard input" : `'${path}'`;
}

/** Whether that is what an aborted signal throws. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** A promise that fails as soon as a signal is aborted. */
export function whenAborted(
  signal: AbortSignal,
): Disposable & { readonly aborted: Promise<never> } {
  let onAbort: () => void;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  aborted.catch(() => {}); // who awaits it gets the error
  return { aborted, [Symbol.dispose]: () => signal.removeEventListener("abort", onAbort) };
}
