// What a file system makes of times and modes: what comes out of rounding and of limits is as good as what was asked.

import { assert, assertEquals } from "@std/assert";
import { FILE_SYSTEM_KINDS, type FileSystemKind, KIND } from "../../ffi/mod.ts";
import {
  COARSEST_NS,
  couldBeRounded,
  DeviceLimits,
  isFarTime,
  KNOWN,
  stepOf,
} from "../../lib/preserve/device_limits.ts";
import { DEVICE } from "../../lib/shared/device_memory.ts";
import { statWith } from "../support/stats.ts";

const PLAIN = FILE_SYSTEM_KINDS[0];
const kindOf = (name: string) => FILE_SYSTEM_KINDS.find((kind) => kind.name === name)!;
const limitsOf = (flags = 0, granularityNs = 1, kind: FileSystemKind = PLAIN) =>
  new DeviceLimits(flags, granularityNs, kind);
const at = (mtimeSec: number, mtimeNsec = 0) => statWith({ mtimeSec, mtimeNsec });

Deno.test("stepOf: the coarsest step that all are multiples of", () => {
  const steps = [[1e9], [0], [10_000_000], [3_000_000], [2000], [300], [1], [300, 1_000_000]];
  assertEquals(steps.map((all) => stepOf(...all)), [1e9, 1e9, 1e7, 1e6, 1000, 100, 1, 100]);
});

Deno.test("isFarTime: before 1980, or from the end of 32 bits on", () => {
  const far = [-1, 0, 315_532_799, 315_532_800, 0x7fff_fffe, 0x7fff_ffff, 2 ** 32, 2 ** 33 + 1e9];
  assertEquals(far.map((second) => isFarTime(at(second))), [
    ...[true, true, true, false],
    ...[false, true, true, true],
  ]);
});

Deno.test("DeviceLimits: whole where all is known and nothing is lost; lossy by flags or coarse times", () => {
  assert(limitsOf(KNOWN).isWhole && !limitsOf(KNOWN & ~DEVICE.restIsKnown).isWhole);
  assert(!limitsOf(KNOWN).isLossy && limitsOf(KNOWN, 2).isLossy && !limitsOf(KNOWN, 2).isWhole);
  for (const flag of ["losesTimes", "losesModes", "losesSpecialBits", "losesOwners"] as const) {
    assert(limitsOf(KNOWN | DEVICE[flag]).isLossy, flag);
  }
  assert(!limitsOf(KNOWN | DEVICE.sharesInodes).isLossy);
  assert(limitsOf(DEVICE.losesModes).has(DEVICE.losesModes | DEVICE.losesTimes));
  assert(!limitsOf(DEVICE.losesModes).has(DEVICE.losesTimes));
});

Deno.test("DeviceLimits.keepsExactly: a time that needs no rounding", () => {
  assert(limitsOf(0, 0).keepsExactly(at(1, 1)) && limitsOf(0, 1).keepsExactly(at(1, 1)));
  assert(limitsOf(0, 100).keepsExactly(at(1, 200)) && !limitsOf(0, 100).keepsExactly(at(1, 250)));
  assert(limitsOf(0, COARSEST_NS).keepsExactly(at(2)));
  assert(!limitsOf(0, COARSEST_NS).keepsExactly(at(3)));
  assert(!limitsOf(0, COARSEST_NS).keepsExactly(at(2, 1)));
});

Deno.test("DeviceLimits.isTimeOf: rounded to a step, in either direction and by less than one", () => {
  const limits = limitsOf(0, 1_000_000);
  const source = at(5, 1_500_000);
  assert(limits.isTimeOf(source, at(5, 1_000_000)) && limits.isTimeOf(source, at(5, 2_000_000)));
  assert(!limits.isTimeOf(source, at(5, 3_000_000)) && !limits.isTimeOf(source, at(5, 500_000)));
  assert(!limits.isTimeOf(source, at(5, 1_400_000)), "no multiple of the step");
  assert(!limitsOf(0, 1).isTimeOf(source, at(5, 1_000_000)));
  assert(limits.isTimeOf(at(5, 999_999_999), at(6)));
  assert(!limits.isTimeOf(at(5), at(6)));
});

Deno.test("DeviceLimits.isTimeOf: rounded to a finer step than the coarsest that was seen", () => {
  const encfs = limitsOf(0, 1e9, kindOf("encfs"));
  assert(
    encfs.isTimeOf(at(5, 123_456_789), at(5)) &&
      encfs.isTimeOf(at(5, 123_456_789), at(5, 123_456_000)),
  );
  assert(!encfs.isTimeOf(at(5, 123_456_789), at(5, 123_455_000)));
});

Deno.test("DeviceLimits.isTimeOf: FAT's seconds are even", () => {
  const fat = limitsOf(0, COARSEST_NS, kindOf("fat"));
  assert(fat.isTimeOf(at(1e9 + 1, 5), at(1e9)) && fat.isTimeOf(at(1e9 + 1, 5), at(1e9 + 2)));
  assert(!fat.isTimeOf(at(1e9 + 1), at(1e9 + 1)), "an odd second is none of its own");
  assert(!fat.isTimeOf(at(1e9), at(1e9 + 2)));
});

Deno.test("DeviceLimits.isTimeOf: where times cannot be set, any that is later", () => {
  const limits = limitsOf(DEVICE.losesTimes);
  assert(limits.isTimeOf(at(5), at(6)));
  assert(!limits.isTimeOf(at(5), at(5)) && !limits.isTimeOf(at(5), at(4)));
});

Deno.test("DeviceLimits.isTimeOf: out of a known range the nearest second, of an unknown one the usual ends", () => {
  const exfat = limitsOf(0, 1, kindOf("exfat"));
  const [first, last] = kindOf("exfat").seconds!;
  assert(exfat.isTimeOf(at(-5), at(first)) && exfat.isTimeOf(at(2 ** 40), at(last)));
  assert(!exfat.isTimeOf(at(-5), at(0)) && !exfat.isTimeOf(at(first + 1), at(first)));
  const unknown = limitsOf();
  for (const second of [-0x8000_0000, 0, 315_532_800]) {
    assert(unknown.isTimeOf(at(second - 1), at(second)), `${second}`);
    assert(!unknown.isTimeOf(at(second + 1), at(second)), `${second}`);
  }
  for (const second of [0x7fff_ffff, 0xffff_ffff, 4_354_819_198, 0x3_7fff_ffff, 16_299_260_424]) {
    assert(unknown.isTimeOf(at(second + 1), at(second)), `${second}`);
  }
  assert(!unknown.isTimeOf(at(-1), at(77)));
  for (const second of [0, 0x7fff_ffff]) {
    assert(!unknown.isTimeOf(at(second), at(second)), "what is equal is not moved");
  }
});

Deno.test("DeviceLimits.isTimeOf: where a kind has ends of its own, no others count", () => {
  const xfs = limitsOf(0, 1, kindOf("xfs"));
  assert(xfs.isTimeOf(at(-0x8000_0001), at(-0x8000_0000)) && !xfs.isTimeOf(at(-1), at(0)));
  assert(xfs.isTimeOf(at(2 ** 40), at(0x7fff_ffff)) && !xfs.isTimeOf(at(2 ** 40), at(0xffff_ffff)));
  const endless = limitsOf(0, 1, FILE_SYSTEM_KINDS[KIND.endless]);
  for (const second of [-0x8000_0000, 0]) assert(!endless.isTimeOf(at(second - 1), at(second)));
  for (const second of [0x7fff_ffff, 0x3_7fff_ffff]) {
    assert(!endless.isTimeOf(at(second + 1), at(second)));
  }
});

Deno.test("DeviceLimits.isTimeOf: the first and the last second of a range have no fraction on Linux", () => {
  const ext4 = limitsOf(0, 1, kindOf("ext4"));
  const [first, last] = kindOf("ext4").seconds!;
  for (const second of [first, last]) {
    assert(ext4.isTimeOf(at(second, 5), at(second)), `${second}`);
    assert(
      !ext4.isTimeOf(at(second, 5), at(second, 4)) && !ext4.isTimeOf(at(second), at(second, 5)),
    );
  }
  assert(!ext4.isTimeOf(at(0x7fff_ffff, 5), at(0x7fff_ffff)), "no end of this range");
  for (const unknown of [limitsOf(0, 1, kindOf("xfs")), limitsOf(0, 1, kindOf("fuse"))]) {
    for (const second of [-0x8000_0000, 0x7fff_ffff, 0xffff_ffff, 16_299_260_424]) {
      assert(unknown.isTimeOf(at(second, 5), at(second)), `${second}`);
    }
    assert(!unknown.isTimeOf(at(0, 5), at(0)), "a time that files have");
  }
  assert(!limitsOf().isTimeOf(at(0x7fff_ffff, 5), at(0x7fff_ffff)), "tmpfs has all times");
});

Deno.test("DeviceLimits.isTimeOf: ntfs-3g shows a time before 1970 as the next second", () => {
  const ntfs = limitsOf(0, 100, kindOf("ntfs"));
  assert(ntfs.isTimeOf(at(-5, 300), at(-4)));
  assert(!ntfs.isTimeOf(at(-5, 300), at(-4, 100)) && !ntfs.isTimeOf(at(-5, 300), at(-3)));
  assert(!ntfs.isTimeOf(at(5, 300), at(6)) && !ntfs.isTimeOf(at(0, 300), at(1)));
  assert(!limitsOf(0, 100).isTimeOf(at(-5, 300), at(-4)));
});

Deno.test("DeviceLimits.isModeOf: modes are as alike as the file system lets them be", () => {
  assert(!limitsOf().isModeOf(0o644, 0o600));
  assert(limitsOf(DEVICE.losesModes).isModeOf(0o644, 0o700));
  const losesBits = limitsOf(DEVICE.losesSpecialBits);
  assert(losesBits.isModeOf(0o4755, 0o755) && losesBits.isModeOf(0o755, 0o1755));
  assert(!losesBits.isModeOf(0o755, 0o745));
});

Deno.test("DeviceLimits.moveIntoRange: the nearest second, without nanoseconds; what is in the range stays", () => {
  const exfat = limitsOf(0, 1, kindOf("exfat"));
  const [first, last] = kindOf("exfat").seconds!;
  const moved = (second: number, limits = exfat) => {
    const stat = at(second, 7);
    limits.moveIntoRange(stat);
    return [stat.mtimeSec, stat.mtimeNsec];
  };
  assertEquals(moved(-5), [first, 0]);
  assertEquals(moved(2 ** 40), [last, 0]);
  assertEquals([moved(first), moved(last), moved(1e9)], [[first, 7], [last, 7], [1e9, 7]]);
  assertEquals(moved(-5, limitsOf()), [-5, 7]);
  const ntfs = limitsOf(0, 1, kindOf("ntfs"));
  assertEquals(moved(-1e12, ntfs), [-11_644_473_600, 0]);
});

Deno.test("couldBeRounded: by some coarse file system's step", () => {
  assert(couldBeRounded(at(5, 123), at(5, 100)) && couldBeRounded(at(5, 1), at(6)));
  assert(couldBeRounded(at(5), at(6)), "FAT's");
  assert(!couldBeRounded(at(5, 123), at(5, 124)) && !couldBeRounded(at(5), at(8)));
});
