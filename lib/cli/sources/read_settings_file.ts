// Reads the settings file: a text of sensible length, whatever is under its name.

import { FerryError } from "../../errors.ts";
import { systemError, usageError } from "../errors.ts";
import { isInReach } from "../in_reach.ts";
import { decodeStrict } from "../text.ts";
import { isGranted } from "../../../ffi/permission.ts";
import type { SettingsText } from "./settings_file.ts";

/** More than anybody writes: what is longer is something else. */
const MOST_BYTES = 1024 * 1024;

/**
 * Reads a settings file that may not be there.
 *
 * @param isTyped of a FILE that was named: such a one may be a FIFO (`--config <(command)`)
 * @throws {FerryError} `usage` if it is there and cannot be read, or is no text
 */
export function readSettingsFile(
  path: string,
  { home, isTyped }: { readonly home: string | null; readonly isTyped: boolean },
): SettingsText | null {
  try {
    if (!isGranted({ name: "read", path })) return null;
    const { isFile, isDirectory, mode } = Deno.statSync(path);
    if (!isFile && !isDirectory && !isTyped) {
      throw cannotRead(path, "it is no regular file");
    }
    const isOpenToAll = isFile && Deno.build.os !== "windows" && (mode! & 0o002) !== 0;
    return { path, text: textOf(path, readUpTo(path, MOST_BYTES + 1)), home, isOpenToAll };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (error instanceof FerryError) throw error;
    const { code, text } = systemError(error);
    if (code === "ENOTDIR" || !isInReach(path)) return null;
    throw cannotRead(path, `${text} (${code})`);
  }
}

/** A device or a FIFO may have no end. */
function readUpTo(path: string, most: number): Uint8Array {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(most);
  let length = 0;
  for (let count: number | null = 0; count !== null && length < most; length += count ?? 0) {
    count = file.readSync(bytes.subarray(length));
  }
  return bytes.subarray(0, length);
}

/** What is not UTF-8 is refused: a rule that was garbled would protect nothing. */
function textOf(path: string, bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) {
    throw cannotRead(path, `it is longer than ${MOST_BYTES / 1024 / 1024} MiB`);
  }
  const text = decodeStrict(bytes);
  if (text !== null) return text;
  const isWhole = (line: string) => !line.includes("\uFFFD");
  const line = new TextDecoder().decode(bytes).split("\n").findIndex((line) => !isWhole(line)) + 1;
  throw usageError("BAD_SETTINGS", `${path}:${line}: the text is not UTF-8`);
}

function cannotRead(path: string, why: string) {
  return usageError(
    "BAD_SETTINGS",
    `cannot read the settings file '${path}': ${why}`,
    "--no-config goes without it",
  );
}
