// Open files in memory behind the calls that move bytes. Each call can be told what to answer instead of doing
// its work, and all are recorded, so that what decides about methods is tested without a file system that has them.

import type { Abilities, FileStat, NativeFileSystem, StorageTraits } from "../../ffi/mod.ts";
import { FileStat as Stat, S_IFREG, WORD } from "../../ffi/mod.ts";
import { ENXIO } from "../../ffi/errno.ts";
import { openPortable } from "../../ffi/portable/file_system.ts";

type Span = readonly [from: number, to: number];

interface FakeFile {
  bytes: Uint8Array;
  position: number;
  /** Where it has data, in order; the rest is holes. */
  readonly spans: readonly Span[];
}

/** The calls that can be told what to answer. */
export type FakeCall =
  | "cloneFile"
  | "copyContents"
  | "copyRange"
  | "punchHole"
  | "read"
  | "reserve"
  | "seek"
  | "seekData"
  | "seekHole"
  | "sendFile"
  | "statHandle"
  | "truncate"
  | "write";

const portable = openPortable();

/** What no platform can do at once: tests switch on what they are about. */
export const NO_ABILITIES: Abilities = {
  ...portable.can,
  reflink: false,
  blockClone: false,
  copyFileRange: false,
  sendfile: false,
  cloneToName: false,
  copyContents: false,
  copyByName: false,
  holes: false,
};

export class FakeFiles {
  /** `name offset length` of each call that moves bytes, the name alone of others. */
  readonly calls: string[] = [];
  traits: StorageTraits = {
    reservingPays: false,
    smallFiles: "read_write",
    sharesBlocks: null,
    writersTakeTurns: false,
    mayLackLinks: false,
    mayShowOthers: false,
    casing: "told",
  };
  readonly #files: FakeFile[] = [];
  readonly #answers = new Map<FakeCall, number[]>();
  readonly #always = new Map<FakeCall, number>();

  constructor(private readonly can: Partial<Abilities> = {}) {}

  /** Opens a file that holds `bytes`; its handle. */
  open(bytes: Uint8Array = new Uint8Array(), spans?: readonly Span[]): number {
    this.#files.push({ bytes, position: 0, spans: spans ?? [[0, bytes.length]] });
    return this.#files.length - 1;
  }

  bytesOf(handle: number): Uint8Array {
    return this.#files[handle].bytes;
  }

  /** Lets a file tell a size of 0, as files of procfs do. */
  hideSize(handle: number): void {
    this.#sizeless.add(handle);
  }
  readonly #sizeless = new Set<number>();

  /** The next answers of a call. */
  answer(call: FakeCall, ...answers: number[]): void {
    this.#answers.set(call, answers);
  }

  /** Each answer of a call from now on. */
  answerAlways(call: FakeCall, answer: number): void {
    this.#always.set(call, answer);
  }

  /** The calls of one name. */
  callsOf(name: FakeCall): string[] {
    return this.calls.filter((call) => call.split(" ")[0] === name);
  }

  /** Metadata of a file, as `move` is given them. */
  statOf(handle: number, dev = 1): FileStat {
    const stat = new Stat();
    const { bytes, spans } = this.#files[handle];
    const allocated = spans.reduce((sum, [from, to]) => sum + to - from, 0);
    stat.words[WORD.mode] = S_IFREG | 0o644;
    stat.words[WORD.size] = this.#sizeless.has(handle) ? 0 : bytes.length;
    stat.words[WORD.blocks] = Math.ceil(allocated / 512);
    stat.words[WORD.devMinor] = dev;
    return stat;
  }

  get fs(): NativeFileSystem {
    const calls: Partial<NativeFileSystem> = {
      can: { ...NO_ABILITIES, ...this.can },
      errorName: portable.errorName,
      errorText: portable.errorText,
      sameBytes: portable.sameBytes,
      storageTraits: () => this.traits,
      cloneFile: (target, source) =>
        this.#do("cloneFile", "", () => {
          this.#files[target].bytes = this.#files[source].bytes.slice();
          return 0;
        }),
      copyContents: (source, target, goesOn) =>
        this.#do("copyContents", goesOn === null ? "" : " watched", () => {
          this.#files[target].bytes = this.#files[source].bytes.slice();
          return 0;
        }),
      copyRange: (source, target, offset, length) =>
        this.#do("copyRange", ` ${offset} ${length}`, () => {
          const part = this.#files[source].bytes.subarray(offset, offset + length);
          return this.#put(target, part, offset);
        }),
      sendFile: (source, target, offset, length) =>
        this.#do("sendFile", ` ${offset} ${length}`, () => {
          const file = this.#files[target];
          const part = this.#files[source].bytes.subarray(offset, offset + length);
          return this.#put(target, part, file.position);
        }),
      read: (file, buffer, length, offset) =>
        this.#do("read", ` ${offset} ${length}`, () => {
          const part = this.#files[file].bytes.subarray(offset, offset + length);
          buffer.set(part);
          return part.length;
        }),
      write: (file, buffer, length, offset) =>
        this.#do("write", ` ${offset} ${length}`, (most) => {
          return this.#put(file, buffer.subarray(0, Math.min(length, most)), offset);
        }),
      seek: (file, offset) => this.#do("seek", "", () => this.#files[file].position = offset),
      seekData: (file, offset) =>
        this.#do("seekData", "", () => {
          const span = this.#files[file].spans.find(([, to]) => to > offset);
          return span === undefined ? -ENXIO : Math.max(span[0], offset);
        }),
      seekHole: (file, offset) =>
        this.#do("seekHole", "", () => {
          const span = this.#files[file].spans.find(([from, to]) => from <= offset && to > offset);
          return span === undefined ? offset : span[1];
        }),
      truncate: (file, size) =>
        this.#do("truncate", ` ${size}`, () => {
          const old = this.#files[file].bytes;
          const bytes = new Uint8Array(size);
          bytes.set(old.subarray(0, size));
          this.#files[file].bytes = bytes;
          return 0;
        }),
      punchHole: (file, offset, length) =>
        this.#do("punchHole", ` ${offset} ${length}`, () => {
          this.#files[file].bytes.fill(0, offset, offset + length);
          return 0;
        }),
      reserve: (_file, size) => this.#do("reserve", ` ${size}`, () => 0),
      statHandle: (file, stat) =>
        this.#do("statHandle", "", () => {
          stat.copyFrom(this.statOf(file));
          return 0;
        }),
    };
    return calls as NativeFileSystem;
  }

  /** Answers what was told, else does the work; an answer above 0 is how much of it is done. */
  #do(call: FakeCall, details: string, act: (most: number) => number): number {
    this.calls.push(`${call}${details}`);
    const answer = this.#answers.get(call)?.shift() ?? this.#always.get(call);
    if (answer === undefined) return act(Infinity);
    return answer > 0 && call === "write" ? act(answer) : answer;
  }

  #put(handle: number, part: Uint8Array, offset: number): number {
    const file = this.#files[handle];
    if (offset + part.length > file.bytes.length) {
      const longer = new Uint8Array(offset + part.length);
      longer.set(file.bytes);
      file.bytes = longer;
    }
    file.bytes.set(part, offset);
    return part.length;
  }
}
