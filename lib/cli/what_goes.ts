// What a run would delete from DEST and replace there, counted from its preview, with the first names: what `--confirm`
// shows.

import type { OperationEvent } from "../events.ts";
import { quotePath } from "./quote.ts";
import type { Settings } from "./settings.ts";
import { formatBytes, formatCount } from "./sizes.ts";
import { concat, concatAll, decodeStrict, type Text } from "./text.ts";

const MOST_NAMES_SHOWN = 10;

/** The operations of a preview that delete or replace. */
export class WhatGoes {
  #deleted = 0;
  #deletedBytes = 0;
  #replaced = 0;
  #newBytes = 0;
  /** Those of another kind than what replaces them count as deleted, too. */
  #displaced = 0;
  readonly #first: OperationEvent[] = [];

  constructor(private readonly settings: Pick<Settings, "dest">) {}

  get isNothing(): boolean {
    return this.#deleted + this.#replaced === 0;
  }

  /** How much `--max-delete` would count. */
  get limit(): number {
    return this.#deleted + this.#displaced;
  }

  add(event: OperationEvent): void {
    const { op, replaces, entryType, size } = event;
    if (op === "delete") {
      this.#deleted++;
      this.#deletedBytes += this.#sizeOf(event);
    } else if (replaces !== null) {
      this.#replaced++;
      this.#newBytes += size;
      if (replaces !== entryType) this.#displaced++;
    } else return;
    if (this.#first.length < MOST_NAMES_SHOWN) this.#first.push(event);
  }

  /** What is asked: `delete 2 entries and replace 1?` */
  get question(): string {
    return `${this.#inWords(false)}?`;
  }

  /** Lines that say it. */
  text(terminal: boolean): Text {
    const left = this.#deleted + this.#replaced - this.#first.length;
    return concatAll([
      `ferry: this run would ${this.#inWords(true)} in `,
      quotePath(this.settings.dest, terminal),
      ":\n",
      ...this.#first.map((event) => {
        const path = quotePath(event.path.length > 0 ? event.path : this.settings.dest, terminal);
        return concat(event.op === "delete" ? "  delete " : "  replace ", path, "\n");
      }),
      left > 0 ? `  and ${formatCount(left)} more\n` : "",
    ]);
  }

  #inWords(hasBytes: boolean): string {
    const parts = [
      ["delete", this.#deleted, formatBytes(this.#deletedBytes)],
      ["replace", this.#replaced, `by ${formatBytes(this.#newBytes)}`],
    ] as const;
    return parts.filter(([, count]) => count > 0).map(([verb, count, bytes], at) => {
      const noun = at > 0 ? "" : count === 1 ? " entry" : " entries";
      return `${verb} ${formatCount(count)}${noun}${hasBytes ? ` (${bytes})` : ""}`;
    }).join(" and ");
  }

  /** The bytes of a file that is to go, 0 where they cannot be told: only mirrors delete, so its path is below DEST. */
  #sizeOf({ path, entryType }: OperationEvent): number {
    const name = entryType === "file" ? decodeStrict(path) : null;
    if (name === null) return 0;
    try {
      return Deno.lstatSync(`${this.settings.dest}/${name}`).size;
    } catch {
      return 0;
    }
  }
}
