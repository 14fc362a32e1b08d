// How a suite is parted, so that several parts of it can run side by side. A part is a few files, so that none keeps others
// waiting at the end; a process for each file would build anew what test files share.

import { walkSync } from "@std/fs";
import { join, relative } from "@std/path";

const FILES_A_PART = 4;

/** Tests that measure time or memory, which grow where others use the processors. */
export const ALONE: ReadonlySet<string> = new Set([
  "tests/command_line/container_test.ts",
  "tests/darwin/stop_test.ts",
  "tests/engine/bandwidth_test.ts",
  "tests/engine/large_shapes_test.ts",
  "tests/safety/stop_test.ts",
]);

/** What of a suite runs when: parts side by side, and after them the files that others beside them would disturb. */
export interface TestParts {
  readonly parts: readonly (readonly string[])[];
  readonly alone: readonly string[];
}

/**
 * The test files that some paths stand for.
 *
 * @param paths folders, and files whatever their names; below the root
 * @param ignored folders that are left out
 * @throws {Deno.errors.NotFound} if one is neither
 */
export function testFiles(
  root: string,
  paths: readonly string[],
  ignored: readonly string[],
): string[] {
  const files = paths.flatMap((path) =>
    Deno.statSync(join(root, path)).isFile
      ? [path]
      : [...walkSync(join(root, path), { includeDirs: false })]
        .map((entry) => relative(root, entry.path).replaceAll("\\", "/"))
        .filter((file) => file.endsWith("_test.ts"))
  );
  const isIgnored = (file: string) => ignored.some((folder) => file.startsWith(`${folder}/`));
  return [...new Set(files)].filter((file) => !isIgnored(file)).sort();
}

/** Parts the files. @param alone files of the suite that run alone */
export function partsOf(files: readonly string[], alone: ReadonlySet<string>): TestParts {
  const beside = files.filter((file) => !alone.has(file));
  const count = Math.ceil(beside.length / FILES_A_PART);
  return {
    parts: Array.from(
      { length: count },
      (_, at) => beside.slice(at * FILES_A_PART, (at + 1) * FILES_A_PART),
    ),
    alone: files.filter((file) => alone.has(file)),
  };
}
