// Checks that imports only run down the layers of the design, and that no files import each other in a
// circle, so that the folder listing stays true. Prints the layers as it checks them.
//
//   deno task layers
//
// An import of a type counts like any other: who reads the one file has to read the other.

import { walkSync } from "@std/fs";
import { dirname, fromFileUrl, join, relative } from "@std/path";

/**
 * From the top down; a file imports from its own layer and from those below. Of the patterns that match a
 * file's path, the one that matches most of it names its layer.
 */
const LAYERS: readonly (readonly [name: string, files: RegExp])[] = [
  ["main.ts", /^main\.ts$/],

  ["lib/cli/cli.ts", /^lib\/cli\/cli\.ts$/],
  ["lib/cli/commands/", /^lib\/cli\/commands\//],
  ["lib/cli/screen/", /^lib\/cli\/screen\//],
  ["lib/cli/completions/ manual/", /^lib\/cli\/(completions|manual)\//],
  [
    "lib/cli: arguments, sources, help",
    /^lib\/cli\/(arguments\/.*|sources\/.*|(parse|foreign|help|flags)\.ts)$/,
  ],
  ["lib/cli/flags/ foreign/", /^lib\/cli\/(flags|foreign)\//],
  ["lib/cli: settings, words, files", /^lib\/cli\//],

  ["lib/mod.ts", /^lib\/mod\.ts$/],
  ["lib/library/", /^lib\/library\//],
  ["lib/costs/", /^lib\/costs\//],
  ["lib/capabilities/", /^lib\/capabilities\//],

  ["lib/engine/run/", /^lib\/engine\/run\//],
  ["lib/engine/folders/", /^lib\/engine\/folders\//],
  ["lib/engine/entries/", /^lib\/engine\/entries\//],
  ["lib/engine/perform/", /^lib\/engine\/perform\//],
  ["lib/engine/facts/", /^lib\/engine\/facts\//],
  ["lib/engine/roots/", /^lib\/engine\/roots\//],
  ["lib/engine/worker/", /^lib\/engine\/worker\//],

  ["lib/plan/", /^lib\/plan\//],

  ["lib/copy/backup/", /^lib\/copy\/backup\//],
  ["lib/copy/file/", /^lib\/copy\/file\//],
  ["lib/copy/links/", /^lib\/copy\/links\//],
  // One layer: deleting makes folders writable and sets flags, and leftovers in a target are deleted.
  ["lib/copy/deletion/ metadata/ target/", /^lib\/copy\/(deletion|metadata|target)\//],
  [
    "lib/copy: context, failures, refusals, retries",
    /^lib\/copy\/(context|failures|refused_entries|retry)\.ts$/,
  ],
  [
    "lib/copy: what the context is made of",
    /^lib\/copy\/(attempt\.ts|file\/target_file\.ts|folder_opener\.ts|bytes\/|links\/(hard_links|inode_words|link_records|link_table|split_causes|target_links|unchanged_link_table)\.ts|metadata\/(target_limits|trials|xattr_holder|xattr_names|xattr_policy|xattrs)\.ts|target\/(append_only|machine_mark|name_hash|remove_leftover|temporary_names|trial)\.ts)/,
  ],

  ["lib/preserve/", /^lib\/preserve\//],
  ["lib/entry/", /^lib\/entry\//],
  ["lib/shared/", /^lib\/shared\//],
  ["lib/history/", /^lib\/history\//],
  ["lib/shard_outputs/", /^lib\/shard_outputs\//],
  ["lib/estimate/", /^lib\/estimate\//],
  ["lib: options, events, errors", /^lib\/[^/]*$/],

  ["ffi: choice of the platform", /^ffi\/(mod|become|ignored_signals)\.ts$/],
  ["ffi/portable/", /^ffi\/portable\//],
  ["ffi/darwin/ linux/ windows/", /^ffi\/(darwin|linux|windows)\//],
  ["ffi/posix/", /^ffi\/posix\//],
  ["ffi: the interface and values", /^ffi\/(calls\/|[^/]*$)/],
];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b(?:[^;"']*\bfrom)?\s*["']([^"']+)["']|\bimport\(["']([^"']+)["']\)|new URL\(["'](\.[^"']+\.ts)["']/g;

/** What was found in a tree. */
export interface LayerCheck {
  /** Each layer that has files, from the top down, and how many. */
  readonly layers: readonly { readonly name: string; readonly files: number }[];
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** Checks `main.ts`, `lib/` and `ffi/` below a folder. */
export function checkLayers(root: string): LayerCheck {
  const imports = new Map(sourceFiles(root).map((file) => [file, importsOf(root, file)]));
  const problems = [...imports].flatMap(([file, imported]) =>
    imported.flatMap((specifier) => {
      const problem = problemOf(file, specifier);
      return problem === null ? [] : [`${file} imports ${specifier}${problem}`];
    })
  );
  for (const file of imports.keys()) {
    if (level(file) < 0) problems.push(`${file} belongs to no layer`);
  }
  for (const circle of circlesIn(imports)) {
    problems.push(`a circle: ${[...circle, circle[0]].join(" → ")}`);
  }
  const counts = Map.groupBy(imports.keys(), level);
  const layers = LAYERS.flatMap(([name], i) => {
    const files = counts.get(i)?.length ?? 0;
    return files === 0 ? [] : [{ name, files }];
  });
  return { layers, problems };
}

function sourceFiles(root: string): string[] {
  const files = ["main.ts"];
  for (const top of ["lib", "ffi"]) {
    for (const { path } of walkSync(join(root, top), { exts: [".ts"], includeDirs: false })) {
      files.push(relative(root, path));
    }
  }
  return files.sort();
}

/** Paths below the root of the files that a file imports, and other specifiers as they stand. */
function importsOf(root: string, file: string): string[] {
  const source = Deno.readTextFileSync(join(root, file));
  return [...source.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3];
    return specifier.startsWith(".") ? join(dirname(file), specifier) : specifier;
  });
}

/** What is wrong with an import, to be read after it; null where nothing is. */
function problemOf(file: string, imported: string): string | null {
  if (/^(jsr|https?):/.test(imported)) return ", which is not in the import map";
  if (/^(tests|bench|scripts)\//.test(imported)) return ", which ferry is to run without";
  const below = level(imported);
  if (below >= 0 && below < level(file)) return `, which lies above it (${LAYERS[below][0]})`;
  const isPlatform = /^ffi\/(darwin|linux|portable|windows)\//.test(imported);
  return isPlatform && !file.startsWith("ffi/") ? ": lib/ must not name a platform" : null;
}

/** Index of a file's layer, or -1. */
function level(file: string): number {
  let found = -1, most = 0;
  for (const [i, [, files]] of LAYERS.entries()) {
    const length = files.exec(file)?.[0].length ?? 0;
    if (length > most) [found, most] = [i, length];
  }
  return found;
}

/** For each group of files that all import each other, by way of others or not: a shortest circle in it. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const told = new Set<string>();
  for (const file of imports.keys()) {
    if (told.has(file)) continue;
    const circle = circleThrough(imports, file);
    if (circle === null) continue;
    for (const member of circle) told.add(member);
    circles.push(circle);
  }
  return circles;
}

/** A shortest way along imports from a file back to itself; null where there is none. */
function circleThrough(
  imports: ReadonlyMap<string, readonly string[]>,
  file: string,
): string[] | null {
  const from = new Map<string, string>();
  const waiting = [file];
  for (const at of waiting) {
    for (const next of imports.get(at) ?? []) {
      if (next === file) {
        const circle = [at];
        while (circle[0] !== file) circle.unshift(from.get(circle[0])!);
        return circle;
      }
      if (from.has(next) || !imports.has(next)) continue;
      from.set(next, at);
      waiting.push(next);
    }
  }
  return null;
}

if (import.meta.main) {
  const { layers, problems } = checkLayers(fromFileUrl(new URL("..", import.meta.url)));
  for (const { name, files } of layers) console.log(`${String(files).padStart(4)}  ${name}`);
  for (const problem of problems) console.error(problem);
  console.log(`layers: ${problems.length} imports that run up or in a circle`);
  Deno.exit(problems.length === 0 ? 0 : 1);
}
