// `--errors-to`: the names of what failed, relative to SOURCE, as `--files-from` reads them.

import { sameBytes } from "../../../ffi/mod.ts";
import type { RunEvent } from "../../events.ts";
import { concat, type Text } from "../text.ts";

const NUL = "\0", LF = 10, CR = 13;
/** With which a line of a list is a comment. */
const COMMENTS = [35, 59];

export class ErrorsList {
  #last: Uint8Array | null = null;
  /** Names with a line end, which lines cannot hold. */
  unwritten = 0;

  /**
   * @param endsInNul whether names end in NUL, and not in a line end
   * @param write is given whole names
   */
  constructor(private readonly endsInNul: boolean, private readonly write: (names: Text) => void) {}

  event(event: RunEvent): void {
    if (event.type === "error" && event.entry !== undefined) this.#add(event.entry);
    // What only DEST has, SOURCE has not.
    if (event.type === "difference" && event.what !== "extra") this.#add(event.path);
  }

  /** One entry fails in several ways in a row. */
  #add(entry: Uint8Array): void {
    if (this.#last !== null && sameBytes(entry, this.#last)) return;
    this.#last = entry.slice();
    const name: Text = entry.length === 0 ? "." : entry;
    if (this.endsInNul) return this.write(concat(name, NUL));
    if (entry.includes(LF) || entry.includes(CR)) this.unwritten++;
    else this.write(concat(COMMENTS.includes(entry[0]) ? "./" : "", name, "\n"));
  }
}
