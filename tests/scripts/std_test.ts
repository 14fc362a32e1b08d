// Where the standard library comes from: nothing of it is in what ferry runs, and what holds npm's to JSR's sees one other
// letter of code, and no other type or comment. A server stands
// for JSR, with npm's own files as its packages; JSR itself is asked by `deno task std`, where it can be reached.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { differences } from "../../scripts/std/same_code.ts";
import { ROOT, textOf } from "../support/documents.ts";
import { jsrRegistry } from "../support/registries.ts";
import { sh, withScratch } from "../support/safety.ts";

/** What users run: by itself, as a library, as an executable. */
const SHIPPED = [
  "main.ts",
  "lib/mod.ts",
  "lib/engine/run/worker.ts",
  ...["main.ts", "worker.ts", "program.ts", "worker_program.ts"].map((name) =>
    `scripts/executable/${name}`
  ),
];

for (const entry of SHIPPED) {
  Deno.test(`${entry}: all that it imports is ferry's own, or the runtime's`, async () => {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", entry],
      cwd: ROOT,
    }).output();
    assertEquals(code, 0);
    const modules: { specifier: string; error?: string }[] =
      JSON.parse(new TextDecoder().decode(stdout)).modules;
    const other = modules.filter(({ specifier, error }) =>
      error !== undefined ||
      !(specifier.startsWith(`file://${ROOT}`) || specifier.startsWith("node:"))
    );
    assert(modules.length > 0);
    assertEquals(other, []);
  });
}

Deno.test("deno.json, scripts/std/jsr.json: the same names; each address names one version", () => {
  const npm: Record<string, string> = JSON.parse(textOf("deno.json")).imports;
  const jsr: Record<string, string> = JSON.parse(textOf("scripts/std/jsr.json")).imports;
  assertEquals(Object.keys(jsr), Object.keys(npm));
  for (const [name, address] of Object.entries(jsr)) {
    const [, scope, path] = /^(@std\/\w+)(\/[\w-]+)?$/.exec(name)!;
    assertMatch(address, new RegExp(`^jsr:${scope}@\\d+\\.\\d+\\.\\d+${path ?? ""}$`));
    assertMatch(npm[name], /^npm:deno-std@\d+\.\d+\.\d+\/.*\.js$/);
  }
});

const BUILT = `export { twice } from "./twice.js";
export class Two { n; constructor(n) { this.n = n; } }
`;
const BUILT_TWICE = `import { Two } from "./mod.js";
/** Twice. */
export function twice(n) { return n * 2 + (n instanceof Two ? 1 : 0); }
`;

/** The same with types, other comments, and in files of other names. */
const SOURCE = `export { twice } from "./internal/doubled.ts";
/** A pair. */
export class Two {
  n: number;
  constructor(n: number) {
    this.n = n;
  }
}
`;
const SOURCE_TWICE = `import type { Unused } from "./types.ts";
import { Two } from "../mod.ts";
export function twice(n: number | Unused): number {
  // Adds as well.
  return (n as number) * 2 + ((n as unknown) instanceof Two ? 1 : 0);
}
`;

Deno.test("same code: types, comments and names of files do not count, a letter does", async () => {
  await withScratch(async (dir) => {
    const write = (files: Record<string, string>) => {
      for (const [path, text] of Object.entries(files)) {
        Deno.writeTextFileSync(`${dir}/${path}`, text);
      }
    };
    Deno.mkdirSync(`${dir}/built`);
    Deno.mkdirSync(`${dir}/source/internal`, { recursive: true });
    write({
      "built/mod.js": BUILT,
      "built/twice.js": BUILT_TWICE,
      "source/mod.ts": SOURCE,
      "source/internal/doubled.ts": SOURCE_TWICE,
      "source/internal/types.ts": "export interface Unused { x: 1 }",
      "one.json": JSON.stringify({ imports: { "@std/x": `file://${dir}/built/mod.js` } }),
      "other.json": JSON.stringify({ imports: { "@std/x": `file://${dir}/source/mod.ts` } }),
    });
    const compared = () => differences(`${dir}/one.json`, `${dir}/other.json`);
    assertEquals(await compared(), []);

    write({ "source/internal/doubled.ts": SOURCE_TWICE.replace("* 2", "* 3") });
    const [difference, ...others] = await compared();
    assertEquals(others, []);
    assertMatch(difference, /^@std\/x: .* differ\n.*\*2.*\n.*\*3/);

    write({ "other.json": '{ "imports": {} }' });
    assertEquals(await compared(), [`@std/x: only in ${dir}/one.json`]);
  });
});

/** Where Deno keeps npm's files: …/npm/REGISTRY/NAME/VERSION. */
const NPM = fromFileUrl(new URL("..", import.meta.resolve("@std/path"))).replace(/\/$/, "");

/** Lays npm's files as the packages that scripts/std/jsr.json names. */
function makePackages(dir: string): string[] {
  const { imports } = JSON.parse(textOf("scripts/std/jsr.json")) as {
    imports: Record<string, string>;
  };
  const packages = new Map<string, { version: string; exports: Record<string, string> }>();
  for (const [name, address] of Object.entries(imports)) {
    const [, scope, version, path] = /^jsr:(@std\/\w+)@([\d.]+)(\/.*)?$/.exec(address)!;
    const found = packages.get(scope) ?? { version, exports: {} };
    const file = JSON.parse(textOf("deno.json")).imports[name].replace(/^npm:[^/]+/, ".");
    packages.set(scope, { version, exports: { ...found.exports, [`.${path ?? ""}`]: file } });
  }
  return [...packages].map(([name, { version, exports }]) => {
    const root = `${dir}/${name}`, include = ["assert", "cli", "fmt", "fs", "internal", "path"];
    sh(
      `mkdir -p '${root}'; cp -r ${include.map((each) => `'${NPM}/${each}'`).join(" ")} '${root}'`,
    );
    const config = { name, version, exports, publish: { include } };
    Deno.writeTextFileSync(`${root}/deno.json`, JSON.stringify(config));
    return root;
  });
}

/** `deno task std`, with a server in JSR's place. */
async function compareWith(roots: readonly string[], cache: string) {
  await using jsr = await jsrRegistry(...roots);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "scripts/std/compare.ts"],
    cwd: ROOT,
    env: { JSR_URL: `${jsr.url}/`, DENO_DIR: cache, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return [code, decoder.decode(stdout), decoder.decode(stderr)] as const;
}

Deno.test("deno task std: holds each module to JSR's", async () => {
  await withScratch(async (dir) => {
    const roots = makePackages(dir);
    // A cache that knows nothing of JSR, with what Deno already had of npm and for bundling.
    const npm = NPM.replace(/\/[^/]+\/[^/]+$/, ""), cached = NPM.replace(/\/npm\/.*/, "");
    const place = `cache${npm.slice(cached.length)}`;
    sh(
      `mkdir -p '${place}'; cp -r '${NPM}/..' '${place}/deno-std'; cp -r '${cached}/dl' cache || true`,
      dir,
    );
    const said = "npm and JSR have the same code of each module that is imported\n";
    assertEquals(await compareWith(roots, `${dir}/cache`), [0, said, ""]);
    sh(`sed -i 's/code === CHAR_DOT/code !== CHAR_DOT/' '${dir}/@std/path/path/posix/extname.js'`);
    const [code, , stderr] = await compareWith(roots, `${dir}/cache`);
    assertEquals(code, 1);
    assertMatch(stderr, /^@std\/path: npm:\S+ and jsr:\S+ differ\n.*===.*\n.*!==.*\n$/);
  });
});
