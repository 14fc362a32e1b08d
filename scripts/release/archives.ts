// What users download: each executable packed with its licence and those of what is in it. The same executables give the same archives.

import { join } from "@std/path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { type ArchivedFile, tar } from "./tar.ts";
import { zip } from "./zip.ts";

/** Beside the executable; paths in the clone. */
const WITH_IT = ["LICENSE", "THIRD_PARTY.md", "README.md", "CHANGELOG.md"];

/** One way of packing. */
interface Packing {
  readonly suffix: string;
  pack(files: readonly ArchivedFile[], time: number): Uint8Array;
}

/** Every tar unpacks the first; the second is a quarter smaller. */
const FOR_UNIX: readonly Packing[] = [
  { suffix: ".tar.gz", pack: (files, time) => gzip(tar(files, time)) },
  { suffix: ".tar.zst", pack: (files, time) => zstd(tar(files, time)) },
];
const FOR_WINDOWS: readonly Packing[] = [{ suffix: ".zip", pack: zip }];

/** The highest level whose memory every zstd grants. */
const ZSTD_LEVEL = 19;
const EXE = ".exe";

/**
 * Packs an executable into archives beside it: a folder of its name, with the program under the name that users type.
 *
 * @param executable `…/ferry-VERSION-TARGET`, with .exe for Windows
 * @param time of the files in it, in seconds since 1970
 * @returns the paths of the archives
 */
export function makeArchives(root: string, executable: string, time: number): string[] {
  const isWindows = executable.endsWith(EXE);
  const path = isWindows ? executable.slice(0, -EXE.length) : executable;
  const folder = path.split(/[/\\]/).at(-1)!;
  const file = (name: string, from: string, isExecutable: boolean): ArchivedFile => ({
    name: `${folder}/${name}`,
    bytes: Deno.readFileSync(from),
    isExecutable,
  });
  const files = [
    ...WITH_IT.map((name) => file(name, join(root, name), false)),
    file(isWindows ? `ferry${EXE}` : "ferry", executable, true),
  ];
  return (isWindows ? FOR_WINDOWS : FOR_UNIX).map(({ suffix, pack }) => {
    Deno.writeFileSync(`${path}${suffix}`, pack(files, time));
    return `${path}${suffix}`;
  });
}

/** RFC 1952: the byte of a header that tells the system which made it, and its value for any. */
const SYSTEM_AT = 9, ANY_SYSTEM = 255;

function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 9 });
  packed[SYSTEM_AT] = ANY_SYSTEM;
  return packed;
}

function zstd(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, {
    params: {
      [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
}
