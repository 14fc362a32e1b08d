// Makes a release of the commit that is checked out twice, in two clones in different folders, and compares them
// byte by byte.
//
//   deno task release:reproduce [OPTIONS OF deno task compile --all]        runtimes as for scripts/compile.ts
//     --dist        once: the other one is in dist/, unless that was made of a tree that differs from the commit

import { fromFileUrl, join } from "@std/path";
import { isFile } from "../support/exists.ts";
import { inBuildFolder } from "./build_folder.ts";
import { commitOf, DIRTY } from "./commit.ts";
import { run } from "./run.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
const isWithDist = Deno.args.includes("--dist") && !commitOf(root)?.name.endsWith(DIRTY);
const options = Deno.args.filter((arg) => arg !== "--dist");

await inBuildFolder("reproduce", async (folder, goOn) => {
  const first = makeRelease(join(folder, "another, longer name/a"));
  await goOn();
  const second = isWithDist ? join(root, "dist") : makeRelease(join(folder, "b"));
  // In dist/ that list may have more by now: archives.
  const names = [...Deno.readDirSync(first)].map(({ name }) => name)
    .filter((name) => !isWithDist || name !== "SHA256SUMS").sort();
  const differing = names
    .filter((name) => differs(name, join(first, name), join(second, name)));
  if (differing.length > 0) Deno.exitCode = 1;
});

/** Its folder of results. */
function makeRelease(clone: string): string {
  run("git", ["clone", "--quiet", root, clone]);
  const compile = ["run", "-A", "scripts/compile.ts", "--all", ...options];
  run(Deno.execPath(), compile, { cwd: clone });
  return join(clone, "dist");
}

function differs(name: string, first: string, second: string): boolean {
  const a = Deno.readFileSync(first), b = readOrNothing(second);
  const bytes: number[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (a[i] !== b[i]) bytes.push(i);
  const many = `${bytes.length} bytes differ, from ${bytes[0]} to ${bytes.at(-1)}`;
  console.log(
    `${name}: ${bytes.length === 0 ? "equal" : many} (${a.length} and ${b.length} bytes)`,
  );
  return bytes.length > 0;
}

/** A file that is missing differs like an empty one. */
function readOrNothing(path: string): Uint8Array {
  return isFile(path) ? Deno.readFileSync(path) : new Uint8Array();
}
