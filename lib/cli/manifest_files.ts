// Reads and writes the files of `--check` and `--manifest`.

import { FerryError } from "../errors.ts";
import { addManifestLine, binaryTextOf, formatManifest, type Manifest } from "../manifest.ts";
import { readList } from "./list_reader.ts";
import { systemError } from "./system_error.ts";

/**
 * Reads a list, from standard input for `-`.
 *
 * @param signal ends it: what is then thrown is its reason
 * @throws {FerryError} `usage` if it cannot be read or is no list of digests
 */
export async function readManifest(path: string, signal: AbortSignal): Promise<Manifest> {
  const manifest: Manifest = new Map();
  await readList({ path, what: "digests", ends: "LF" }, signal, (line, number) => {
    addManifestLine(manifest, binaryTextOf(line), number, path);
  });
  return manifest;
}

/** Writes a list, whole or not at all. @throws {FerryError} `stopped` if that fails */
export function writeManifest(path: string, manifest: Manifest): void {
  const temporary = `${path}.${Deno.pid}.tmp`;
  try {
    Deno.writeFileSync(temporary, formatManifest(manifest), { createNew: true });
  } catch (error) {
    throw failure("stopped", "write the digests to", path, error);
  }
  try {
    Deno.renameSync(temporary, path);
  } catch (error) {
    Deno.removeSync(temporary);
    throw failure("stopped", "write the digests to", path, error);
  }
}

function failure(kind: "usage" | "stopped", what: string, path: string, error: unknown) {
  const { code, text } = systemError(error);
  return new FerryError(kind, code, `cannot ${what} '${path}': ${text} (${code})`);
}
