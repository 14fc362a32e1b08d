// Writes files and the folders that they need.

import { dirname, join } from "@std/path";
import type { Files } from "./release.ts";

/** The paths that it wrote. */
export function writeFiles(folder: string, files: Files): string[] {
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeTextFileSync(path, text);
    return path;
  });
}
