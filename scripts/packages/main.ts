// Makes what package managers take of a release out of its checksums: a formula for Homebrew, a manifest for
// Scoop, three for winget, a PKGBUILD with its .SRCINFO for the AUR.
//
//   deno task release:packages dist/SHA256SUMS OWNER/NAME FOLDER

import project from "../../deno.json" with { type: "json" };
import { packagesOf } from "./packages.ts";
import { checksumsIn } from "../release/checksums.ts";
import { writeFiles } from "./write_files.ts";

const [checksums, repository, folder] = Deno.args;
if (folder === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
  console.error("usage: deno task release:packages SHA256SUMS OWNER/NAME FOLDER");
  Deno.exit(2);
}
const files = packagesOf({
  version: project.version,
  repository,
  checksums: checksumsIn(checksums) ?? Deno.exit(1),
});
for (const path of writeFiles(folder, files)) console.log(path);
