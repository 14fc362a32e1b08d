// `agree`, the short way to find that nothing is to be done, against `compare`, the long one.

import { assert, assertEquals } from "@std/assert";
import fc from "../support/fast_check.ts";
import { native } from "../support/entries.ts";
import { FileStat, S_IFLNK, S_IFREG, WORD } from "../../ffi/mod.ts";
import { PreservationPolicy } from "../../lib/preserve/preservation_policy.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import { FlagPolicy } from "../../lib/preserve/flag_policy.ts";
import { Comparer } from "../../lib/plan/compare.ts";

const IDENTITY = {
  uid: 1000,
  gid: 1000,
  groups: [1000],
  umask: 0o022,
  canChown: false,
  canLabel: false,
  canSetCapabilities: false,
  canSetOthers: false,
  canSetGroupBits: false,
  canLock: false,
};
const CAN = { ...native.can, freeAttributes: 0xff, settableAttributes: 0xff };
/** Few values each, so that most pairs agree in most of them. */
const WORDS: readonly (readonly [word: number, values: readonly number[]])[] = [
  [WORD.mode, [
    S_IFREG | 0o644,
    S_IFREG | 0o755,
    S_IFREG | 0o4755,
    S_IFREG | 0o2644,
    S_IFLNK | 0o777,
  ]],
  [WORD.uid, [1000, 0]],
  [WORD.gid, [1000, 5]],
  [WORD.size, [0, 7]],
  [WORD.size + 1, [0, 1]],
  [WORD.mtime, [100, 2 ** 32 - 1]],
  [WORD.mtime + 1, [0, 2 ** 32 - 1]],
  [WORD.mtimeNsec, [0, 5]],
  [WORD.attributes, [0, 2]],
];
const stats = fc.tuple(...WORDS.map(([, values]) => fc.constantFrom(...values))).map((values) => {
  const stat = new FileStat();
  WORDS.forEach(([word], i) => stat.words[word] = values[i]);
  return stat;
});
const options: fc.Arbitrary<Options> = fc.record({
  comparison: fc.constantFrom("size-and-mtime", "size-only", "checksum", "always"),
  owner: fc.boolean(),
  perms: fc.boolean(),
}).map(({ comparison, owner, perms }) => ({
  ...DEFAULT_OPTIONS,
  comparison: comparison as Options["comparison"],
  keep: { ...DEFAULT_OPTIONS.keep, owner, perms },
}));

function comparerFor(chosen: Options, comparesAttributes = true): Comparer {
  const flags = comparesAttributes ? new FlagPolicy(chosen, CAN) : null;
  return new Comparer(chosen, new PreservationPolicy(chosen, IDENTITY), 1, flags);
}

Deno.test("files that agree do not differ, and are not to be read or copied in any case", () => {
  fc.assert(
    fc.property(stats, stats, options, fc.boolean(), (source, other, chosen, equals) => {
      const target = equals ? source : other;
      const comparer = comparerFor(chosen);
      if (!comparer.isQuickMatch(source, target)) return;
      assertEquals(comparer.compare(source, target), 0);
      assert(!comparer.comparesContents);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("plain files that are equal agree; one word that differs is enough", () => {
  const plain = () => {
    const stat = new FileStat();
    for (const [word, [value]] of WORDS) stat.words[word] = value;
    return stat;
  };
  const comparer = comparerFor(DEFAULT_OPTIONS);
  assert(comparer.isQuickMatch(plain(), plain()));
  for (const [word, [, other]] of WORDS) {
    const target = plain();
    target.words[word] = other;
    assert(!comparer.isQuickMatch(plain(), target), `word ${word}`);
  }
});
