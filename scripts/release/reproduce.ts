// Makes a release of the commit that is checked out twice, in two clones in different folders, and compares them
// byte by byte.
//
//   deno task release:reproduce [OPTIONS OF deno task compile --all]        runtimes as for scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { inBuildFolder } from "./build_folder.ts";
import { run } from "./run.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));

await inBuildFolder("reproduce", (folder) => {
  const [first, second] = ["a", "another, longer name/b"].map((name) => join(folder, name))
    .map(makeRelease);
  const differing = [...Deno.readDirSync(first)].map(({ name }) => name).sort()
    .filter((name) => differs(name, join(first, name), join(second, name)));
  if (differing.length > 0) Deno.exitCode = 1;
});

/** Its folder of results. */
function makeRelease(clone: string): string {
  run("git", ["clone", "--quiet", root, clone]);
  const compile = ["run", "-A", "scripts/compile.ts", "--all", ...Deno.args];
  run(Deno.execPath(), compile, { cwd: clone });
  return join(clone, "dist");
}

function differs(name: string, first: string, second: string): boolean {
  const a = Deno.readFileSync(first), b = Deno.readFileSync(second);
  const bytes: number[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (a[i] !== b[i]) bytes.push(i);
  const many = `${bytes.length} bytes differ, from ${bytes[0]} to ${bytes.at(-1)}`;
  console.log(
    `${name}: ${bytes.length === 0 ? "equal" : many} (${a.length} and ${b.length} bytes)`,
  );
  return bytes.length > 0;
}
