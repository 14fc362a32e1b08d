// What a program says of itself that has Deno's runtime in it: the runtime alone, or a finished executable.

import { Buffer } from "node:buffer";
import { BuildFailure } from "./build_failure.ts";
import type { Target } from "./targets.ts";

export interface RuntimeFacts {
  /** Null for a system that ferry is not released for. */
  readonly target: Target | null;
  readonly deno: string;
  readonly v8: string;
}

/** A Rust package that was compiled into it. */
export interface Crate {
  readonly name: string;
  readonly version: string;
}

/** Names, each with what stands around it. `Deno/2.7.11` is Deno's towards servers, `14.7.173.7-rusty` its V8. */
const DENO = ["Deno/", /^Deno\/(\d+\.\d+\.\d+)/] as const;
const V8 = ["-rusty", /(\d+\.\d+\.\d+\.\d+)-rusty/] as const;
/** The paths of sources that Rust keeps for its messages: cargo unpacks each package to a folder of its name and version. */
const CRATE = [
  "registry",
  /^registry[/\\]src[/\\][\w.-]{1,60}[/\\]([\w-]{1,60}?)-(\d+\.\d+\.\d+(?:[-+][\w.+-]{1,40})?)[/\\]/,
] as const;
/** Bytes that are looked at before and behind the first letter of what was found. */
const BEFORE = 24, BEHIND = 200;

/** @throws {BuildFailure} where it is no program, or none of Deno's */
export function inspectRuntime(path: string): RuntimeFacts {
  const bytes = readProgram(path);
  const [deno] = find(bytes, ...DENO), [v8] = find(bytes, ...V8);
  if (deno === undefined || v8 === undefined) {
    throw new BuildFailure(`'${path}' is no runtime of Deno`);
  }
  return { target: targetOf(bytes), deno: deno[1], v8: v8[1] };
}

/** Those that can be told, by name and version. */
export function cratesIn(path: string): Crate[] {
  const crates = new Map<string, Crate>();
  for (const [, name, version] of find(readProgram(path), ...CRATE)) {
    crates.set(`${name}@${version}`, { name, version });
  }
  return [...crates.values()];
}

function readProgram(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    throw new BuildFailure(`cannot read the runtime '${path}': ${(error as Error).message}`);
  }
}

/** Where a word stands, with what a pattern finds there; the pattern begins with the word or is looked for around it. */
function* find(bytes: Uint8Array, word: string, pattern: RegExp): Generator<RegExpMatchArray> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const before = pattern.source.startsWith("^") ? 0 : BEFORE;
  for (let at = buffer.indexOf(word); at >= 0; at = buffer.indexOf(word, at + 1)) {
    const found = pattern.exec(buffer.toString("latin1", Math.max(0, at - before), at + BEHIND));
    if (found !== null) yield found;
  }
}

/** By the numbers for the machine in the headers of ELF, Mach-O and PE. */
function targetOf(bytes: Uint8Array): Target | null {
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
