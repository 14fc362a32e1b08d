// SHA-256 as sha256sum(1) lists it.

import { basename, join } from "@std/path";
import { isFile } from "../support/exists.ts";

/** Of text or of binary mode. */
const LINE = /^([0-9a-f]{64}) [ *](\S+)$/;

export async function sha256(path: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Deno.readFileSync(path));
  return new Uint8Array(digest).toHex();
}

/** A list that `sha256sum -c` reads in the folder of the files. */
export async function checksumList(paths: readonly string[]): Promise<string> {
  let list = "";
  for (const path of paths) list += `${await sha256(path)}  ${basename(path)}\n`;
  return list;
}

/** Reads the list in a file; null, with a line that says so, where there is none. */
export function checksumsIn(path: string): Map<string, string> | null {
  if (isFile(path)) return readChecksums(Deno.readTextFileSync(path));
  console.error(`there is no '${path}': deno task compile --all makes it`);
  return null;
}

/** Those of some names in a folder that its SHA256SUMS does not tell of, or tells otherwise. */
export async function unlisted(folder: string, names: readonly string[]): Promise<string[]> {
  const listed = readChecksums(Deno.readTextFileSync(join(folder, "SHA256SUMS")));
  const others: string[] = [];
  for (const name of names) {
    if (await sha256(join(folder, name)) !== listed.get(name)) others.push(name);
  }
  return others;
}

/** Reads a list as sha256sum(1) writes it. @throws {Error} for a line that is none */
export function readChecksums(text: string): Map<string, string> {
  const checksums = new Map<string, string>();
  for (const line of text.split("\n").filter((line) => line !== "")) {
    const [, sha256, name] = LINE.exec(line) ?? [];
    if (name === undefined) throw new Error(`SHA256SUMS: not a checksum and a name: '${line}'`);
    checksums.set(name, sha256);
  }
  return checksums;
}
