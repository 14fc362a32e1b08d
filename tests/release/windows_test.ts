// The executable for Windows: what Windows reads before it starts one. tests/wine runs it. The checker is ferry's own, so
// it is tried on damaged files.

import { assert, assertEquals } from "@std/assert";
import { executableFaults } from "../../scripts/windows/executable_faults.ts";
import { readPortableExecutable } from "../../scripts/windows/portable_executable.ts";
import { testOrSkip } from "../support/skip.ts";
import { executableFor, needsExecutable, VERSION } from "./executables.ts";

const TARGET = "x86_64-pc-windows-msvc";
/** Behind "PE\0\0": the processor's number, and in the header that follows the subsystem and the traits. */
const MACHINE = 4, SUBSYSTEM = 24 + 68, TRAITS = 24 + 70;
const SUBSYSTEM_WINDOWS = 2;
const reason = needsExecutable(TARGET);
const read = () => Deno.readFileSync(executableFor(TARGET));

/** Changes that Windows would not bear, and what has to be said of each. */
const DAMAGES: Readonly<
  Record<string, {
    readonly change: (file: Uint8Array<ArrayBuffer>) => void | Uint8Array<ArrayBuffer>;
    readonly said: RegExp;
  }>
> = {
  "another processor": {
    change: (file) => put(file, MACHINE, 0xaa64),
    said: /^it is for the processor 43620, not for x86_64$/,
  },
  "a program with windows": {
    change: (file) => put(file, SUBSYSTEM, SUBSYSTEM_WINDOWS),
    said: /^it is no program for a terminal$/,
  },
  "memory that may be run": {
    change: (file) => put(file, TRAITS, 0),
    said: /^its memory is not guarded as is usual$/,
  },
  "a library that Windows does not have": {
    change(file) {
      const text = new TextDecoder("latin1").decode(file);
      const at = text.search(/ws2_32\.dll/i);
      file.set(new TextEncoder().encode("xs2_32.dll"), at);
    },
    said: /^it wants xs2_32\.dll, which not every Windows has$/,
  },
  "another end of what is embedded": {
    change(file) {
      const { content } = readPortableExecutable(file).resources[0];
      content[content.length - 1] ^= 1;
    },
    said: /^what is embedded is not whole$/,
  },
  "the last byte is missing": {
    change: (file) => file.subarray(0, -1),
    said: /^the last section does not end with the file$/,
  },
};

testOrSkip(`${TARGET}: Windows would start it, and it finds what is embedded`, reason, () => {
  assertEquals(executableFaults(read(), VERSION), []);
});

testOrSkip(`${TARGET}: each damage is told`, reason, async (t) => {
  for (const [name, { change, said }] of Object.entries(DAMAGES)) {
    await t.step(name, () => {
      const file = read();
      const faults = executableFaults(change(file) ?? file, VERSION);
      assert(faults.some((fault) => said.test(fault)), faults.join("\n") || "nothing is told");
    });
  }
});

/** Sets a 16-bit number of the header that Windows reads. */
function put(file: Uint8Array<ArrayBuffer>, at: number, value: number): void {
  const view = new DataView(file.buffer);
  view.setUint16(view.getUint32(60, true) + at, value, true);
}
