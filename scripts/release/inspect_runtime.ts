// What a file says of itself that is to be the runtime of an executable.

import { BuildFailure } from "./build_failure.ts";
import type { Target } from "./targets.ts";

export interface RuntimeFacts {
  /** Null for a system that ferry is not released for. */
  readonly target: Target | null;
  readonly deno: string;
  readonly v8: string;
}

/** Deno's name for itself towards servers, and V8's as Deno builds it. */
const DENO = /Deno\/(\d+\.\d+\.\d+)/, V8 = /(\d+\.\d+\.\d+\.\d+-rusty)/;
/** Some bytes of each part are the next one's, too: neither name is longer. */
const PART = 1 << 22, OVERLAP = 64;

/** @throws {BuildFailure} where it is no program, or none of Deno's */
export function inspectRuntime(path: string): RuntimeFacts {
  const bytes = readRuntime(path);
  const deno = find(bytes, DENO), v8 = find(bytes, V8);
  if (deno === null || v8 === null) throw new BuildFailure(`'${path}' is no runtime of Deno`);
  return { target: targetOf(bytes), deno, v8 };
}

function readRuntime(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    throw new BuildFailure(`cannot read the runtime '${path}': ${(error as Error).message}`);
  }
}

function find(bytes: Uint8Array, pattern: RegExp): string | null {
  const text = new TextDecoder("latin1");
  for (let at = 0; at < bytes.length; at += PART) {
    const found = pattern.exec(text.decode(bytes.subarray(at, at + PART + OVERLAP)));
    if (found !== null) return found[1];
  }
  return null;
}

/** By the numbers for the machine in the headers of ELF, Mach-O and PE. */
export function targetOf(bytes: Uint8Array): Target | null {
  if (bytes.length < 64) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) === 0x7f454c46) {
    const machine = view.getUint16(0x12, true);
    if (machine === 62) return "x86_64-unknown-linux-gnu";
    return machine === 183 ? "aarch64-unknown-linux-gnu" : null;
  }
  if (view.getUint32(0, true) === 0xfeedfacf) {
    const processor = view.getUint32(4, true);
    if (processor === 0x01000007) return "x86_64-apple-darwin";
    return processor === 0x0100000c ? "aarch64-apple-darwin" : null;
  }
  const header = view.getUint32(0x3c, true);
  const isPe = view.getUint16(0) === 0x4d5a && header + 6 <= bytes.length &&
    view.getUint32(header) === 0x50450000;
  return isPe && view.getUint16(header + 4, true) === 0x8664 ? "x86_64-pc-windows-msvc" : null;
}
