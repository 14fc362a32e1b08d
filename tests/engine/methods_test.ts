// How bytes move between every pair of file systems, under every option that has a say: the copy is
// the same each time, the method that is reported is the one that fits, blocks are really shared
// where a clone is reported, and holes are what `--sparse` says.

import { assert, assertEquals } from "@std/assert";
import type { MethodName } from "../../lib/events.ts";
import type { RunOptions } from "../support/runs.ts";
import * as make from "../support/entries.ts";
import { runLibrary } from "../support/ferry.ts";
import { CLONES, type Kind, KINDS, mountAll, needsPrograms } from "../support/mounts.ts";
import { makeScratch, removeTree } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, type Snapshot, snapshot } from "../support/snapshot.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const scratch = makeScratch("ferry-fidelity-");
const mounts = mountAll(scratch);

const OPTIONS: Readonly<Record<string, RunOptions>> = {
  "defaults": {},
  "--reflink=always": { reflink: "always" },
  "--reflink=never": { reflink: "never" },
  "--zero-copy": { zeroCopy: "always" },
  "--no-zero-copy": { zeroCopy: "never" },
  "--sparse=always": { sparse: "always" },
  "--sparse=never": { sparse: "never" },
  "--inplace": { inplace: true },
};

/** What moves a small file where that is not to read and write. */
const IN_KERNEL: Partial<Record<Kind, MethodName>> = {
  tmpfs: "copy_file_range",
  ext4: "copy_file_range",
  btrfs: "reflink",
};

const SIZES = { empty: 0, small: 100, medium: 70_000, large: MIB + 1 };

/** Files below and above the sizes at which methods change, with holes and with zeros. */
function makeFiles(folder: string): void {
  make.makeFolder(folder);
  for (const [name, size] of Object.entries(SIZES)) {
    make.makeFile(`${folder}/${name}`, make.pattern(size));
  }
  make.makeSparse(`${folder}/sparse`, MIB, [[64 * KIB, 128 * KIB], [768 * KIB, MIB]]);
  make.makeSparse(`${folder}/hole`, MIB, []);
  make.makeFile(`${folder}/zeros`, new Uint8Array(256 * KIB));
}

/** The method that fits a file; null where no byte moves, "fails" where an option cannot be met. */
function expectedMethod(
  from: Kind,
  to: Kind,
  { reflink, zeroCopy, sparse }: RunOptions,
  name: string,
): MethodName | null | "fails" {
  if (name === "empty") return null;
  const clones = from === to && CLONES.has(from);
  const mayClone = reflink !== "never" && sparse !== "never";
  if (reflink === "always") return clones ? "reflink" : "fails";
  if (zeroCopy === "never" || sparse === "always") return "read_write";
  if (name === "small" && zeroCopy !== "always") {
    const method = from === to && mayClone ? IN_KERNEL[from] : undefined;
    return method ?? "read_write";
  }
  if (clones && mayClone) return "reflink";
  if (name === "hole" && sparse !== "never") return "read_write";
  return from === to && mayClone ? "copy_file_range" : "sendfile";
}

/** Where a copy has data, given where the source has. */
function expectedSpans(
  options: RunOptions,
  name: string,
  size: number,
  spans: string,
  method: string | null,
): string {
  if (method === "reflink") return spans;
  if (options.sparse === "never" && size > 0) return `0-${size}`;
  return options.sparse === "always" && name === "zeros" ? "" : spans;
}

async function withFolders(
  from: Kind,
  to: Kind,
  use: (source: string, target: string) => Promise<void>,
): Promise<void> {
  const [source, target] = [from, to].map((kind) =>
    Deno.makeTempDirSync({ dir: mounts[kind].path })
  );
  try {
    await use(`${source}/source`, `${target}/target`);
  } finally {
    await removeTree(source);
    await removeTree(target);
  }
}

/** The source as the copy should be: without what fails, with the holes that the options make. */
function expectedCopy(source: Snapshot, from: Kind, to: Kind, options: RunOptions): Snapshot {
  const expected: Snapshot = new Map();
  for (const [path, entry] of source) {
    const method = path === "" ? null : expectedMethod(from, to, options, path);
    if (method === "fails") continue;
    const spans = expectedSpans(options, path, entry.size, entry.spans, method);
    const allocated = options.sparse === "never"
      ? Math.max(entry.size, entry.allocated)
      : entry.allocated;
    expected.set(path, { ...entry, spans, allocated });
  }
  return expected;
}

for (const from of KINDS) {
  for (const to of KINDS) {
    const reason = mounts[from].reason ?? mounts[to].reason;
    testOrSkip(
      `copy from ${from} to ${to}: each option's method moves every byte`,
      reason,
      async (t) => {
        for (const [name, options] of Object.entries(OPTIONS)) {
          await t.step(name, () =>
            withFolders(from, to, async (source, target) => {
              makeFiles(source);
              const { summary, methods } = await runLibrary("copy", source, target, options);
              const before = snapshot(source);
              assertEquals(
                differences(expectedCopy(before, from, to, options), snapshot(target)),
                [],
              );
              const wanted = [...before.keys()].filter((path) => path !== "").sort()
                .map((path) => [path, expectedMethod(from, to, options, path)]);
              assertEquals(
                wanted.map(([path]) => [path, methods.has(path!) ? methods.get(path!) : "fails"]),
                wanted,
              );
              const failing = wanted.filter(([, method]) => method === "fails").length;
              assertEquals([summary.filesFailed, summary.errorCount], [failing, failing]);
              for (const { syscall } of summary.errors) assertEquals(syscall, "ioctl(FICLONE)");
            }));
        }
      },
    );
  }
}

for (const kind of KINDS) {
  testOrSkip(
    `mirror --inplace on ${kind}: the same inode gets the new contents and holes`,
    mounts[kind].reason,
    () =>
      withFolders(kind, kind, async (source, target) => {
        makeFiles(source);
        make.makeFolder(target);
        for (const name of ["large", "sparse", "hole", "small", "empty"]) {
          make.makeFile(`${target}/${name}`, make.pattern(3 * MIB, 77));
        }
        const before = snapshot(target, false);
        await runLibrary("mirror", source, target, { inplace: true });
        const after = snapshot(target);
        assertEquals(differences(snapshot(source), after), []);
        for (const [path, { inode }] of before) assertEquals(after.get(path)?.inode, inode, path);
      }),
  );
}

for (const kind of CLONES) {
  testOrSkip(
    `copy on ${kind}: a reported clone shares its extents, anything else shares none`,
    mounts[kind].reason ?? needsPrograms("filefrag"),
    () =>
      withFolders(kind, kind, async (source, target) => {
        makeFiles(source);
        const { summary } = await runLibrary("copy", source, target);
        const small = IN_KERNEL[kind] === "reflink" ? SIZES.small : 0;
        assertEquals(summary.bytesShared, small + 70_000 + 3 * MIB + 1 + 256 * KIB);
        assert(await sharesExtents(`${target}/large`));
        assert(await sharesExtents(`${target}/sparse`));
        for (const options of [{ reflink: "never" }, { zeroCopy: "never" }] as const) {
          await runLibrary("mirror", source, target, { ...options, comparison: "always" });
          await new Deno.Command("sync", { args: ["-f", target] }).output();
          assertEquals(await sharesExtents(`${target}/large`), false, JSON.stringify(options));
        }
      }),
  );
}

async function sharesExtents(path: string): Promise<boolean> {
  const { stdout } = await new Deno.Command("filefrag", { args: ["-v", path], stdout: "piped" })
    .output();
  return /^ +0:.*\bshared\b/m.test(new TextDecoder().decode(stdout));
}

for (
  const path of [
    "/proc/version",
    "/proc/self/status",
    "/sys/kernel/mm/transparent_hugepage/enabled",
  ]
) {
  const there = exists(path) ? null : `no ${path}`;
  testOrSkip(
    `copy ${path}: the contents arrive though the size says otherwise`,
    there,
    async () => {
      const target = `${Deno.makeTempDirSync({ dir: scratch })}/copy`;
      const { summary } = await runLibrary("copy", path, target);
      assertEquals([summary.outcome, summary.errors], ["done", []]);
      const firstLine = (text: string) => text.split("\n")[0];
      assertEquals(
        firstLine(Deno.readTextFileSync(target)),
        firstLine(Deno.readTextFileSync(path)),
      );
      assertEquals(summary.methods, { read_write: 1 });
    },
  );
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
