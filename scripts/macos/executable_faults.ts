// What would keep a Mac from starting an executable, or from finding in it what was compiled: read from the
// file alone, so that executables made on another system are checked before anybody has them.

import { payloadFaults } from "../release/payload.ts";
import * as signing from "./code_signature.ts";
import { EMBEDDED, embeddedByMark, embeddedBySection } from "./embedded.ts";
import {
  CPU_TYPE,
  type MachO,
  MH_EXECUTE,
  PLATFORM_MACOS,
  readMachO,
  type Span,
} from "./mach_o.ts";

export type Machine = keyof typeof CPU_TYPE;

/** Bytes of a page of memory, at which segments begin. */
const PAGE_BYTES: Readonly<Record<Machine, number>> = { x86_64: 4096, aarch64: 16384 };
/** The oldest macOS with Apple's processor; an older one is no fault. */
const OLDEST_MAJOR = 11;
/** Tables for the loader and the signature: the last segment, in the file as in memory. */
const LAST = "__LINKEDIT";
/** Bytes at whose multiples a signature begins. */
const SIGNATURE_STEP = 16;
/** What every Mac has. */
const SYSTEM_LIBRARIES = ["/usr/lib/", "/System/Library/"];

/**
 * One line for each fault; none for a sound executable.
 *
 * @param version of ferry, which what is embedded has to have
 */
export function executableFaults(file: Uint8Array, machine: Machine, version: string): string[] {
  let program: MachO;
  try {
    program = readMachO(file);
  } catch (error) {
    return [(error as Error).message];
  }
  return [
    ...headerFaults(program, machine),
    ...orderFaults(program, file.length),
    ...placeFaults(program, file.length, PAGE_BYTES[machine]),
    ...embeddedFaults(program, file, machine, version),
    ...signatureFaults(program, file, machine),
  ];
}

function headerFaults(program: MachO, machine: Machine): string[] {
  const { cpu, fileType, build, libraries, hasEntryPoint } = program;
  const oldest = parseInt(build?.oldest ?? "");
  return [
    ...said(cpu !== CPU_TYPE[machine], `it is for the processor ${cpu}, not for ${machine}`),
    ...said(fileType !== MH_EXECUTE, "it is no executable"),
    ...said(!hasEntryPoint, "it has no entry point"),
    ...said(build?.platform !== PLATFORM_MACOS, "it does not say that it is for macOS"),
    ...said(!(oldest <= OLDEST_MAJOR), `it wants macOS ${build?.oldest}`),
    ...libraries.filter((path) => !SYSTEM_LIBRARIES.some((place) => path.startsWith(place)))
      .map((path) => `it wants ${path}, which is no library of macOS`),
  ];
}

/** The code comes first, tables and signature last. */
function orderFaults({ segments, commandsEnd, tables }: MachO, fileBytes: number): string[] {
  const text = segments.find(({ name }) => name === "__TEXT"), last = segments.at(-1);
  const firstSection = Math.min(...text?.sections.map(({ offset }) => offset) ?? []);
  if (last?.name !== LAST) return [`the last segment is ${last?.name}, not ${LAST}`];
  return [
    ...said(text?.offset !== 0, "no segment of code begins with the file"),
    ...said(commandsEnd > firstSection, "the load commands reach into the code"),
    ...said(endOf(last) !== fileBytes, `${LAST} does not end with the file`),
    ...said(
      tables.some((table) => table.bytes > 0 && !isWithin(table, last)),
      `a table for the loader lies outside of ${LAST}`,
    ),
  ];
}

function placeFaults({ segments }: MachO, fileBytes: number, pageBytes: number): string[] {
  const inMemory = segments.map(({ name, address, addressBytes }) => ({
    name,
    offset: address,
    bytes: addressBytes,
  }));
  const isUneven = (offset: number) => offset % pageBytes !== 0;
  return [
    ...segments.flatMap(({ name, offset, bytes, address, addressBytes }) => [
      ...said(offset + bytes > fileBytes, `${name} goes beyond the file`),
      ...said(isUneven(offset) || isUneven(address), `${name} does not begin at a page`),
      ...said(bytes > addressBytes, `${name} is larger than its room in memory`),
    ]),
    ...overlaps(segments, "in the file"),
    ...overlaps(inMemory, "in memory"),
    ...segments.flatMap((segment) =>
      segment.sections.filter((section) =>
        section.segment !== segment.name ||
        // What is only made room for lies nowhere in the file.
        (section.offset !== 0 && !isWithin(section, segment))
      ).map((section) => `section ${section.name} lies outside of ${segment.name}`)
    ),
  ];
}

function overlaps(parts: readonly (Span & { name: string })[], where: string): string[] {
  const inOrder = parts.filter(({ bytes }) => bytes > 0).sort((a, b) => a.offset - b.offset);
  return inOrder.slice(1).flatMap((part, i) =>
    said(endOf(inOrder[i]) > part.offset, `${inOrder[i].name} and ${part.name} overlap ${where}`)
  );
}

function embeddedFaults(
  program: MachO,
  file: Uint8Array,
  machine: Machine,
  version: string,
): string[] {
  if (machine === "x86_64") {
    const embedded = embeddedByMark(file);
    const end = program.signatures[0]?.offset ?? file.length;
    return [
      ...payloadFaults(embedded, version),
      // A runtime that was taken from another program has that one embedded as well, before ours.
      ...said(
        embedded !== null && end - endIn(file, embedded) >= SIGNATURE_STEP,
        "what is embedded is not what was embedded last",
      ),
    ];
  }
  const count = program.segments.filter(({ name }) => name === EMBEDDED.segment).length;
  return count === 1
    ? payloadFaults(embeddedBySection(file, program), version)
    : [`${count} segments are called ${EMBEDDED.segment}, not 1`];
}

/** A Mac with Apple's processor starts nothing that has no valid signature; any Mac stops what has an invalid one. */
function signatureFaults(program: MachO, file: Uint8Array, machine: Machine): string[] {
  const [signature, ...others] = program.signatures;
  if (signature === undefined) return said(machine === "aarch64", "it has no signature");
  if (others.length > 0) return ["it has several signatures"];
  let directory: signing.CodeDirectory;
  try {
    directory = signing.readCodeDirectory(file, signature);
  } catch (error) {
    return [(error as Error).message];
  }
  const { code, coveredBytes } = directory;
  const text = program.segments.find(({ name }) => name === "__TEXT");
  const isOfCode = code.offset === text?.offset && code.bytes === text.bytes;
  const isOfProgram = (code.flags & signing.CS_EXECSEG_MAIN_BINARY) !== 0;
  const pages = signing.wrongPages(file, directory);
  return [
    ...said(endOf(signature) !== file.length, "the signature does not end with the file"),
    ...said(coveredBytes !== signature.offset, "the signature does not cover all before it"),
    ...said(!isOfCode, "the signature takes something else for the code"),
    ...said(!isOfProgram, "the signature is not of a main program"),
    ...said(pages.length > 0, `pages ${listed(pages)} differ from what was signed`),
  ];
}

function endIn(file: Uint8Array, part: Uint8Array): number {
  return part.byteOffset + part.length - file.byteOffset;
}

function endOf({ offset, bytes }: Span): number {
  return offset + bytes;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.offset >= outer.offset && endOf(inner) <= endOf(outer);
}

function said(isFault: boolean, sentence: string): string[] {
  return isFault ? [sentence] : [];
}

function listed(pages: readonly number[]): string {
  return pages.length <= 5 ? pages.join(", ") : `${pages.slice(0, 5).join(", ")} and others`;
}
