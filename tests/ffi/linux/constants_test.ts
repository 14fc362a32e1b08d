// Every number that ferry takes from C headers against those headers, for x86-64 and for arm64, and musl's. A C
// file names the expressions, the compiler writes their values into the assembler text, and nothing
// has to be run: so a cross compiler does for the other machine.

import { assert, assertEquals } from "@std/assert";
import * as errno from "../../../ffi/errno.ts";
import { ERRNO_NAMES } from "../../../ffi/errno_names.ts";
import * as fileStat from "../../../ffi/file_stat.ts";
import { ENTRY_TYPE } from "../../../ffi/listing.ts";
import * as linux from "../../../ffi/linux/constants.ts";
import { DIRENT } from "../../../ffi/linux/dirent.ts";
import { STRUCT_STAT_BY_MACHINE, STRUCT_STAT_BYTES } from "../../../ffi/linux/struct_stat.ts";
import { STRUCT_STATFS_BYTES } from "../../../ffi/linux/statfs.ts";
import { CValues, type Expected, numbersOf, offsets } from "../../support/c_values.ts";
import { makeScratch } from "../../support/scratch.ts";
import { testOrSkip } from "../../support/skip.ts";

type Machine = keyof typeof linux.BY_MACHINE;

const HEADERS = `
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>
`;

/** Since Linux 6.13; what it does is tested in xattrs_test.ts, where the kernel has it. */
const NEWER_THAN_SOME_HEADERS = ["SYS_listxattrat"];

const scratch = makeScratch("ferry-headers-");

const COMPILERS: readonly (readonly [where: string, Machine, CValues | null])[] = [
  ["x86_64", "x86_64", compilerFor("x86_64")],
  ["aarch64", "aarch64", compilerFor("aarch64")],
  ["x86_64 with musl", "x86_64", compilerForMusl()],
];

for (const [where, machine, compiler] of COMPILERS) {
  const reason = compiler === null ? `no C compiler for ${where}` : null;
  for (const [what, expected] of groupsFor(machine)) {
    const absent = compiler === null ? [] : absentMacros(compiler, Object.keys(expected));
    testOrSkip(`${what} equal the C compiler's on ${where}`, reason, () => {
      const present = Object.entries(expected).filter(([name]) => !absent.includes(name));
      assert(present.length > 0, "nothing left to compare");
      const values = compiler!.of(present.map(([expression]) => expression));
      assertEquals(values, Object.fromEntries(present));
    });
    testOrSkip(`${what} are all in the headers, but for newer ones, on ${where}`, reason, () => {
      assertEquals(absent.filter((name) => !NEWER_THAN_SOME_HEADERS.includes(name)), []);
    });
  }
  testOrSkip(`ERRNO_NAMES leave out no number of errno.h on ${where}`, reason, () => {
    const names = compiler!.macros().filter((name) => /^E[A-Z0-9]+$/.test(name));
    const values = compiler!.of(names);
    const missing = names.filter((name) => !(values[name] in ERRNO_NAMES));
    assert(names.length > 100);
    assertEquals(missing, []);
  });
}

function groupsFor(machine: Machine): [what: string, Expected][] {
  return [
    ["constants", constantsFor(machine)],
    ["errno numbers", { ...errno }],
    ["errno names", swapped(ERRNO_NAMES)],
    ["file type bits", numbersOf(fileStat, /^S_IF/)],
    ["entry types", entryTypes()],
    ["sizes of structs", {
      "sizeof(struct statx)": fileStat.STAT_BYTES,
      [`sizeof(struct stat) <= ${STRUCT_STAT_BYTES}`]: 1,
      "sizeof(struct open_how)": 24,
      "sizeof(struct statfs)": STRUCT_STATFS_BYTES,
    }],
    ["offsets of struct statx", statxOffsets()],
    ["offsets of struct stat", offsets("struct stat", STRUCT_STAT_BY_MACHINE[machine], statField)],
    // The kernel's linux_dirent64 is not in the headers for programs; the C libraries' own is laid out alike.
    ["offsets of struct linux_dirent64", offsets("struct dirent64", DIRENT, (name) => `d_${name}`)],
    ["offsets of struct statfs", {
      "offsetof(struct statfs, f_type)": 0,
      "sizeof(((struct statfs *)0)->f_type)": 8,
    }],
    ["offsets of struct open_how", offsets("struct open_how", { flags: 0, mode: 8, resolve: 16 })],
  ];
}

function constantsFor(machine: Machine): Expected {
  const here = numbersOf(linux, /^[A-Z]/);
  assertEquals(
    Object.fromEntries(Object.keys(linux.BY_MACHINE[machine]).map((name) => [name, here[name]])),
    linux.BY_MACHINE[Deno.build.arch],
    "the exported values are this machine's",
  );
  return { ...here, ...linux.BY_MACHINE[machine] };
}

function swapped(names: Readonly<Record<number, string>>): Expected {
  return Object.fromEntries(Object.entries(names).map(([number, name]) => [name, Number(number)]));
}

function entryTypes(): Expected {
  const { unknown, fifo, charDevice, folder, blockDevice, file, symlink, socket } = ENTRY_TYPE;
  return {
    DT_UNKNOWN: unknown,
    DT_FIFO: fifo,
    DT_CHR: charDevice,
    DT_DIR: folder,
    DT_BLK: blockDevice,
    DT_REG: file,
    DT_LNK: symlink,
    DT_SOCK: socket,
  };
}

function statxOffsets(): Expected {
  const { WORD } = fileStat;
  const field = (name: string) =>
    name.endsWith("Nsec")
      ? `stx_${name.slice(0, -4)}.tv_nsec`
      : /time$/.test(name)
      ? `stx_${name}.tv_sec`
      : `stx_${name.replace(/M(ajor|inor|ask)$/, "_m$1").replace(/Id$/, "_id")}`;
  const bytes = Object.entries(WORD).map(([name, word]) => [name, word * 4]);
  return {
    ...offsets("struct statx", Object.fromEntries(bytes), field),
    "sizeof(((struct statx *)0)->stx_mode)": 2,
  };
}

function statField(name: string): string {
  return /time$/.test(name) ? `st_${name.slice(0, 1)}tim.tv_sec` : `st_${name}`;
}

/** The first compiler for the machine that accepts a file; "cc" is for the machine's own processor, which may emulate ours. */
function compilerFor(machine: Machine): CValues | null {
  const candidates = ["cc", `${machine}-linux-gnu-gcc`].filter((name) =>
    targetOf(name).startsWith(`${machine}-`)
  );
  return CValues.find(candidates, HEADERS);
}

/** What a compiler compiles for, `x86_64-linux-gnu`; nothing where there is no such compiler. */
function targetOf(compiler: string): string {
  try {
    const { stdout } = new Deno.Command(compiler, { args: ["-dumpmachine"] }).outputSync();
    return new TextDecoder().decode(stdout);
  } catch {
    return "";
  }
}

/** Debian's musl-gcc; where musl's headers lack something, the kernel's have it. */
function compilerForMusl(): CValues | null {
  const include = "/usr/include";
  for (const name of ["linux", "asm-generic"]) {
    Deno.symlinkSync(`${include}/${name}`, `${scratch}/${name}`);
  }
  Deno.symlinkSync(`${include}/x86_64-linux-gnu/asm`, `${scratch}/asm`);
  return CValues.find(["musl-gcc"], `${HEADERS}#include <linux/stat.h>\n`, ["-idirafter", scratch]);
}

/** Older headers lack newer constants; an expression that is no plain name is never absent. */
function absentMacros(compiler: CValues, expressions: readonly string[]): string[] {
  const macros = new Set(compiler.macros());
  // DT_* are an enum as well as macros in glibc, and an enum alone elsewhere.
  return expressions.filter((name) =>
    /^\w+$/.test(name) && !name.startsWith("DT_") && !macros.has(name)
  );
}
