// Reads and writes the files of `--check` and `--manifest`.

import { FerryError } from "../errors.ts";
import { formatManifest, type Manifest, parseManifest } from "../manifest.ts";
import { systemError } from "./system_error.ts";

/** @throws {FerryError} `usage` if it cannot be read or is no list of digests */
export function readManifest(path: string): Manifest {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    throw failure("usage", "read the digests in", path, error);
  }
  return parseManifest(bytes, path);
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
