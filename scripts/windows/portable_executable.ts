// Reads a program for Windows (PE32+): what Windows reads before it starts one. The structs are those of "PE Format" in
// Microsoft's documentation; all numbers are little-endian.

/** A part of the file and where it is mapped, in bytes. */
export interface PeSection {
  readonly name: string;
  readonly address: number;
  readonly addressBytes: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Something embedded, of a type that Windows knows by number or by name. */
export interface Resource {
  /** `RESOURCE_TYPE`, or a name. */
  readonly type: number | string;
  readonly name: number | string;
  readonly content: Uint8Array;
}

export interface PortableExecutable {
  /** Number of the processor: `MACHINE`. */
  readonly machine: number;
  readonly isExecutable: boolean;
  /** `SUBSYSTEM_CONSOLE`: a program with a terminal. */
  readonly subsystem: number;
  /** Oldest version of Windows, `6.0`. */
  readonly oldest: string;
  /** Bits: addresses may be chosen anew at each start, memory for data is not run. */
  readonly traits: number;
  readonly headerBytes: number;
  readonly sections: readonly PeSection[];
  readonly resources: readonly Resource[];
  /** Libraries that must be there, in small letters. */
  readonly libraries: readonly string[];
  /** Bytes of a signature by Microsoft's Authenticode. */
  readonly signatureBytes: number;
}

export const MACHINE = { x86_64: 0x8664, aarch64: 0xaa64 } as const;
export const SUBSYSTEM_CONSOLE = 3;
export const RESOURCE_TYPE = { icon: 3, embedded: 10, iconGroup: 14, version: 16, manifest: 24 };
/** IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA, _DYNAMIC_BASE and _NX_COMPAT. */
export const SAFE_MEMORY = 0x20 | 0x40 | 0x100;
const PE32_PLUS = 0x20b;
const IS_EXECUTABLE = 2;
/** Data directories by their place. */
const IMPORTS = 1, RESOURCES = 2, SIGNATURE = 4;
const COFF_BYTES = 24;
const SECTION_BYTES = 40;
const IMPORT_BYTES = 20;
/** The highest bit says that a name is text, or that an entry leads to a folder. */
const HIGHEST = 0x80000000;

/** @throws {Error} where the file is none */
export function readPortableExecutable(file: Uint8Array): PortableExecutable {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 64 || textAt(file, 0, 2) !== "MZ") throw new Error("no program for Windows");
  const at = view.getUint32(60, true);
  if (at + COFF_BYTES + 240 > file.length || textAt(file, at, 4) !== "PE") {
    throw new Error("no program for Windows of today");
  }
  const optional = at + COFF_BYTES;
  if (view.getUint16(optional, true) !== PE32_PLUS) throw new Error("it is not of 64 bits");
  const sections = sectionsAt(
    file,
    optional + view.getUint16(at + 20, true),
    view.getUint16(at + 6, true),
  );
  const directory = (number: number) => ({
    address: view.getUint32(optional + 112 + number * 8, true),
    bytes: view.getUint32(optional + 116 + number * 8, true),
  });
  const mapped = new Mapped(file, sections);
  return {
    machine: view.getUint16(at + 4, true),
    isExecutable: (view.getUint16(at + 22, true) & IS_EXECUTABLE) !== 0,
    oldest: `${view.getUint16(optional + 48, true)}.${view.getUint16(optional + 50, true)}`,
    headerBytes: view.getUint32(optional + 60, true),
    subsystem: view.getUint16(optional + 68, true),
    traits: view.getUint16(optional + 70, true),
    sections,
    resources: resourcesIn(mapped, directory(RESOURCES).address),
    libraries: librariesIn(mapped, directory(IMPORTS).address),
    signatureBytes: directory(SIGNATURE).bytes,
  };
}

/** The program as it lies in memory: addresses are counted from where it begins there. */
class Mapped {
  readonly #view: DataView;

  constructor(readonly file: Uint8Array, readonly sections: readonly PeSection[]) {
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  }

  /** Where in the file an address is. @throws {Error} where it is nowhere */
  offsetOf(address: number, bytes: number): number {
    const section = this.sections.find((one) =>
      address >= one.address && address + bytes <= one.address + one.bytes
    );
    if (!section) throw new Error(`the address ${address} lies in no section`);
    return section.offset + address - section.address;
  }

  short(address: number): number {
    return this.#view.getUint16(this.offsetOf(address, 2), true);
  }

  word(address: number): number {
    return this.#view.getUint32(this.offsetOf(address, 4), true);
  }

  span(address: number, bytes: number): Uint8Array {
    const from = this.offsetOf(address, bytes);
    return this.file.subarray(from, from + bytes);
  }
}

function sectionsAt(file: Uint8Array, at: number, count: number): PeSection[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (at + count * SECTION_BYTES > file.length) throw new Error("the sections are cut off");
  return Array.from({ length: count }, (_, i) => {
    const from = at + i * SECTION_BYTES;
    return {
      name: textAt(file, from, 8),
      addressBytes: view.getUint32(from + 8, true),
      address: view.getUint32(from + 12, true),
      bytes: view.getUint32(from + 16, true),
      offset: view.getUint32(from + 20, true),
    };
  });
}

/** Three levels: type, name, language. */
function resourcesIn(mapped: Mapped, root: number): Resource[] {
  if (root === 0) return [];
  return entriesIn(mapped, root, root).flatMap(([type, names]) =>
    entriesIn(mapped, root, names).flatMap(([name, languages]) =>
      entriesIn(mapped, root, languages).map(([, data]) => ({
        type,
        name,
        content: mapped.span(mapped.word(data), mapped.word(data + 4)),
      }))
    )
  );
}

/** Names in a folder of resources, each with the address of what it leads to. */
function entriesIn(mapped: Mapped, root: number, at: number): [number | string, number][] {
  const count = mapped.short(at + 12) + mapped.short(at + 14);
  return Array.from({ length: count }, (_, i) => {
    const name = mapped.word(at + 16 + i * 8), to = mapped.word(at + 20 + i * 8);
    const label = name >= HIGHEST ? wideText(mapped, root + name - HIGHEST) : name;
    return [label, root + (to >= HIGHEST ? to - HIGHEST : to)];
  });
}

/** Text of 16-bit units after their number. */
function wideText(mapped: Mapped, at: number): string {
  const units = mapped.span(at + 2, mapped.short(at) * 2);
  return new TextDecoder("utf-16le").decode(units);
}

function librariesIn(mapped: Mapped, at: number): string[] {
  const names: string[] = [];
  if (at === 0) return names;
  for (let entry = at; mapped.word(entry + 12) !== 0; entry += IMPORT_BYTES) {
    const name = mapped.offsetOf(mapped.word(entry + 12), 1);
    names.push(textAt(mapped.file, name, 256).toLowerCase());
  }
  return names;
}

/** Text up to a NUL, of at most so many bytes. */
function textAt(file: Uint8Array, at: number, most: number): string {
  const bytes = file.subarray(at, at + most);
  const length = bytes.indexOf(0);
  return new TextDecoder("latin1").decode(length < 0 ? bytes : bytes.subarray(0, length));
}
