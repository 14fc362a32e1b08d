// The project's documents as tests read them.

import { fromFileUrl, join } from "@std/path";

/** The repository's folder. */
export const ROOT = fromFileUrl(new URL("../..", import.meta.url));

/** Every document, by its path from the root. */
export const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "tests/README.md",
  "ffi/README.md",
  "scripts/container/README.md",
  "scripts/npm/README.md",
  "scripts/packages/README.md",
] as const;

/** The text of a file. @param file its path from the root */
export function textOf(file: string): string {
  return Deno.readTextFileSync(join(ROOT, file));
}

/** The fenced blocks of one language. @param language empty for blocks that name none */
export function blocks(text: string, language: string): string[] {
  const all = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return all.filter((match) => match[1] === language).map((match) => match[2]);
}
