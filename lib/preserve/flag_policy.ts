// Which flags beside the mode (`FileStat.attributes`) are kept, and which of them lock an entry. Comparing and setting
// ask the same policy, so that they never disagree.

import type { Abilities, FileStat } from "../../ffi/mod.ts";
import type { Options } from "../options.ts";

export class FlagPolicy {
  /** Flags that are kept. */
  readonly #bits: number;
  readonly #settable: number;
  /** Flags that are compared. */
  readonly #compared: number;
  /** Flags that differ even where the target's file system does not have them. */
  readonly #insisted: number;
  /** Flags that stay where only the target has them. */
  readonly #left: number;
  /** Flags with which an entry can be neither changed nor renamed. */
  readonly locking: number;
  /** Flags that a file must get before its bytes. */
  readonly early: number;

  /** @param comparesAll true if flags that this process cannot set are compared, too: nothing is set */
  constructor({ required }: Options, can: Abilities, comparesAll = false) {
    const isAsked = required.flags === true;
    this.#bits = isAsked ? can.allAttributes : can.freeAttributes;
    this.#settable = can.settableAttributes;
    this.#compared = comparesAll ? this.#bits : this.#bits & this.#settable;
    this.#insisted = comparesAll && isAsked ? ~0 : 0;
    this.#left = comparesAll || isAsked ? 0 : can.guardingAttributes;
    this.locking = can.lockingAttributes & this.#bits;
    this.early = can.earlyAttributes & this.#bits;
  }

  /** The flags of a target that are to change. */
  differing(source: FileStat, target: FileStat): number {
    const ofTarget = target.attributesMask | this.#insisted;
    const known = source.attributesMask & ofTarget & this.#compared;
    return (source.attributes ^ target.attributes) & known & ~(target.attributes & this.#left);
  }

  /** All flags that a target should have. */
  wanted(source: FileStat, target: FileStat): number {
    return (target.attributes ^ this.differing(source, target)) >>> 0;
  }

  /** Flags of a source that the target's file system does not have. */
  unsupported(source: FileStat, targetMask: number): number {
    return source.attributes & source.attributesMask & this.#bits & ~targetMask;
  }
  /** Flags of a source that this user may not set. */
  outOfReach(source: FileStat): number {
    return source.attributes & source.attributesMask & this.#bits & ~this.#settable;
  }

  /** The flags that lock an entry, as far as they are kept. */
  locks(stat: FileStat): number {
    return stat.attributes & stat.attributesMask & this.locking;
  }

  /** True if a target is locked and may be unlocked: its source is locked as well, or that flag is to change. */
  mayLift(source: FileStat, target: FileStat): boolean {
    const locks = this.locks(target);
    return locks !== 0 && (locks & this.#left & ~source.attributes) === 0;
  }
}
