// Flags beside the mode (`FileStat.attributes`): which of them are kept, and what that means for an entry that has
// some which keep it from being changed. Asked for every entry, so that comparing and setting never disagree.

import type { Abilities, FileStat } from "../../ffi/mod.ts";
import type { Options } from "../options.ts";

export class FlagPolicy {
  /** Those that count here. */
  readonly #bits: number;
  readonly #settable: number;
  /** Those that are compared. */
  readonly #compared: number;
  /** Those that stay where the target alone has them. */
  readonly #left: number;
  /** With one of them an entry can be neither changed nor renamed. */
  readonly locking: number;
  /** Those that a file gets before its bytes. */
  readonly early: number;

  /** @param comparesAll whether flags that this process cannot set differ as well: nothing is to be set */
  constructor({ required }: Options, can: Abilities, comparesAll = false) {
    const isAsked = required.flags === true;
    this.#bits = isAsked ? can.allAttributes : can.freeAttributes;
    this.#settable = can.settableAttributes;
    this.#compared = comparesAll ? this.#bits : this.#bits & this.#settable;
    this.#left = comparesAll || isAsked ? 0 : can.guardingAttributes;
    this.locking = can.lockingAttributes & this.#bits;
    this.early = can.earlyAttributes & this.#bits;
  }

  /** The flags in which a target is to change. */
  differing(source: FileStat, target: FileStat): number {
    const told = source.attributesMask & target.attributesMask & this.#compared;
    return (source.attributes ^ target.attributes) & told & ~(target.attributes & this.#left);
  }

  /** All flags that a target is to have. */
  wanted(source: FileStat, target: FileStat): number {
    return (target.attributes ^ this.differing(source, target)) >>> 0;
  }

  /** Those of a source that its target cannot have: no such thing there. */
  unsupported(source: FileStat, targetMask: number): number {
    return source.attributes & source.attributesMask & this.#bits & ~targetMask;
  }
  /** The same, because this user may not set them. */
  outOfReach(source: FileStat): number {
    return source.attributes & source.attributesMask & this.#bits & ~this.#settable;
  }

  /** The flags that keep an entry from being changed, where this process could lift them. */
  locks(stat: FileStat): number {
    return stat.attributes & stat.attributesMask & this.locking;
  }

  /** Whether a target is locked and that is ours to lift: its source is locked as well, or it is to change in that. */
  mayLift(source: FileStat, target: FileStat): boolean {
    const locks = this.locks(target);
    return locks !== 0 && (locks & this.#left & ~source.attributes) === 0;
  }
}
