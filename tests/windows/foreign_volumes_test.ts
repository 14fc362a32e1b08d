// Volumes that are not NTFS, as far as Wine can be made to answer like one: FAT without 64-bit serial numbers, with
// numbers of files that are offsets and a root of number 0; a volume without paths; exFAT's renames; files whose
// contents are elsewhere; files that the system copied and that are to be on disk.

import { assert, assertEquals } from "@std/assert";
import { FileStat, WORD } from "../../ffi/mod.ts";
import * as k from "../../ffi/windows/constants.ts";
import { FILE_ID_FULL_DIR_INFORMATION as ENTRY } from "../../ffi/windows/structs.ts";
import { intercepting, type StandIn } from "./intercept.ts";
import { pathOfHandle } from "./paths.ts";
import { attributesOf, setAttributes, withSides } from "./sides.ts";
import { writeFile } from "./support.ts";

const ATTRIBUTES_AT = 32, INDEX_NUMBER_AT = 64; // of FILE_ALL_INFORMATION
const SERIAL_AT = 8; // of FILE_FS_VOLUME_INFORMATION
const LARGE = 300_000;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The number that both volumes of `fat` give an entry of that name; their roots have 0. */
function offsetOf(name: string): bigint {
  return /^(source|target|)$/.test(name) ? 0n : 4096n + BigInt(name.charCodeAt(0)) * 32n;
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("\\") + 1);
}

/** Gives every record of a listing the number that its name has. */
function renumber(records: Uint8Array): void {
  const view = viewOf(records);
  for (let at = 0;;) {
    const length = view.getUint32(at + ENTRY.FileNameLength, true);
    const name = new Uint16Array(
      records.slice(at + ENTRY.FileName, at + ENTRY.FileName + length).buffer,
    );
    view.setBigUint64(at + ENTRY.FileId, offsetOf(String.fromCharCode(...name)), true);
    const next = view.getUint32(at, true);
    if (next === 0) return;
    at += next;
  }
}

const FAT: Readonly<Record<string, StandIn>> = {
  NtQueryInformationFile: (real, handle, status, information: Uint8Array, length, what) => {
    if (what === k.FileIdInformation) return k.STATUS_INVALID_PARAMETER;
    const answer = real(handle, status, information, length, what);
    if (what === k.FileAllInformation) {
      const number = offsetOf(nameIn(pathOfHandle(handle)));
      viewOf(information).setBigUint64(INDEX_NUMBER_AT, number, true);
    }
    return answer;
  },
  NtQueryDirectoryFile: (real, ...parameters) => {
    const answer = real(...parameters);
    if (parameters[7] === k.FileIdFullDirectoryInformation && answer >= 0) renumber(parameters[5]);
    return answer;
  },
  NtQueryVolumeInformationFile: (real, handle, status, information: Uint8Array, length, what) => {
    if (what !== k.FileFsVolumeInformation) return real(handle, status, information, length, what);
    const serial = pathOfHandle(handle).includes("\\source") ? 1 : 2;
    viewOf(information).setUint32(SERIAL_AT, serial, true);
    return 0;
  },
};

Deno.test(
  "two FAT volumes are told apart by their serial numbers, though their entries have the same numbers",
  withSides(async ({ source, target, run }) => {
    Deno.mkdirSync(target);
    for (const name of ["a", "b"]) writeFile(source, name, `new ${name}`);
    writeFile(target, "a", "old");
    const { outcome, filesCopied, filesReplaced } = await intercepting(FAT, () => run({ jobs: 1 }));
    assertEquals([outcome, filesCopied, filesReplaced], ["done", 1, 1]);
    assertEquals(Deno.readTextFileSync(`${target}\\a`), "new a");
    const again = await intercepting(FAT, () => run({ jobs: 1 }));
    assertEquals([again.outcome, again.filesUnchanged], ["done", 2]);
  }),
);

Deno.test("entries with the number 0 are never taken for the same", () => {
  const [a, b] = [new FileStat(), new FileStat()];
  assertEquals(a.hasSameInode(b), false);
  a.words[WORD.ino] = b.words[WORD.ino] = 1;
  assert(a.hasSameInode(b));
});

Deno.test(
  "a volume without paths is copied by reading and writing",
  withSides(async ({ source, target, run }) => {
    Deno.writeFileSync(`${source}\\large`, new Uint8Array(LARGE).fill(7));
    const system = { GetFinalPathNameByHandleW: () => 0 };
    const { outcome, errors, methods } = await intercepting(system, () => run({ jobs: 1 }));
    assertEquals([outcome, errors.length], ["done", 0]);
    assertEquals(methods, { read_write: 1 });
    assertEquals(Deno.readFileSync(`${target}\\large`), new Uint8Array(LARGE).fill(7));
  }),
);

Deno.test(
  "where POSIX renames are beyond the file system the older way of renaming serves",
  withSides(async ({ source, target, run }) => {
    Deno.mkdirSync(target);
    for (const name of ["a", "b"]) writeFile(source, name, `new ${name}`);
    writeFile(target, "a", "old");
    const system: Record<string, StandIn> = {
      NtSetInformationFile: (real, handle, status, bytes, length, what) =>
        what === k.FileRenameInformationEx
          ? k.STATUS_FILE_SYSTEM_LIMITATION
          : real(handle, status, bytes, length, what),
    };
    const { outcome, errors } = await intercepting(system, () => run({ jobs: 1 }));
    assertEquals([outcome, errors.length], ["done", 0]);
    for (const name of ["a", "b"]) {
      assertEquals(Deno.readTextFileSync(`${target}\\${name}`), `new ${name}`);
    }
  }),
);

/** FAT, which knows none of the newer classes, with entries that cannot go: others have them open, or they run. */
const OLD_AND_HELD: Readonly<Record<string, StandIn>> = {
  NtSetInformationFile: (real, handle, status, bytes, length, what) => {
    switch (what) {
      case k.FileRenameInformationEx:
      case k.FileDispositionInformationEx:
        return k.STATUS_INVALID_PARAMETER;
      case k.FileRenameInformation:
        return k.STATUS_ACCESS_DENIED;
      case k.FileDispositionInformation:
        return nameIn(pathOfHandle(handle)).startsWith("extra")
          ? k.STATUS_CANNOT_DELETE
          : real(handle, status, bytes, length, what);
    }
    return real(handle, status, bytes, length, what);
  },
};

Deno.test(
  "a read-only file that can be neither replaced nor deleted is read-only afterwards",
  withSides(async ({ source, target, run }) => {
    Deno.mkdirSync(target);
    writeFile(source, "replaced", "new contents");
    for (const name of ["replaced", "extra"]) {
      writeFile(target, name, "old");
      setAttributes(target, name, k.FILE_ATTRIBUTE_READONLY);
    }
    const { errors } = await intercepting(OLD_AND_HELD, () => run({ jobs: 1 }));
    assertEquals(errors.map(({ code }) => code), ["ERROR_ACCESS_DENIED", "ERROR_ACCESS_DENIED"]);
    for (const name of ["replaced", "extra"]) {
      assertEquals(Deno.readTextFileSync(`${target}\\${name}`), "old");
      const isReadOnly = (attributesOf(target, name) & k.FILE_ATTRIBUTE_READONLY) !== 0;
      assert(isReadOnly, name);
      setAttributes(target, name, 0);
    }
  }),
);

/** Lets files named "elsewhere" have an attribute. */
function elsewhere(attribute: number, options: number[]): Record<string, StandIn> {
  return {
    NtQueryInformationFile: (real, handle, status, information: Uint8Array, length, what) => {
      const answer = real(handle, status, information, length, what);
      if (what === k.FileAllInformation && nameIn(pathOfHandle(handle)) === "elsewhere") {
        const view = viewOf(information);
        view.setUint32(ATTRIBUTES_AT, view.getUint32(ATTRIBUTES_AT, true) | attribute, true);
      }
      return answer;
    },
    NtCreateFile: (real, ...parameters) => {
      if (parameters[8] & k.FILE_NON_DIRECTORY_FILE) options.push(parameters[8]);
      return real(...parameters.toSpliced(8, 1, parameters[8] & ~k.FILE_OPEN_NO_RECALL));
    },
  };
}

const ELSEWHERE = {
  FILE_ATTRIBUTE_OFFLINE: k.FILE_ATTRIBUTE_OFFLINE,
  FILE_ATTRIBUTE_RECALL_ON_OPEN: k.FILE_ATTRIBUTE_RECALL_ON_OPEN,
  FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: k.FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS,
};
for (const [name, attribute] of Object.entries(ELSEWHERE)) {
  Deno.test(
    `a file with ${name} is fetched with --materialize alone, else it is an error`,
    withSides(async ({ source, target, run }) => {
      for (const file of ["here", "elsewhere"]) writeFile(source, file);
      const options: number[] = [];
      const system = elsewhere(attribute, options);
      const kept = await intercepting(system, () => run({ jobs: 1 }));
      assertEquals([kept.outcome, kept.filesCopied, kept.filesFailed], ["partial", 1, 1]);
      assertEquals(kept.errors.map(({ code }) => code), ["DATALESS"]);
      assert(
        options.every((bits) => (bits & k.FILE_OPEN_NO_RECALL) !== 0),
        "opening fetches nothing",
      );
      options.length = 0;
      const fetched = await intercepting(system, () => run({ jobs: 1, materialize: true }));
      assertEquals([fetched.outcome, fetched.filesCopied], ["done", 1]);
      assert(options.every((bits) => (bits & k.FILE_OPEN_NO_RECALL) === 0));
      assertEquals(Deno.readTextFileSync(`${target}\\elsewhere`), "elsewhere");
    }),
  );
}

const FILE_ACCESS_INFORMATION = 8; // FileAccessInformation (winternl.h)
Deno.test(
  "--fsync writes an encrypted file to disk that is read-only like its source",
  withSides(async ({ source, target, run }) => {
    writeFile(source, "secret", "text");
    setAttributes(source, "secret", k.FILE_ATTRIBUTE_READONLY);
    const flushed: string[] = [];
    const { NtQueryInformationFile } = Deno.dlopen("ntdll.dll", {
      NtQueryInformationFile: {
        parameters: ["usize", "buffer", "buffer", "u32", "u32"],
        result: "i32",
      },
    }).symbols;
    const system: Record<string, StandIn> = {
      NtQueryInformationFile: (real, handle, status, information: Uint8Array, length, what) => {
        const answer = real(handle, status, information, length, what);
        if (what === k.FileAllInformation && nameIn(pathOfHandle(handle)) === "secret") {
          const view = viewOf(information);
          const attributes = view.getUint32(ATTRIBUTES_AT, true) | k.FILE_ATTRIBUTE_ENCRYPTED;
          view.setUint32(ATTRIBUTES_AT, attributes, true);
        }
        return answer;
      },
      // As Windows does it: only who may write may have it written.
      NtFlushBuffersFile: (real, handle, status) => {
        const access = new Uint32Array(1);
        const bytes = new Uint8Array(access.buffer);
        NtQueryInformationFile(handle, new Uint8Array(16), bytes, 4, FILE_ACCESS_INFORMATION);
        if ((access[0] & k.FILE_WRITE_DATA) === 0) return k.STATUS_ACCESS_DENIED;
        flushed.push(pathOfHandle(handle));
        return real(handle, status);
      },
    };
    const { outcome, errors } = await intercepting(system, () => run({ jobs: 1, fsync: true }));
    assertEquals([outcome, errors.map(({ code }) => code)], ["done", []]);
    assertEquals(flushed.length, 1, "the one file");
    assertEquals(
      attributesOf(target, "secret") & k.FILE_ATTRIBUTE_READONLY,
      k.FILE_ATTRIBUTE_READONLY,
    );
    for (const side of [source, target]) setAttributes(side, "secret", 0);
  }),
);

Deno.test(
  "a file that cannot be written to disk is an error",
  withSides(async ({ source, run }) => {
    writeFile(source, "a");
    const system: Record<string, StandIn> = { NtFlushBuffersFile: () => k.STATUS_ACCESS_DENIED };
    const { outcome, errors } = await intercepting(system, () => run({ jobs: 1, fsync: true }));
    assertEquals([outcome, errors.map(({ code }) => code)], ["partial", ["ERROR_ACCESS_DENIED"]]);
  }),
);
