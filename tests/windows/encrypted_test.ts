// Encrypted files (EFS): the system alone copies them as they are, whatever the options and sizes say, and
// where it cannot, nothing is left in plain. Wine has no encryption: what Windows tells of it is stood in for.

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import * as k from "../../ffi/windows/constants.ts";
import type { RunOptions } from "../support/runs.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { intercepting, type StandIn } from "./intercept.ts";
import { pathOfHandle } from "./paths.ts";
import { type Sides, withSides } from "./sides.ts";

const ERROR_ENCRYPTION_FAILED = 6000;
const FILE_ATTRIBUTES_AT = 32; // FILE_ALL_INFORMATION.BasicInformation.FileAttributes
/** Bytes below and above the size from which the system copies. */
const SIZES = { small: 10, large: 300_000 };

/** Lets files whose name begins with "secret" be encrypted. */
const ENCRYPTED: Readonly<Record<string, StandIn>> = {
  NtQueryInformationFile: (real, handle, status, information: Uint8Array, length, what) => {
    const answer = real(handle, status, information, length, what);
    if (what === k.FileAllInformation && isSecret(pathOfHandle(handle))) {
      const view = new DataView(information.buffer, information.byteOffset);
      const attributes = view.getUint32(FILE_ATTRIBUTES_AT, true) | k.FILE_ATTRIBUTE_ENCRYPTED;
      view.setUint32(FILE_ATTRIBUTES_AT, attributes, true);
    }
    return answer;
  },
};
/** The same with a target that cannot encrypt. */
let failed = false;
const PLAIN_TARGET: Readonly<Record<string, StandIn>> = {
  ...ENCRYPTED,
  CopyFileExW: (real, from: Uint8Array, ...rest) => {
    failed = isSecret(String.fromCharCode(...new Uint16Array(from.buffer)));
    return failed ? 0 : real(from, ...rest);
  },
  GetLastError: (real) => failed ? ERROR_ENCRYPTION_FAILED : real(),
};

function isSecret(path: string): boolean {
  return path.includes("\\secret");
}

function makeFiles({ source }: Sides): void {
  for (const [name, size] of Object.entries(SIZES)) {
    Deno.writeFileSync(`${source}\\secret ${name}`, new Uint8Array(size));
    Deno.writeFileSync(`${source}\\plain ${name}`, new Uint8Array(size));
  }
  Deno.writeFileSync(`${source}\\secret empty`, new Uint8Array());
}

function mirrorOf({ run }: Sides, system: Readonly<Record<string, StandIn>>, options: RunOptions) {
  return intercepting(system, () => run({ jobs: 1, ...options }));
}

const WAYS: readonly [what: string, options: RunOptions, largeByName: boolean][] = [
  ["by themselves", {}, true],
  ["with --no-zero-copy", { zeroCopy: "never" }, false],
  ["with --fsync", { fsync: true }, false],
  ["with --resume", { resume: true }, false],
  ["with --inplace", { inplace: true }, false],
];
for (const [what, options, largeByName] of WAYS) {
  Deno.test(
    `encrypted files of any size are copied by the system, ${what}`,
    withSides(async (sides) => {
      makeFiles(sides);
      const { outcome, methods } = await mirrorOf(sides, ENCRYPTED, options);
      assertEquals(outcome, "done");
      const byName = 3 + (largeByName ? 1 : 0);
      assertEquals(methods, { CopyFileExW: byName, read_write: 5 - byName });
      assertEquals(Deno.statSync(`${sides.target}\\secret small`).size, SIZES.small);
    }),
  );
}

Deno.test(
  "an encrypted file is an error where the target cannot encrypt, and others are copied as ever",
  withSides(async (sides) => {
    makeFiles(sides);
    Deno.writeFileSync(`${sides.source}\\the last one`, new Uint8Array(SIZES.large));
    const { errors, filesCopied, filesFailed, methods } = await mirrorOf(sides, PLAIN_TARGET, {});
    assertEquals(errors.map(({ syscall, code }) => `${syscall} ${code}`), [
      "CopyFileExW ERROR_ENCRYPTION_FAILED",
      "CopyFileExW ERROR_ENCRYPTION_FAILED",
      "CopyFileExW ERROR_ENCRYPTION_FAILED",
    ]);
    assertMatch(errors[0].message, /--no-xattrs copies it without that$/);
    assertEquals([filesCopied, filesFailed], [3, 3]);
    assertEquals(methods, { CopyFileExW: 2, read_write: 1 });
    for (const name of ["small", "large", "empty"]) {
      assertThrows(() => Deno.statSync(`${sides.target}\\secret ${name}`), Deno.errors.NotFound);
    }
    assertEquals([...Deno.readDirSync(sides.target)].length, 3, "no temporary file is left");
  }),
);

Deno.test(
  "with --no-xattrs encrypted files are copied like others",
  withSides(async (sides) => {
    makeFiles(sides);
    const { outcome, methods } = await mirrorOf(sides, PLAIN_TARGET, {
      keep: { ...DEFAULT_OPTIONS.keep, xattrs: false },
    });
    assertEquals([outcome, methods], ["done", { read_write: 4 }]);
  }),
);
