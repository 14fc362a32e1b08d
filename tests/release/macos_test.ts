// The executables for macOS, of which none starts here: what a Mac reads before it starts one. The checker is ferry's
// own, so it is tried on damaged files, and rcodesign, which is not, verifies the signature.

import { assert, assertEquals } from "@std/assert";
import { executableFaults, type Machine } from "../../scripts/macos/executable_faults.ts";
import { readCodeDirectory } from "../../scripts/macos/code_signature.ts";
import { embeddedByMark, embeddedBySection } from "../../scripts/macos/embedded.ts";
import { readMachO } from "../../scripts/macos/mach_o.ts";
import { testOrSkip } from "../support/skip.ts";
import { executableFor, needsExecutable, VERSION } from "./executables.ts";

const MACHINES: readonly Machine[] = ["aarch64", "x86_64"];
const CPU_TYPE_AT = 4;
/** The first load command, and commands by their numbers. */
const COMMANDS_AT = 32, LC_CODE_SIGNATURE = 0x1d;
/** LC_BUILD_VERSION and LC_VERSION_MIN_MACOSX, and where in them the oldest system stands. */
const OLDEST_AT: Readonly<Record<number, number>> = { 0x32: 12, 0x24: 8 };

/** A change that a Mac would not bear, and what has to be said of it. */
interface Damage {
  readonly name: string;
  readonly machines: readonly Machine[];
  /** Changes the file, or gives another one. */
  readonly change: (file: Uint8Array<ArrayBuffer>) => void | Uint8Array<ArrayBuffer>;
  readonly said: RegExp;
}

const DAMAGES: readonly Damage[] = [
  {
    name: "a byte of the code",
    machines: ["aarch64"],
    change: (file) => flip(file, 40_000_001),
    said: /^pages 9765 differ from what was signed$/,
  },
  {
    name: "a byte of what is embedded",
    machines: ["aarch64"],
    change: (file) => flip(file, embeddedBySection(file, readMachO(file))!.byteOffset + 1000),
    said: /^pages \d+ differ from what was signed$/,
  },
  {
    name: "a byte of a hash",
    machines: ["aarch64"],
    change: (file) => flip(file, directoryOf(file).hashes[7].byteOffset),
    said: /^pages 7 differ from what was signed$/,
  },
  {
    name: "no signature",
    machines: ["aarch64"],
    change: (file) => new DataView(file.buffer).setUint32(commandAt(file, LC_CODE_SIGNATURE), 0x7f),
    said: /^it has no signature$/,
  },
  {
    name: "a second segment of the name that is looked up",
    machines: ["aarch64"],
    change: (file) => write(file, "__DATA_CONST\0", "__SUI\0"),
    said: /^2 segments are called __SUI, not 1$/,
  },
  {
    name: "no segment of the name that is looked up",
    machines: ["aarch64"],
    change: (file) => write(file, "__SUI\0", "__OTHER\0"),
    said: /^0 segments are called __SUI, not 1$/,
  },
  {
    name: "a mark at the end of what is embedded",
    machines: ["x86_64"],
    change: (file) => flip(file, file.length - 1),
    said: /^what is embedded is not whole$/,
  },
  {
    name: "the mark before what is embedded",
    machines: ["x86_64"],
    change: (file) => flip(file, embeddedByMark(file)!.byteOffset - 9),
    // A runtime that was taken from another program has that one's mark as well.
    said: /^(nothing is embedded|what is embedded is not what was embedded last)/,
  },
  {
    name: "the last byte is missing",
    machines: MACHINES,
    change: (file) => file.subarray(0, -1),
    said: /^__LINKEDIT goes beyond the file$/,
  },
  {
    name: "another processor",
    machines: MACHINES,
    change: (file) => flip(file, CPU_TYPE_AT),
    said: /^it is for the processor \d+, not for/,
  },
  {
    name: "a later system",
    machines: MACHINES,
    change: (file) => setOldest(file, 26),
    said: /^it wants macOS 26\.\d+\.\d+$/,
  },
  {
    name: "a library that only the building machine has",
    machines: MACHINES,
    change: (file) => write(file, "/usr/lib/libiconv.2.dylib\0", "/opt/lib/libiconv.2.dylib\0"),
    said: /^it wants \/opt\/lib\/libiconv\.2\.dylib, which is no library of macOS$/,
  },
  {
    name: "load commands that are cut off",
    machines: MACHINES,
    change: (file) => file.subarray(0, 1000),
    said: /^load command \d+ of \d+ is cut off$/,
  },
];

for (const machine of MACHINES) {
  const target = `${machine}-apple-darwin` as const;
  const reason = needsExecutable(target);
  const read = () => Deno.readFileSync(executableFor(target));

  testOrSkip(`${target}: a Mac would start it, and it finds what is embedded`, reason, () => {
    assertEquals(executableFaults(read(), machine, VERSION), []);
  });

  testOrSkip(`${target}: each damage is told`, reason, async (t) => {
    for (const { name, machines, change, said } of DAMAGES) {
      if (!machines.includes(machine)) continue;
      await t.step(name, () => {
        const file = read();
        const faults = executableFaults(change(file) ?? file, machine, VERSION);
        assert(faults.some((fault) => said.test(fault)), faults.join("\n") || "nothing is told");
      });
    }
  });
}

/** Made by .ci/run, which says so where it cannot: it takes some minutes to build, and the tests above do without. */
const rcodesign = Deno.env.get("FERRY_RCODESIGN");

/** All that rcodesign has to say of an executable; it counts as a problem that nobody has vouched for it. */
const TOLD: Readonly<Record<Machine, string>> = {
  aarch64: "no cryptographic signature present",
  x86_64: "Mach-O signature data not found",
};

if (rcodesign !== undefined) {
  for (const machine of MACHINES) {
    const target = `${machine}-apple-darwin` as const;
    testOrSkip(`${target}: rcodesign verify says the same`, needsExecutable(target), () => {
      assertEquals(problemsOf(executableFor(target)), [TOLD[machine]]);
    });
  }

  const target = "aarch64-apple-darwin";
  testOrSkip("rcodesign verify: a changed byte is told", needsExecutable(target), () => {
    const file = Deno.readFileSync(executableFor(target));
    flip(file, 40_000_001);
    const damaged = Deno.makeTempFileSync();
    Deno.writeFileSync(damaged, file);
    const [page] = problemsOf(damaged).filter((line) => line !== TOLD.aarch64);
    Deno.removeSync(damaged);
    assert(page?.startsWith("code digest mismatch for entry 9765;"), page);
  });
}

/** What `rcodesign verify` finds in a file, a line each. */
function problemsOf(path: string): string[] {
  const { stdout } = new Deno.Command(rcodesign!, { args: ["verify", path] }).outputSync();
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
}

function directoryOf(file: Uint8Array) {
  return readCodeDirectory(file, readMachO(file).signatures[0]);
}

function flip(file: Uint8Array, at: number): void {
  file[at] ^= 1;
}

function setOldest(file: Uint8Array<ArrayBuffer>, major: number): void {
  const at = commandAt(file, ...Object.keys(OLDEST_AT).map(Number));
  const view = new DataView(file.buffer);
  view.setUint16(at + OLDEST_AT[view.getUint32(at, true)] + 2, major, true);
}

/** Where the first load command of one of these kinds begins. */
function commandAt(file: Uint8Array<ArrayBuffer>, ...kinds: number[]): number {
  const view = new DataView(file.buffer);
  let at = COMMANDS_AT;
  while (!kinds.includes(view.getUint32(at, true))) at += view.getUint32(at + 4, true);
  return at;
}

/** Puts one text in the place of another, which it finds among the load commands. */
function write(file: Uint8Array, old: string, text: string): void {
  const head = new TextDecoder("latin1").decode(file.subarray(0, readMachO(file).commandsEnd));
  const at = head.indexOf(old);
  assert(at > 0, old);
  file.fill(0, at, at + old.length);
  file.set(new TextEncoder().encode(text), at);
}
