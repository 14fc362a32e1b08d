// The things that decisions rest on, gathered once for all entries of a run.

import type { Options } from "../options.ts";
import type { Comparer } from "./compare.ts";
import type { Facts } from "./facts.ts";
import type { Selection } from "./selection.ts";

/** What every decision of a thread is given. */
export interface Basis {
  readonly options: Options;
  readonly selection: Selection;
  readonly comparer: Comparer;
  readonly facts: Facts;
  /** The attribute that tells a mount point (`Abilities.mountRootAttribute`). */
  readonly mountRootAttribute: number;
  /** Whether hard links are kept. */
  readonly keepsLinks: boolean;
  /** Whether there are earlier copies to link from. */
  readonly hasEarlier: boolean;
  /** Whether metadata are looked at in any case: where nothing is opened they are known in no other way. */
  readonly needsStat: boolean;
  /** Whether the run only says how entries of one kind differ. */
  readonly onlyCompares: boolean;
}
