// Packs the executables of a release for the download, and lists the archives with them in SHA256SUMS. The same
// commit gives the same archives.
//
//   deno task release:pack        after `deno task compile --all`

import { fromFileUrl, join } from "@std/path";
import { makeArchives } from "./archives.ts";
import { checksumList, checksumsIn, unlisted } from "./checksums.ts";
import { commitOf } from "./commit.ts";
import project from "../../deno.json" with { type: "json" };
import { releaseName, TARGETS } from "./targets.ts";

/** Of what is in the archives where no commit is known: 1980, from which on every archive can tell it. */
const FIRST_TIME = 315_532_800;

const root = fromFileUrl(new URL("../..", import.meta.url));
const dist = join(root, "dist"), list = join(dist, "SHA256SUMS");
const listed = checksumsIn(list) ?? Deno.exit(1);
const executables = TARGETS.map((target) => releaseName(project.version, target));
const time = commitOf(root)?.time ?? FIRST_TIME;

for (const name of await unlisted(dist, executables)) {
  console.error(`dist/SHA256SUMS does not tell of this '${name}': run deno task compile --all`);
  Deno.exit(1);
}
const archives = executables.flatMap((name) => makeArchives(root, join(dist, name), time));
for (const path of archives) console.log(`${path} ${megabytes(Deno.statSync(path).size)}`);
const others = [...listed.keys()].map((name) => join(dist, name)).filter((path) =>
  !archives.includes(path)
);
Deno.writeTextFileSync(list, await checksumList([...others, ...archives]));

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
