// The library as strangers get it: documented, published with what it needs and no more, and imported from elsewhere, by a
// file URL and from a server, where its workers start as well.

import { assert, assertEquals } from "@std/assert";
import { ROOT, textOf } from "../support/documents.ts";
import { sh, withScratch } from "../support/safety.ts";

/** Runs Deno; it has to succeed. Gives what it printed, on both streams. */
async function deno(cwd: string, ...args: string[]): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), { args, cwd, env: { NO_COLOR: "1" } });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assertEquals(code, 0, text);
  return text;
}

Deno.test("deno doc --lint: nothing that is exported is undocumented, or private", async () => {
  await deno(ROOT, "doc", "--lint", "lib/mod.ts");
});

/** A function as `deno doc --json` tells of it. */
interface Documented {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly def: { readonly params: readonly unknown[] };
    readonly jsDoc: { readonly tags: readonly { readonly kind: string }[] };
  }[];
}

// An example without a tag of its own is shown as a part of the last @throws.
Deno.test("deno doc: each function has its parameters, what it gives back and an example", async () => {
  const { nodes } = JSON.parse(await deno(ROOT, "doc", "--json", "lib/mod.ts"));
  const symbols: Documented[] = Object.values<{ symbols: Documented[] }>(nodes)
    .flatMap(({ symbols }) => symbols);
  const functions = symbols.flatMap(({ name, declarations }) =>
    declarations.filter(({ kind }) => kind === "function").map((one) => ({ name, ...one }))
  );
  assert(functions.length >= 10, `${functions.length}`);
  for (const { name, def, jsDoc: { tags } } of functions) {
    const count = (wanted: string) => tags.filter(({ kind }) => kind === wanted).length;
    const counts = [count("param"), count("return"), count("example")];
    assertEquals(counts, [def.params.length, 1, 1], name);
  }
});

Deno.test("deno publish: what is published is the library and what it needs, from a clean clone", async () => {
  await withScratch(async (dir) => {
    sh(`git clone -q --depth 1 'file://${ROOT}' clone`, dir);
    // What has changed since the last commit is to be published, too.
    sh(`cp '${ROOT}'/deno.json clone; cp -r '${ROOT}'/lib '${ROOT}'/ffi clone`, dir);
    // Types that only inference tells are refused all the same; `deno task check` checks the rest.
    const said = await deno(
      `${dir}/clone`,
      "publish",
      "--dry-run",
      "--allow-dirty",
      "--no-check",
    );
    const files = [...said.matchAll(/clone\/(\S+) \(/g)].map(([, file]) => file);
    assert(files.includes("lib/engine/run/worker.ts") && files.includes("main.ts"), said);
    const others = files.filter((file) => !/^(lib|ffi)\/[\w/]+\.(ts|md)$/.test(file));
    const documents = ["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md"];
    assertEquals(others.sort(), [...documents, "deno.json", "main.ts"].sort());
    const { name, version, exports } = JSON.parse(textOf("deno.json"));
    assert(said.includes(`${name}@${version}`), said);
    assertEquals(exports, { ".": "./lib/mod.ts", "./cli": "./main.ts" });
  });
});

/** As a stranger would write it. */
const SCRIPT = `import { copy, FerryError, mirror, type RunEvent } from "ferry";

const sizes = new Map<string, number>();
for await (const event of mirror("photos", "backup", { exclude: "*.tmp", reportOperations: true })) {
  if (event.type === "operation") sizes.set(new TextDecoder().decode(event.path), event.size);
}
try {
  await copy("nothing", "backup", { onEvent: (event: RunEvent) => console.log(event.type) });
} catch (error) {
  if (!(error instanceof FerryError)) throw error;
  console.log(error.name, error.code, error.path, error.syscall);
}
const { methods, errors, outcome } = await mirror(
  new URL("photos", import.meta.url),
  new TextEncoder().encode("backup"),
);
const names: string[] = errors.map((error) => error.path ?? "");
console.log(outcome, Object.keys(methods).length, names.length, [...sizes.keys()].sort().join());
`;
const PRINTED = "UsageError ENOENT nothing statx\ndone 0 0 ,2024,2024/b,a\n";

function makeStranger(dir: string, from: string): void {
  sh("mkdir -p photos/2024; echo a >photos/a; echo b >photos/2024/b; touch photos/x.tmp", dir);
  Deno.writeTextFileSync(`${dir}/deno.json`, JSON.stringify({ imports: { ferry: from } }));
  Deno.writeTextFileSync(`${dir}/script.ts`, SCRIPT);
}

Deno.test("a stranger's script: has the right types and runs, by a file URL", async () => {
  await withScratch(async (dir) => {
    makeStranger(dir, `file://${ROOT}lib/mod.ts`);
    await deno(dir, "check", "--quiet", "script.ts");
    assertEquals(await deno(dir, "run", "-A", "--no-check", "script.ts"), PRINTED);
  });
});

Deno.test("a stranger's script: runs from a server, which its workers come from as well", async () => {
  await withScratch(async (dir) => {
    const asked = new Set<string>();
    await using server = Deno.serve({ port: 0, onListen: () => {} }, async (request) => {
      const { pathname } = new URL(request.url);
      asked.add(pathname);
      const headers = { "content-type": "application/typescript" };
      return new Response(await Deno.readFile(`${ROOT}${pathname}`), { headers });
    });
    makeStranger(dir, `http://localhost:${server.addr.port}/lib/mod.ts`);
    sh("cd photos; seq -f f%g 5000 | xargs touch", dir);
    Deno.writeTextFileSync(
      `${dir}/script.ts`,
      `import { mirror } from "ferry";
       const { filesCopied } = await mirror("photos", "backup", { jobs: 3 });
       console.log(filesCopied);`,
    );
    const env = { DENO_DIR: `${dir}/cache`, NO_COLOR: "1" };
    const args = ["run", "-A", "--no-check", "--quiet", "script.ts"];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, cwd: dir, env }).output();
    assertEquals(new TextDecoder().decode(stdout), "5003\n");
    assert(asked.has("/lib/engine/run/worker.ts"), "no worker was started");
    assertEquals([...asked].filter((path) => path.startsWith("/lib/cli/")), []);
  });
});
