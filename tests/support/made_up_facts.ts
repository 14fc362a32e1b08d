// Facts about an entry that a test makes up, in place of those that system calls tell, and a record of what was
// asked: for tests of `decide`, which makes no call itself.

import { type CString, cString, type FileStat } from "../../ffi/mod.ts";
import { Entry } from "../../lib/entry/entry.ts";
import type { FirstLink } from "../../lib/entry/first_link.ts";
import { FolderPair } from "../../lib/entry/folder_pair.ts";
import type { RootPair } from "../../lib/entry/root_pair.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import type { Basis } from "../../lib/plan/basis.ts";
import { Comparer } from "../../lib/plan/compare.ts";
import { decide } from "../../lib/plan/decide.ts";
import { TARGET } from "../../lib/entry/found.ts";
import { EMPTY, type Facts } from "../../lib/plan/facts.ts";
import { OPERATION } from "../../lib/plan/operation.ts";
import { Selection } from "../../lib/plan/selection.ts";
import { PreservationPolicy } from "../../lib/preserve/preservation_policy.ts";
import { ROOT } from "./identities.ts";

/** What a test says of an entry; what it leaves out is not there, or is no. */
export interface MadeUp {
  readonly source: FileStat;
  readonly target?: FileStat;
  readonly type?: number;
  readonly options?: Partial<Options>;
  /** Answers to questions beyond metadata. */
  readonly answers?: Partial<Record<keyof Facts, unknown>>;
  readonly first?: FirstLink;
  /** Of the folder pair. */
  readonly fresh?: boolean;
  readonly isVacant?: boolean;
  readonly replacesConflicts?: boolean;
  readonly expectsLinks?: boolean;
  readonly hasEarlier?: boolean;
  readonly needsStat?: boolean;
  readonly onlyCompares?: boolean;
}

/** What was decided, and what was asked for it. */
export interface Decided {
  /** The key in OPERATION. */
  readonly operation: string;
  readonly entry: Entry;
  readonly asked: readonly string[];
}

/** A name of a file that was copied before. */
export const FIRST: FirstLink = {
  id: 1,
  root: 0,
  path: new Uint8Array([97]),
  inode: [1, 0, 0, 0],
  names: 2,
  btime: 0,
  btimeNsec: 0,
};

const NAMES = Object.entries(OPERATION);

/** Decides about an entry of which the test has made everything up. */
export function decideMadeUp(madeUp: MadeUp, name: CString = cString("name")): Decided {
  const options: Options = { ...DEFAULT_OPTIONS, ...madeUp.options };
  const asked: string[] = [];
  const pair = new FolderPair();
  pair.reset({ targetName: null } as RootPair, new Uint8Array(), madeUp.fresh ?? false);
  pair.isVacant = madeUp.isVacant ?? false;
  pair.replacesConflicts = madeUp.replacesConflicts ?? false;
  pair.expectsLinks = madeUp.expectsLinks ?? false;
  const entry = new Entry();
  entry.reset(pair, name, madeUp.type ?? madeUp.source.type >> 12);
  const comparer = new Comparer(options, new PreservationPolicy(options, ROOT), 1);
  const basis: Basis = {
    options,
    selection: new Selection(options),
    comparer,
    facts: new MadeUpFacts(madeUp, comparer, asked),
    mountRootAttribute: 0x2000,
    keepsLinks: options.keep.hardLinks,
    hasEarlier: madeUp.hasEarlier ?? false,
    needsStat: madeUp.needsStat ?? false,
    onlyCompares: madeUp.onlyCompares ?? false,
  };
  const operation = decide(entry, basis);
  return { operation: NAMES.find(([, value]) => value === operation)![0], entry, asked };
}

class MadeUpFacts implements Facts {
  constructor(
    private readonly madeUp: MadeUp,
    private readonly comparer: Comparer,
    private readonly asked: string[],
  ) {}

  lookAtSource(entry: Entry): boolean {
    this.asked.push("source");
    entry.source.copyFrom(this.madeUp.source);
    return this.#answer("lookAtSource", true);
  }
  lookAtTarget(entry: Entry): number {
    this.asked.push("target");
    const { target } = this.madeUp;
    if (target !== undefined) entry.target.copyFrom(target);
    const found = target === undefined ? TARGET.absent : TARGET.present;
    return this.#answer("lookAtTarget", found);
  }
  differences({ source, target }: Entry): number {
    return this.comparer.compare(source, target);
  }
  mustDefer = () => this.#answer("mustDefer", false);
  reserveStaged = () => this.#answer("reserveStaged", true);
  xattrDifferences = () => this.#ask("xattrDifferences", 0);
  contentsDiffer = () => this.#ask("contentsDiffer", false);
  linkTextsDiffer = () => this.#ask("linkTextsDiffer", false);
  askTargetLinkCount = () => {};
  isOneOfMany = () => this.#answer("isOneOfMany", false);
  claim = () => this.#ask("claim", this.madeUp.first ?? null);
  hasOtherNames = (entry: Entry) => this.#answer("hasOtherNames", entry.source.nlink > 1);
  targetWasThere = () => this.#answer("targetWasThere", false);
  findEarlier = () => this.#ask("findEarlier", false);
  firstLink = (entry: Entry) => {
    entry.hasOtherNames = this.madeUp.source.nlink > 1;
    return this.#ask("firstLink", this.madeUp.first ?? null);
  };
  canPutOff = () => this.#answer("canPutOff", false);
  isLinkedTo = () => this.#ask("isLinkedTo", false);
  isInFullGroup = () => this.#ask("isInFullGroup", false);
  ownsTarget = () => this.#answer("ownsTarget", true);
  wasReplaced = () => this.#answer("wasReplaced", false);
  leadsToTarget = () => this.#ask("leadsToTarget", false);
  isEmptyFolder = () => this.#ask("isEmptyFolder", EMPTY.no);
  isLoop = () => this.#answer("isLoop", false);
  isLargeFolder = () => this.#ask("isLargeFolder", false);
  holdsProtected = () => this.#ask("holdsProtected", false);
  canListSource = () => this.#ask("canListSource", true);

  #ask<T>(question: keyof Facts, otherwise: T): T {
    this.asked.push(question);
    return this.#answer(question, otherwise);
  }

  #answer<T>(question: keyof Facts, otherwise: T): T {
    return (this.madeUp.answers?.[question] ?? otherwise) as T;
  }
}
