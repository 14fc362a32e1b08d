// What would keep Windows from starting an executable, or from finding in it what was compiled: read from the file alone.

import { payloadFaults } from "../release/payload.ts";
import {
  MACHINE,
  type PeSection,
  type PortableExecutable,
  readPortableExecutable,
  RESOURCE_TYPE,
  SAFE_MEMORY,
  SUBSYSTEM_CONSOLE,
} from "./portable_executable.ts";

/** What the program asks Windows for, by type and name. */
const EMBEDDED = { type: RESOURCE_TYPE.embedded, name: "D3N0L4ND" } as const;
/** Windows 10, the oldest that Deno runs on, calls itself so. */
const OLDEST_MAJOR = 10;
/** What every Windows 10 has. api-ms-win-* are names for parts of these. */
const SYSTEM_LIBRARIES = [
  "advapi32.dll",
  "bcrypt.dll",
  "bcryptprimitives.dll",
  "crypt32.dll",
  "dbghelp.dll",
  "iphlpapi.dll",
  "kernel32.dll",
  "ntdll.dll",
  "ole32.dll",
  "oleaut32.dll",
  "psapi.dll",
  "secur32.dll",
  "shell32.dll",
  "user32.dll",
  "userenv.dll",
  "winmm.dll",
  "ws2_32.dll",
];
const PARTS = /^api-ms-win-core-[\w-]+\.dll$/;

/**
 * One line for each fault; none for a sound executable.
 *
 * @param version of ferry, which what is embedded has to have
 */
export function executableFaults(file: Uint8Array, version: string): string[] {
  let program: PortableExecutable;
  try {
    program = readPortableExecutable(file);
  } catch (error) {
    return [(error as Error).message];
  }
  return [
    ...headerFaults(program),
    ...sectionFaults(program, file.length),
    ...embeddedFaults(program, version),
  ];
}

function headerFaults(program: PortableExecutable): string[] {
  const { machine, isExecutable, subsystem, oldest, traits, signatureBytes, libraries } = program;
  return [
    ...said(machine !== MACHINE.x86_64, `it is for the processor ${machine}, not for x86_64`),
    ...said(!isExecutable, "it is no executable"),
    ...said(subsystem !== SUBSYSTEM_CONSOLE, "it is no program for a terminal"),
    ...said(parseInt(oldest) > OLDEST_MAJOR, `it wants Windows ${oldest}`),
    ...said((traits & SAFE_MEMORY) !== SAFE_MEMORY, "its memory is not guarded as is usual"),
    // What was signed before something was embedded is no longer what was signed.
    ...said(signatureBytes > 0, "it has a signature that was made before it was whole"),
    ...libraries.filter((name) => !SYSTEM_LIBRARIES.includes(name) && !PARTS.test(name))
      .map((name) => `it wants ${name}, which not every Windows has`),
  ];
}

/** Sections follow each other, in the file as in memory. */
function sectionFaults({ sections, headerBytes }: PortableExecutable, fileBytes: number): string[] {
  const end = (section: PeSection) => section.offset + section.bytes;
  return [
    ...said(sections[0].offset < headerBytes, "the headers reach into the code"),
    ...said(end(sections.at(-1)!) !== fileBytes, "the last section does not end with the file"),
    ...sections.slice(1).flatMap((section, i) => {
      const before = sections[i];
      return said(
        end(before) > section.offset || before.address + before.addressBytes > section.address,
        `${before.name} and ${section.name} overlap`,
      );
    }),
  ];
}

function embeddedFaults({ resources }: PortableExecutable, version: string): string[] {
  const found = resources.filter(({ type, name }) =>
    type === EMBEDDED.type && name === EMBEDDED.name
  );
  return found.length === 1
    ? payloadFaults(found[0].content, version)
    : [`${found.length} resources are called ${EMBEDDED.name}, not 1`];
}

function said(isFault: boolean, sentence: string): string[] {
  return isFault ? [sentence] : [];
}
