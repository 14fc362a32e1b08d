// Writes THIRD_PARTY.md: every package that the lock files pin and every part of an executable, with version,
// licence and digest.
//
//   deno task licenses [--check]        --check fails unless the file is as it would be written

import { fromFileUrl, join } from "@std/path";
import { licenseList } from "./release/license_list.ts";

const path = fromFileUrl(new URL("../THIRD_PARTY.md", import.meta.url));
const root = join(path, "..");

if (import.meta.main) {
  const list = licenseList(root);
  if (!Deno.args.includes("--check")) Deno.writeTextFileSync(path, list);
  else if (Deno.readTextFileSync(path) !== list) {
    console.error("THIRD_PARTY.md is not current: 'deno task licenses' writes it");
    Deno.exitCode = 1;
  }
}
