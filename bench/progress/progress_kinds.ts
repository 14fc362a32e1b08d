// The kinds of runs of which bench/progress/progress_error.ts judges how well the time left is told: each makes its trees, and
// says what is then run. Sizes are such that a run takes five to twenty seconds on two processors.

import type { CommonOptions } from "../../lib/library/options.ts";
import { buildFile, buildTree, fillFolder, folderName, setOldTimes } from "../workloads/tree.ts";

const KIB = 1024, MIB = 1024 * KIB;

/** Where a run's trees are, as the benchmark makes them. */
export interface Sides {
  readonly source: string;
  readonly dest: string;
}

/** A kind of run. */
export interface Kind {
  readonly name: string;
  /** On which file systems, by the names of the benchmark. */
  readonly on: readonly string[];
  readonly command?: string;
  readonly options?: CommonOptions & Readonly<Record<string, unknown>>;
  /** Makes the source, and what the target has already: `mirror` makes that the same. */
  build(sides: Sides, mirror: () => Promise<void>): Promise<void>;
  /** The target is on another file system, on RAM. */
  readonly isApart?: boolean;
}

const SLOW = "slow-1ms";

/** How many small files take long enough, by file systems. */
function filesOn(path: string, onRam: number): number {
  return path.includes(SLOW) ? onRam / 100 : onRam;
}

async function tree(path: string, files: number, fileBytes: number, filesPerFolder = 100) {
  await buildTree(path, { folders: Math.ceil(files / filesPerFolder), filesPerFolder, fileBytes });
}

async function oneFolder(path: string, files: number): Promise<void> {
  await buildTree(path, { folders: 1, filesPerFolder: files, fileBytes: KIB });
}

/** Sizes from 1 KiB to some MiB, most of them small, in folders of ten. */
async function mixed({ source }: Sides, files: number): Promise<void> {
  const most = 12;
  for (let i = 0; i < files / 10; i++) {
    const folder = `${source}/${folderName(i)}`;
    Deno.mkdirSync(folder, { recursive: true });
    for (let k = 0; k < 10; k++) {
      const bytes = KIB * 2 ** ((i * 7 + k * 5) % most);
      await buildFile(`${folder}/f${k}`, bytes);
    }
  }
  await setOldTimes(source);
}

/** Folders in folders, each with two of them and two files. */
async function deep(path: string, depth: number): Promise<void> {
  Deno.mkdirSync(path);
  await fillFolder(path, 2, KIB);
  if (depth === 0) return;
  for (const name of ["a", "b"]) await deep(`${path}/${name}`, depth - 1);
}

/** In folders of a hundred, with a file in each. */
function symlinks(path: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const folder = `${path}/${folderName(Math.floor(i / 100))}`;
    if (i % 100 === 0) {
      Deno.mkdirSync(folder, { recursive: true });
      Deno.writeTextFileSync(`${folder}/file`, "file");
    }
    Deno.symlinkSync("file", `${folder}/link${i}`);
  }
}

/** Changes every n-th folder's files, or every n-th file of all folders. */
function change({ source }: Sides, every: number, what: "files" | "folders"): void {
  const folders = [...Deno.readDirSync(source)].map(({ name }) => name).toSorted();
  folders.forEach((folder, i) => {
    if (what === "folders" && i % every !== 0) return;
    const files = [...Deno.readDirSync(`${source}/${folder}`)].map(({ name }) => name).toSorted();
    files.forEach((file, k) => {
      if (what === "files" && (i * files.length + k) % every !== 0) return;
      Deno.writeFileSync(`${source}/${folder}/${file}`, new Uint8Array(8 * KIB).fill(i + k));
    });
  });
}

async function largeAndSmall(sides: Sides, large: string, isSlow: boolean): Promise<void> {
  await tree(`${sides.source}/m`, isSlow ? 3000 : 150_000, KIB);
  Deno.mkdirSync(`${sides.source}/${large}`);
  for (let i = 0; i < 3; i++) {
    await buildFile(`${sides.source}/${large}/${i}`, (isSlow ? 24 : 400) * MIB);
  }
}

const isSlow = ({ source }: Sides) => source.includes(SLOW);

/** A mirror of what was mirrored before, with a tenth of it changed. */
function someChanged(name: string, what: "files" | "folders", fileBytes: number): Kind {
  return {
    name,
    on: ["tmpfs", SLOW],
    async build(sides, mirror) {
      await tree(sides.source, isSlow(sides) ? 6000 : 300_000, fileBytes);
      await mirror();
      change(sides, 10, what);
    },
  };
}

export const KINDS: readonly Kind[] = [
  {
    name: "small files",
    on: ["tmpfs", "ext4", SLOW],
    command: "copy",
    build: ({ source }) => tree(source, filesOn(source, 300_000), 200),
  },
  {
    name: "nothing to do",
    on: ["tmpfs", SLOW],
    async build({ source }, mirror) {
      await tree(source, source.includes(SLOW) ? 20_000 : 500_000, 200);
      await mirror();
    },
  },
  {
    name: "verify",
    on: ["tmpfs", SLOW],
    command: "verify",
    async build({ source }, mirror) {
      await tree(source, filesOn(source, 300_000), 200);
      await mirror();
    },
  },
  {
    name: "one large file",
    on: [SLOW, "disk"],
    command: "copy",
    async build({ source }) {
      Deno.mkdirSync(source);
      await buildFile(`${source}/large`, (source.includes(SLOW) ? 64 : 3000) * MIB);
    },
  },
  {
    name: "mixed sizes",
    on: ["ext4", SLOW],
    command: "copy",
    build: (sides) => mixed(sides, isSlow(sides) ? 1500 : 12_000),
  },
  {
    name: "large first",
    on: ["ext4", SLOW],
    command: "copy",
    build: (sides) => largeAndSmall(sides, "a", isSlow(sides)),
  },
  {
    name: "large last",
    on: ["ext4", SLOW],
    command: "copy",
    build: (sides) => largeAndSmall(sides, "z", isSlow(sides)),
  },
  {
    name: "small files, cold",
    on: ["disk"],
    command: "copy",
    build: ({ source }) => tree(source, 60_000, 16 * KIB),
  },
  {
    name: "--bwlimit",
    on: ["tmpfs"],
    command: "copy",
    options: { bandwidthLimit: 30e6 },
    build: (sides) => mixed(sides, 500),
  },
  {
    name: "much to delete",
    on: ["tmpfs", SLOW],
    async build({ source, dest }, mirror) {
      const files = source.includes(SLOW) ? 12_000 : 300_000;
      await tree(source, files / 3, 200);
      await mirror();
      await tree(`${dest}/extra`, files / 2, 200);
      for (let i = 0; i < files / 300; i += 2) await fillExtra(`${dest}/${folderName(i)}`);
    },
  },
  someChanged("some changed", "files", 8 * KIB),
  someChanged("some folders changed", "folders", 4 * KIB),
  {
    name: "deep tree",
    on: ["ext4", SLOW],
    command: "copy",
    build: (sides) => deep(sides.source, isSlow(sides) ? 8 : 15),
  },
  {
    name: "one folder",
    on: ["ext4", SLOW],
    command: "copy",
    build: (sides) => oneFolder(sides.source, isSlow(sides) ? 3000 : 200_000),
  },
  {
    name: "symlinks",
    on: ["tmpfs", SLOW],
    command: "copy",
    build: ({ source }) => Promise.resolve(symlinks(source, filesOn(source, 300_000))),
  },
  {
    name: "hard links",
    on: ["tmpfs", SLOW],
    command: "copy",
    async build({ source }) {
      const files = filesOn(source, 100_000);
      await tree(`${source}/first`, files, 200);
      for (const name of ["second", "third"]) {
        for (const folder of Deno.readDirSync(`${source}/first`)) {
          Deno.mkdirSync(`${source}/${name}/${folder.name}`, { recursive: true });
          for (const file of Deno.readDirSync(`${source}/first/${folder.name}`)) {
            const path = `${folder.name}/${file.name}`;
            Deno.linkSync(`${source}/first/${path}`, `${source}/${name}/${path}`);
          }
        }
      }
    },
  },
  {
    name: "--shard 1 of 4",
    on: ["tmpfs", SLOW],
    options: { shard: "1/4" },
    build: ({ source }) => tree(source, filesOn(source, 600_000), 200),
  },
  {
    name: "--resume",
    on: [SLOW],
    command: "copy",
    options: { resume: true },
    async build({ source }) {
      Deno.mkdirSync(source);
      await buildFile(`${source}/large`, 96 * MIB);
    },
  },
  {
    name: "move",
    on: [SLOW],
    command: "move",
    isApart: true,
    build: ({ source }) => tree(source, 1500, 4 * KIB),
  },
  {
    name: "--swap",
    on: ["tmpfs", SLOW],
    options: { swap: true },
    async build(sides, mirror) {
      await tree(sides.source, isSlow(sides) ? 2000 : 120_000, 4 * KIB);
      await mirror();
      change(sides, 4, "files");
    },
  },
];

async function fillExtra(folder: string): Promise<void> {
  const name = `${folder}/old`;
  Deno.mkdirSync(name);
  await fillFolder(name, 50, 200);
}
