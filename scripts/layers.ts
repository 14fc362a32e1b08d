// Checks that imports only run down the layers of the design, so that the folder listing stays true:
// main.ts → lib/cli → lib/mod.ts → lib/engine → lib/plan → lib/copy → ffi; small leaves serve all.
//
//   deno task layers

import { walkSync } from "@std/fs";
import { dirname, fromFileUrl, join, relative } from "@std/path";

const root = fromFileUrl(new URL("..", import.meta.url));

/** From the top down; the first whose pattern a file matches is its layer. */
const LAYERS: readonly (readonly [string, RegExp])[] = [
  ["main", /^main\.ts$/],
  ["cli", /^lib\/cli\//],
  ["api", /^lib\/mod\.ts$/],
  ["engine", /^lib\/engine\//],
  ["plan", /^lib\/plan\//],
  ["copy", /^lib\/copy\//],
  ["leaves", /^lib\//],
  ["ffi", /^ffi\//],
];
/** Leaves under lib/ that every layer of lib/ may use; they may use ffi and each other. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;"]*?["']([^"']+)["']|\bimport\(["']([^"']+)["']\)|new URL\(["'](\.[^"']+\.ts)["']/g;

const problems: string[] = [];
let files = 0;
checkFile("main.ts");
for (const top of ["lib", "ffi"]) {
  for (const { path } of walkSync(join(root, top), { exts: [".ts"], includeDirs: false })) {
    checkFile(relative(root, path));
  }
}
for (const problem of problems) console.error(problem);
console.log(`layers: ${files} files, ${problems.length} imports that run up`);
Deno.exit(problems.length === 0 ? 0 : 1);

function checkFile(file: string): void {
  files++;
  const source = Deno.readTextFileSync(join(root, file));
  for (const match of source.matchAll(IMPORT)) {
    const specifier = match[1] ?? match[2] ?? match[3];
    if (!specifier.startsWith(".")) {
      if (specifier.startsWith("jsr:") || specifier.startsWith("http")) {
        problems.push(`${file} imports ${specifier}`);
      }
      continue;
    }
    const imported = join(dirname(file), specifier);
    if (/^(tests|bench|scripts)\//.test(imported)) problems.push(`${file} imports ${imported}`);
    else if (level(imported) < level(file)) {
      problems.push(`${file} imports ${imported}, which lies above it`);
    } else if (
      /^ffi\/(darwin|linux|portable|windows)\//.test(imported) && !file.startsWith("ffi/")
    ) {
      problems.push(`${file} imports ${imported}: lib/ must not name a platform`);
    }
  }
}

function level(file: string): number {
  const at = LAYERS.findIndex(([, pattern]) => pattern.test(file));
  return at < 0 ? LAYERS.length : at;
}
