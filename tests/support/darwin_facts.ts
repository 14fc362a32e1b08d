// What ferry takes from Apple's headers, as C expressions with the values that it holds them for, and
// how a compiler for Darwin is asked for the same. The answers of one are kept in darwin_facts.json.

import { ATTRIBUTE_SET, ATTRREFERENCE, STRUCT_ATTRLIST } from "../../ffi/darwin/attr_list.ts";
import * as constants from "../../ffi/darwin/constants.ts";
import { DIRENT } from "../../ffi/darwin/listing.ts";
import { DARWIN_ERRNO_NAMES } from "../../ffi/darwin/errno.ts";
import { STRUCT_STAT, STRUCT_STAT_BYTES } from "../../ffi/darwin/struct_stat.ts";
import { STRUCT_STATFS } from "../../ffi/darwin/file_system_kind.ts";
import { INODE64 } from "../../ffi/darwin/symbols.ts";
import { type Expected, numbersOf, offsets } from "./c_values.ts";

export const HEADERS = `
#include <copyfile.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/acl.h>
#include <sys/attr.h>
#include <sys/clonefile.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#if __has_include(<sys/vnode.h>)
#include <sys/vnode.h>
#endif
`;

/** sys/vnode.h is in Apple's SDK, but not in every collection of its headers. */
export const IN_VNODE_H = /^V[A-Z]+$/;

/** Expressions and the values that ferry holds them for; the same on x86-64 and arm64. */
export function expectedFacts(): Expected {
  const { typeName, mountedOn, mountedFrom, size, ...counts } = STRUCT_STATFS;
  return {
    ...numbersOf(constants, /^_?[A-Z]/),
    ...Object.fromEntries(
      Object.entries(DARWIN_ERRNO_NAMES).map(([number, name]) => [name, Number(number)]),
    ),
    ...offsets("struct stat", STRUCT_STAT, statField),
    "sizeof(struct stat)": STRUCT_STAT_BYTES,
    ...offsets(
      "struct dirent",
      { namlen: DIRENT.nameLength, type: DIRENT.type, name: DIRENT.name },
      (
        name,
      ) => `d_${name}`,
    ),
    "offsetof(struct attrlist, commonattr)": STRUCT_ATTRLIST.common,
    "offsetof(struct attrlist, volattr)": STRUCT_ATTRLIST.volume,
    ...offsets("struct statfs", counts, (name) => `f_${name}`),
    "offsetof(struct statfs, f_fstypename)": typeName,
    "offsetof(struct statfs, f_mntonname)": mountedOn,
    "offsetof(struct statfs, f_mntfromname)": mountedFrom,
    "sizeof(struct statfs)": size,
    "offsetof(struct attrlist, fileattr)": STRUCT_ATTRLIST.file,
    "offsetof(struct attrlist, forkattr)": STRUCT_ATTRLIST.fork,
    "sizeof(struct attrlist)": STRUCT_ATTRLIST.size,
    "offsetof(attribute_set_t, commonattr)": ATTRIBUTE_SET.common,
    "offsetof(attribute_set_t, fileattr)": ATTRIBUTE_SET.file,
    "offsetof(attribute_set_t, forkattr)": ATTRIBUTE_SET.fork,
    "sizeof(attribute_set_t)": ATTRIBUTE_SET.size,
    "offsetof(attrreference_t, attr_dataoffset)": ATTRREFERENCE.offset,
    "offsetof(attrreference_t, attr_length)": ATTRREFERENCE.length,
    "sizeof(attrreference_t)": ATTRREFERENCE.size,
    "sizeof(struct timespec)": 16,
    "sizeof(mode_t)": 2,
    "sizeof(dev_t)": 4,
    "(long)_FILESEC_REMOVE_ACL": 1,
  };
}

function statField(name: string): string {
  return /time$/.test(name)
    ? `st_${name === "btime" ? "birth" : name.slice(0, 1)}timespec`.replace(
      /st_([acm])timespec/,
      "st_$1timespec",
    )
    : `st_${name}`;
}

/** What a compiler for one machine says. */
export interface Facts {
  readonly values: Expected;
  /** The names under which functions with two forms are linked. */
  readonly symbols: Readonly<Record<string, string>>;
  /** Where the fourth argument of openat goes: as declared, and as the ninth of nine. */
  readonly variadic: readonly [asDeclared: string, asNinth: string];
}

const PROBES = `
static const void *const names[] = { ${[...INODE64].map((name) => `(void *)${name}`).join(", ")} };
const void *use(int i) { return names[i]; }
int as_declared(int fd, const char *path, int flags, int mode) {
  return openat(fd, path, flags, mode) + 1;
}
int nine(int, const char *, int, int, int, int, int, int, int);
int as_ninth(int fd, const char *path, int flags, int mode) {
  return nine(fd, path, flags, 0, 0, 0, 0, 0, mode) + 1;
}
`;

/** Asks a compiler, given as a command with its options for the machine. */
export async function factsOf(compiler: readonly string[]): Promise<Facts> {
  const folder = await Deno.makeTempDir();
  try {
    const hasVnode = (await preprocessed(compiler, folder)).includes("sys/vnode.h");
    const expressions = Object.keys(expectedFacts())
      .filter((name) => hasVnode || !IN_VNODE_H.test(name));
    const lines = expressions.map((expression, i) =>
      `__asm__ volatile("\\n/* ferry ${i} = %0 */" :: "i"((long long)(${expression})));`
    );
    const source = `${HEADERS}${PROBES}void values(void) {\n${lines.join("\n")}\n}\n`;
    const text = await compiled(compiler, folder, source, ["-S", "-O1", "-g0"]);
    const found = [...text.matchAll(/ferry (\d+) = [$#]?(-?\d+)/g)];
    return {
      values: Object.fromEntries(
        found.map(([, i, value]) => [expressions[Number(i)], Number(value)]),
      ),
      symbols: Object.fromEntries(
        [...text.matchAll(/\.quad\s+"?_(\w+)((?:\$\w+)?)"?/g)].map((
          [, name, more],
        ) => [name, name + more]),
      ),
      variadic: [placeOf(text, "as_declared"), placeOf(text, "as_ninth")],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The instructions of a function that put the mode, its fourth argument, somewhere. */
function placeOf(text: string, name: string): string {
  const body = text.slice(text.indexOf(`_${name}:`)).split(/\bcall|\bbl\b/)[0];
  return body.split("\n").map((line) => line.trim().split(/\s*;|##/)[0].replace(/\s+/g, " "))
    .filter((line) => /\[sp\]|\(%rsp\)|%ecx/.test(line)).join("; ");
}

function preprocessed(compiler: readonly string[], folder: string): Promise<string> {
  return compiled(compiler, folder, HEADERS, ["-E"]);
}

async function compiled(
  [program, ...options]: readonly string[],
  folder: string,
  source: string,
  flags: readonly string[],
): Promise<string> {
  await Deno.writeTextFile(`${folder}/facts.c`, source);
  const args = [...options, ...flags, "-o", `${folder}/facts.out`, `${folder}/facts.c`];
  const { success, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return await Deno.readTextFile(`${folder}/facts.out`);
}
