// Reads a Mach-O file of 64 bits: what macOS reads before it starts a program. The structs are those of Apple's
// <mach-o/loader.h>; all numbers are little-endian.

/** A part of the file and where it is mapped; addresses and sizes in bytes. */
export interface Segment {
  readonly name: string;
  readonly address: number;
  readonly addressBytes: number;
  readonly offset: number;
  readonly bytes: number;
  readonly sections: readonly Section[];
}

/** A part of a segment. */
export interface Section {
  readonly name: string;
  /** The segment that the section itself names. */
  readonly segment: string;
  readonly offset: number;
  readonly bytes: number;
}

/** A span of the file, in bytes. */
export interface Span {
  readonly offset: number;
  readonly bytes: number;
}

export interface MachO {
  /** Number of the processor: `CPU_TYPE`. */
  readonly cpu: number;
  readonly fileType: number;
  /** Where the load commands end. */
  readonly commandsEnd: number;
  readonly segments: readonly Segment[];
  /** The system that it is for and the oldest version of that, `11.0.0`; null where no command tells. */
  readonly build: { readonly platform: number; readonly oldest: string } | null;
  /** Paths of the libraries that it is linked against. */
  readonly libraries: readonly string[];
  /** Each LC_CODE_SIGNATURE; a file has one at most. */
  readonly signatures: readonly Span[];
  /** What the last segment holds for the loader: symbols, their names, fixes of addresses, the signature. */
  readonly tables: readonly Span[];
  readonly hasEntryPoint: boolean;
}

export const CPU_TYPE = { x86_64: 0x1000007, aarch64: 0x100000c } as const;
export const MH_EXECUTE = 2;
export const PLATFORM_MACOS = 1;
const MH_MAGIC_64 = 0xfeedfacf;
const HEADER_BYTES = 32;
const COMMAND_BYTES = 8;
const SEGMENT_BYTES = 72;
const SECTION_BYTES = 80;
const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const LC_VERSION_MIN_MACOSX = 0x24;
const LC_BUILD_VERSION = 0x32;
const LC_MAIN = 0x80000028;
const LC_SYMTAB = 2;
/** struct nlist_64. */
const SYMBOL_BYTES = 16;
/** LC_DYLD_INFO and LC_DYLD_INFO_ONLY: five spans. */
const DYLD_INFO_COMMANDS = [0x22, 0x80000022];
/** LC_CODE_SIGNATURE, LC_FUNCTION_STARTS, LC_DATA_IN_CODE, LC_DYLD_EXPORTS_TRIE, LC_DYLD_CHAINED_FIXUPS: a span each. */
const SPAN_COMMANDS = [0x1d, 0x26, 0x29, 0x80000033, 0x80000034];
/** LC_LOAD_DYLIB, LC_LOAD_WEAK_DYLIB, LC_REEXPORT_DYLIB. */
const LIBRARY_COMMANDS = [0xc, 0x80000018, 0x8000001f];

/** @throws {Error} where the file is none, or its commands are cut off */
export function readMachO(file: Uint8Array): MachO {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES || view.getUint32(0, true) !== MH_MAGIC_64) {
    throw new Error("no Mach-O file of 64 bits");
  }
  const commands = commandsOf(view);
  const of = (kind: number) => commands.filter(({ command }) => command === kind);
  return {
    cpu: view.getUint32(4, true),
    fileType: view.getUint32(12, true),
    commandsEnd: HEADER_BYTES + view.getUint32(20, true),
    segments: of(LC_SEGMENT_64).map(({ body }) => segmentIn(body)),
    build: buildIn(of(LC_BUILD_VERSION)[0]?.body, of(LC_VERSION_MIN_MACOSX)[0]?.body),
    libraries: commands.filter(({ command }) => LIBRARY_COMMANDS.includes(command))
      .map(({ body }) => textIn(body, body.getUint32(8, true), body.byteLength)),
    signatures: of(LC_CODE_SIGNATURE).map(({ body }) => spanAt(body, 8)),
    tables: commands.flatMap(({ command, body }) => tablesIn(command, body)),
    hasEntryPoint: of(LC_MAIN).length > 0,
  };
}

/** The load commands in their order, each with the bytes that it takes, its head included. */
function commandsOf(view: DataView): { command: number; body: DataView }[] {
  const count = view.getUint32(16, true), end = HEADER_BYTES + view.getUint32(20, true);
  const commands = [];
  let at = HEADER_BYTES;
  for (let i = 0; i < count; i++) {
    const bytes = at + COMMAND_BYTES <= view.byteLength ? view.getUint32(at + 4, true) : 0;
    if (bytes < COMMAND_BYTES || at + bytes > Math.min(end, view.byteLength)) {
      throw new Error(`load command ${i} of ${count} is cut off`);
    }
    const body = new DataView(view.buffer, view.byteOffset + at, bytes);
    commands.push({ command: view.getUint32(at, true), body });
    at += bytes;
  }
  if (at !== end) throw new Error(`the load commands end at ${at} and should at ${end}`);
  return commands;
}

function segmentIn(body: DataView): Segment {
  const count = body.getUint32(64, true);
  if (SEGMENT_BYTES + count * SECTION_BYTES > body.byteLength) {
    throw new Error("the sections of a segment are cut off");
  }
  return {
    name: textIn(body, 8, 24),
    address: wide(body, 24),
    addressBytes: wide(body, 32),
    offset: wide(body, 40),
    bytes: wide(body, 48),
    sections: Array.from({ length: count }, (_, i) => {
      const at = SEGMENT_BYTES + i * SECTION_BYTES;
      return {
        name: textIn(body, at, at + 16),
        segment: textIn(body, at + 16, at + 32),
        bytes: wide(body, at + 40),
        offset: body.getUint32(at + 48, true),
      };
    }),
  };
}

function tablesIn(command: number, body: DataView): Span[] {
  if (SPAN_COMMANDS.includes(command)) return [spanAt(body, 8)];
  if (DYLD_INFO_COMMANDS.includes(command)) {
    return [8, 16, 24, 32, 40].map((at) => spanAt(body, at));
  }
  if (command !== LC_SYMTAB) return [];
  const symbols = spanAt(body, 8);
  return [{ offset: symbols.offset, bytes: symbols.bytes * SYMBOL_BYTES }, spanAt(body, 16)];
}

function spanAt(body: DataView, at: number): Span {
  return { offset: body.getUint32(at, true), bytes: body.getUint32(at + 4, true) };
}

function buildIn(build?: DataView, old?: DataView): MachO["build"] {
  if (build) return { platform: build.getUint32(8, true), oldest: versionIn(build, 12) };
  return old ? { platform: PLATFORM_MACOS, oldest: versionIn(old, 8) } : null;
}

/** Sixteen bits and twice eight. */
function versionIn(body: DataView, at: number): string {
  const number = body.getUint32(at, true);
  return `${number >>> 16}.${number >>> 8 & 0xff}.${number & 0xff}`;
}

function wide(body: DataView, at: number): number {
  return Number(body.getBigUint64(at, true));
}

/** Text up to a NUL or to `end`. */
function textIn(body: DataView, at: number, end: number): string {
  const bytes = new Uint8Array(body.buffer, body.byteOffset + at, Math.max(0, end - at));
  const length = bytes.indexOf(0);
  return new TextDecoder().decode(length < 0 ? bytes : bytes.subarray(0, length));
}
