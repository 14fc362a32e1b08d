// `isQuickMatch`, the short way to find that nothing is to be done, against `compare`, the long one.

import { assert, assertEquals } from "@std/assert";
import fc from "../support/fast_check.ts";
import { native } from "../support/entries.ts";
import { ORDINARY } from "../support/identities.ts";
import { FILE_SYSTEM_KINDS, FileStat, S_IFCHR, S_IFLNK, S_IFREG, WORD } from "../../ffi/mod.ts";
import { CHANGED } from "../../lib/plan/changes.ts";
import { DeviceLimits } from "../../lib/preserve/device_limits.ts";
import { DEVICE } from "../../lib/shared/device_memory.ts";
import { type StatFields, statWith } from "../support/stats.ts";
import { PreservationPolicy } from "../../lib/preserve/preservation_policy.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import { FlagPolicy } from "../../lib/preserve/flag_policy.ts";
import { Comparer } from "../../lib/plan/compare.ts";

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
  chmod: fc.constantFrom([], ["go="], ["755"]),
  userMap: fc.constantFrom([], [{ from: "0", to: "1000" }]),
}).map(({ comparison, owner, perms, chmod, userMap }) => ({
  ...DEFAULT_OPTIONS,
  chmod,
  userMap,
  comparison: comparison as Options["comparison"],
  keep: { ...DEFAULT_OPTIONS.keep, owner, perms },
}));

function comparerFor(chosen: Options, comparesAttributes = true): Comparer {
  const flags = comparesAttributes ? new FlagPolicy(chosen, CAN) : null;
  return new Comparer(chosen, new PreservationPolicy(chosen, ORDINARY), 1, flags);
}

Deno.test("Comparer.isQuickMatch: such files do not differ, and are not to be read or copied in any case", () => {
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

Deno.test("Comparer.isQuickMatch: plain files that are equal; one word that differs is enough", () => {
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

/** Differences of two entries, under the options that are changed. */
function differences(
  source: StatFields,
  target: StatFields,
  changed: Partial<Options> = {},
  limits: DeviceLimits | null = null,
): string[] {
  const bits = comparerFor({ ...DEFAULT_OPTIONS, ...changed })
    .compare(statWith(source), statWith(target), limits);
  return Object.entries(CHANGED).filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);
}

const MINE = { uid: 1000, gid: 1000 };

Deno.test("Comparer.compare: size or time asks for the contents", () => {
  assertEquals(differences({ ...MINE }, { ...MINE }), []);
  assertEquals(differences({ ...MINE, size: 1 }, MINE), ["size", "contents"]);
  assertEquals(differences({ ...MINE, mtimeNsec: 1 }, MINE), ["mtime", "contents"]);
});

Deno.test("Comparer.compare: --size-only, --checksum and --ignore-times each ask for other contents", () => {
  const [later, larger] = [{ ...MINE, mtimeSec: 5 }, { ...MINE, size: 1 }];
  for (const comparison of ["size-only", "checksum"] as const) {
    assertEquals(differences(later, MINE, { comparison }), ["mtime"], comparison);
    assertEquals(differences(larger, MINE, { comparison }), ["size", "contents"], comparison);
  }
  assertEquals(differences(MINE, MINE, { comparison: "always" }), ["contents"]);
  const { comparesContents } = comparerFor({ ...DEFAULT_OPTIONS, comparison: "checksum" });
  assertEquals([comparesContents, comparerFor(DEFAULT_OPTIONS).comparesContents], [true, false]);
});

Deno.test("Comparer.compare: another type is all that there is to say", () => {
  assertEquals(differences({ type: "symlink", size: 1 }, { size: 2 }), ["type"]);
});

Deno.test("Comparer.compare: a symlink has no mode to compare and no contents", () => {
  const link = { type: "symlink", ...MINE } as const;
  assertEquals(differences({ ...link, permissions: 0o777, size: 1 }, { ...link, size: 2 }), []);
  assertEquals(differences({ ...link, mtimeSec: 1 }, link), ["mtime"]);
});

Deno.test("Comparer.compare: a device differs by its number", () => {
  const [source, target] = [statWith({ permissions: 0 }), statWith({ permissions: 0 })];
  for (const stat of [source, target]) stat.words[WORD.mode] = S_IFCHR | 0o600;
  const comparer = comparerFor(DEFAULT_OPTIONS);
  assertEquals(comparer.compare(source, target), 0);
  target.words[WORD.rdevMinor] = 1;
  assertEquals(comparer.compare(source, target), CHANGED.target);
});

Deno.test("Comparer.compareMetadata: mode, owner, group and flags, each where this process can set it", () => {
  assertEquals(differences({ ...MINE, permissions: 0o600 }, MINE), ["mode"]);
  assertEquals(differences(MINE, { uid: 5, gid: 5 }), ["uid", "gid"]);
  assertEquals(differences({ uid: 5, gid: 5 }, MINE), [], "out of an ordinary user's reach");
  assertEquals(differences({ ...MINE, attributes: 2 }, MINE), ["flags"]);
});

Deno.test("Comparer.compareMetadata: what the target's file system does not keep is no difference", () => {
  const keepsNothing = new DeviceLimits(
    DEVICE.losesTimes | DEVICE.losesModes | DEVICE.losesOwners,
    0,
    FILE_SYSTEM_KINDS[0],
  );
  const [source, target] = [
    { ...MINE, permissions: 0o600, mtimeSec: 5 },
    { uid: 5, gid: 5, mtimeSec: 9 },
  ];
  assertEquals(differences(source, target), ["mtime", "mode", "uid", "gid", "contents"]);
  assertEquals(differences(source, target, {}, keepsNothing), []);
  const earlier = { ...target, mtimeSec: 1 };
  assertEquals(differences(source, earlier, {}, keepsNothing), ["mtime", "contents"]);
});

Deno.test("Comparer.mtimesDiffer and targetIsNewer: by more than the window, or what the platform keeps", () => {
  const at = (mtimeSec: number, mtimeNsec = 0) => statWith({ mtimeSec, mtimeNsec });
  const policy = new PreservationPolicy(DEFAULT_OPTIONS, ORDINARY);
  const exact = new Comparer(DEFAULT_OPTIONS, policy, 1);
  assert(exact.mtimesDiffer(at(5, 1), at(5)) && !exact.mtimesDiffer(at(5), at(5)));
  assert(exact.targetIsNewer(at(5), at(5, 1)) && !exact.targetIsNewer(at(5), at(5)));
  assert(!exact.targetIsNewer(at(5, 1), at(5)));
  const windowed = new Comparer({ ...DEFAULT_OPTIONS, modifyWindowNs: 2e9 }, policy, 100);
  assert(!windowed.mtimesDiffer(at(5), at(7)) && windowed.mtimesDiffer(at(5), at(7, 1)));
  assert(!windowed.targetIsNewer(at(5), at(7)) && windowed.targetIsNewer(at(5), at(7, 1)));
  const coarse = new Comparer(DEFAULT_OPTIONS, policy, 1e6);
  assert(!coarse.mtimesDiffer(at(-1, 1e6), at(-1)) && coarse.mtimesDiffer(at(-1, 1e6 + 1), at(-1)));
});
