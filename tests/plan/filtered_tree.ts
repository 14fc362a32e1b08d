// Trees of empty entries, and what a filter keeps of them: ours, and rsync's.

import { assert } from "@std/assert";
import type { FilterRule } from "../../lib/options.ts";
import { compileFilter } from "../../lib/plan/filter.ts";
import { PathList } from "../../lib/plan/path_list.ts";

/** For the name of a test: why rsync cannot be asked, or null. The rsync of newer macOS is another program with other patterns. */
export const noRsync = await hasRsync() ? null : "no rsync";

/**
 * What a walk keeps of the entries, sorted; it does not look into folders that are left out.
 *
 * @param paths that it is restricted to
 */
export function listing(
  entries: readonly string[],
  rules: readonly FilterRule[],
  paths: readonly string[] | null = null,
): string[] {
  const filter = compileFilter(rules, paths && new PathList(paths.map(binaryString)));
  const isExcluded = (entry: string) =>
    filter?.excludes(binaryString(entry.replace(/\/$/, "")), entry.endsWith("/")) ?? false;
  return entries.filter((entry) => ![...parentsOf(entry), entry].some(isExcluded)).sort();
}

function binaryString(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** `a/b/c` has `a/` and `a/b/`. */
function parentsOf(entry: string): string[] {
  const names = entry.replace(/\/$/, "").split("/");
  return names.slice(1).map((_, i) => names.slice(0, i + 1).join("/") + "/");
}

/** The entries of a tree that has these paths: what has something below it is a folder. */
export function entriesOf(paths: readonly (readonly string[])[]): string[] {
  const folders = new Set(paths.flatMap((path) => parentsOf(path.join("/"))));
  const files = paths.map((path) => path.join("/")).filter((path) => !folders.has(`${path}/`));
  return [...folders, ...new Set(files)];
}

/** Makes a tree below `from` in a folder of its own, beside an empty `to`. */
export async function withTree(
  entries: readonly string[],
  use: (tree: string) => Promise<unknown>,
): Promise<void> {
  // Memory where there is such a folder: hundreds of trees need no disk.
  const inMemory = await Deno.stat("/dev/shm").catch(() => null);
  const root = await Deno.makeTempDir({
    dir: inMemory ? "/dev/shm" : undefined,
    prefix: "filter-",
  });
  try {
    await Deno.mkdir(`${root}/to`);
    for (const entry of entries) {
      const folder = [...parentsOf(entry), entry].findLast((path) => path.endsWith("/")) ?? "";
      await Deno.mkdir(`${root}/from/${folder}`, { recursive: true });
      if (!entry.endsWith("/")) await Deno.writeTextFile(`${root}/from/${entry}`, "");
    }
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** What rsync would transfer, sorted. */
export async function rsyncListing(
  tree: string,
  filterFlags: readonly string[],
): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command("rsync", {
    args: ["-r", "-n", "-8", "--out-format=%n", ...filterFlags, `${tree}/from/`, `${tree}/to/`],
    env: { LC_ALL: "C" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).split("\n");
  return lines.filter((line) => line !== "" && line !== "./").sort();
}

async function hasRsync(): Promise<boolean> {
  if (Deno.build.os === "windows") return false;
  const version = await new Deno.Command("rsync", { args: ["--version"] }).output()
    .catch(() => null);
  return version !== null && /^rsync +version 3/.test(new TextDecoder().decode(version.stdout));
}
