// A root pair as a run has it, for tests that open none.

import { NOTHING_GUARDED } from "../../lib/entry/guarded_paths.ts";
import type { RootPair } from "../../lib/entry/root_pair.ts";

export function rootPair(changed: Partial<RootPair> = {}): RootPair {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    index: 0,
    source: 3,
    target: 4,
    sourceLabel: bytes("src"),
    targetLabel: bytes("dst/"),
    targetName: null,
    targetDev: 0,
    guarded: NOTHING_GUARDED,
    reportPrefix: bytes(""),
    ...changed,
  };
}
