// SHA-256 as sha256sum(1) lists it.

import { basename } from "@std/path";

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
