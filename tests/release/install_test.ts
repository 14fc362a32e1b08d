// The README's install lines, typed by somebody who has nothing of ferry yet, and those that take it away again. Where a line
// reaches for a server that is not here, one on this machine stands for it (tests/support/registries.ts); nothing else is changed.

import { assert, assertEquals, assertMatch } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { isTarget, releaseName } from "../../scripts/release/targets.ts";
import { checksumList } from "../../scripts/release/checksums.ts";
import { blocks, ROOT, textOf } from "../support/documents.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { BINARY, needsBinary } from "./binary.ts";
import { Newcomer } from "../support/newcomer.ts";
import { jsrRegistry, npmRegistry, servedFolder } from "../support/registries.ts";

const scratch = makeScratch("ferry-install-");
const { version } = project;

/** The README's install lines. */
const LINES = textOf("README.md").split("\n## ").filter((part) => part.startsWith("Install\n"))
  .flatMap((part) => blocks(part, "sh").join("").split("\n"));

/** Those of them from the first that begins with a text to the first that ends with what removes it again, and that. */
function linesOf(begin: string): { readonly typed: string; readonly removed: string } {
  const from = LINES.findIndex((line) => line.startsWith(begin));
  const to = LINES.findIndex((line, at) => at >= from && line.includes("remove: "));
  const [last, removed] = LINES[to].split(/\s+# (?:.*; )?remove: /);
  return { typed: [...LINES.slice(from, to), last].join("\n"), removed };
}

/** A line that stands alone. */
function lineOf(begin: string): string {
  return LINES.find((line) => line.startsWith(begin))!;
}

/** A release of this machine's executable alone, packed and under the name that it has there. */
async function makeRelease(folder: string): Promise<string> {
  const { target } = Deno.build;
  if (!isTarget(target)) throw new Error(`no executable for ${target}`);
  const name = releaseName(version, target);
  Deno.mkdirSync(`${folder}/${name}`, { recursive: true });
  Deno.copyFileSync(BINARY, `${folder}/${name}/ferry`);
  sh(
    `tar c '${name}' | gzip -1 >'${name}.tar.gz'; mv '${name}' x; mv x/ferry '${name}'; rmdir x`,
    folder,
  );
  const list = await checksumList([`${folder}/${name}`, `${folder}/${name}.tar.gz`]);
  // A release has others, too, which nobody downloads at once.
  const others = `${"0".repeat(64)}  ferry-${version}-another-system\n`;
  Deno.writeTextFileSync(`${folder}/SHA256SUMS`, others + list);
  return name;
}

/** Uses ferry as the first thing after it was installed. @param ferry how it is typed */
async function use(newcomer: Newcomer, ferry: string): Promise<void> {
  assertEquals(await newcomer.types(`${ferry} --version`), `ferry ${version}\n`);
  await newcomer.types(`${ferry} copy -T photos copied; ${ferry} verify photos copied`);
  sh("mkdir -p many; cd many; seq -f f%g 3000 | xargs touch", newcomer.dir);
  const { stdout } = await newcomer.type(`${ferry} mirror -j3 --json many 'copied many'`);
  const summary = JSON.parse(stdout);
  assertEquals([summary.exit_code, summary.files_copied], [0, 3000]);
  assertEquals(sh("ls 'copied many' | wc -l; stat -c %h copied/a", newcomer.dir), "3000\n2\n");
  assertEquals((await newcomer.type(`${ferry} verify many photos`)).code, 3);
}

/** What ferry leaves by itself, and the README's line that removes it. */
async function removeTraces(newcomer: Newcomer): Promise<void> {
  const left = newcomer.atHome().filter((path) => path.includes("state"));
  assertEquals(left, [
    ".local/state d",
    ".local/state/ferry d",
    ".local/state/ferry/history.jsonl f",
  ]);
  await newcomer.types(lineOf("rm "));
}

/** What is left at home, but for empty folders that others share. */
function leftAtHome(newcomer: Newcomer): string[] {
  return newcomer.atHome().filter((path) =>
    !/^(\.local|\.local\/bin|\.local\/state) d$/.test(path)
  );
}

const forRelease = needsBinary() ?? needsPrograms("curl", "sha256sum");

testOrSkip(
  "README: the executable is downloaded, checked, installed, used and removed",
  forRelease,
  async () => {
    await withScratch(async (dir) => {
      const name = await makeRelease(`${dir}/release`);
      await using page = servedFolder(`${dir}/release`);
      const newcomer = new Newcomer(dir);
      const { typed: shown, removed } = linesOf("name=");
      const typed = shown.replace(/\bfrom=\S+/, `from=${page.url}`)
        .replace(/\bname=\S+/, `name=${name}`);
      assert(typed.includes(page.url) && typed.includes(name), typed);
      await newcomer.types(typed);
      await use(newcomer, `"$HOME/.local/bin/ferry"`);
      await removeTraces(newcomer);
      await newcomer.types(removed);
      assertEquals(leftAtHome(newcomer), []);

      // One byte is another one.
      sh(
        `printf x | dd of='release/${name}.tar.gz' conv=notrunc bs=1 seek=5000000 status=none`,
        dir,
      );
      const { code, stdout } = await newcomer.type(typed);
      assert(code !== 0 && stdout.includes(`${name}.tar.gz: FAILED`), stdout);
      assertEquals(leftAtHome(newcomer), []);
    });
  },
);

for (const [from, what] of [["JSR", "jsr:@ferry/ferry/cli"], ["a clone", "main.ts"]] as const) {
  Deno.test(`README: deno install from ${from}, used and removed`, async () => {
    await withScratch(async (dir) => {
      sh(`git clone -q --depth 1 'file://${ROOT}' clone`, dir);
      await using jsr = await jsrRegistry(`${dir}/clone`);
      const newcomer = new Newcomer(dir, {
        JSR_URL: `${jsr.url}/`,
        // Deno's own folder: what it downloads stays there whoever installs what.
        DENO_DIR: `${dir}/deno`,
        DENO_INSTALL_ROOT: `${dir}/a root`,
      });
      const { typed, removed } = linesOf("deno install");
      assert(typed.endsWith(" jsr:@ferry/ferry/cli"), typed);
      await newcomer.types(`cd clone\n${typed.replace("jsr:@ferry/ferry/cli", what)}`);
      await use(newcomer, `"${dir}/a root/bin/ferry"`);
      await removeTraces(newcomer);
      await newcomer.types(removed);
      assertEquals(leftAtHome(newcomer), []);
      assertEquals(sh(`find 'a root' -type f`, dir), "");
    });
  });
}

/** The packages for npm, with the executable of this machine alone. */
async function packages(): Promise<string[]> {
  const into = `${scratch}/packages`;
  if (packed === null) {
    await makeRelease(`${scratch}/release`);
    const args = ["run", "-A", "--no-check", `${ROOT}/scripts/npm/pack.ts`, "--present"];
    const options = ["--from", `${scratch}/release`, "--into", into];
    packed = new Deno.Command(Deno.execPath(), { args: [...args, ...options] }).output();
  }
  const { code, stdout, stderr } = await packed;
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n");
}
let packed: Promise<Deno.CommandOutput> | null = null;

const forNpm = needsBinary() ?? needsPrograms("npm", "npx", "node");

/** npm's own folders, which stay. */
function npmOf(dir: string, registry: string) {
  return {
    npm_config_registry: registry,
    npm_config_cache: `${dir}/npm`,
    npm_config_prefix: `${dir}/a prefix`,
    npm_config_update_notifier: "false",
  };
}

testOrSkip("README: npm install -g, used and removed", forNpm, async () => {
  await withScratch(async (dir) => {
    await using registry = npmRegistry(await packages());
    const newcomer = new Newcomer(dir, npmOf(dir, registry.url));
    const { typed, removed } = linesOf("npm install");
    const before = sh(`mkdir -p 'a prefix/lib/node_modules' 'a prefix/bin'; find 'a prefix'`, dir);
    await newcomer.types(typed);
    const modules = `${dir}/a prefix/lib/node_modules`;
    assertEquals(
      sh(`readlink 'a prefix/bin/ferry'`, dir),
      "../lib/node_modules/@ferry/cli/bin/ferry.cjs\n",
    );
    // Only the executable of this system, however many there are.
    assertEquals(sh(`find '${modules}' -path '*cli-*' -name package.json | wc -l`, dir), "1\n");
    await use(newcomer, `"${dir}/a prefix/bin/ferry"`);
    await removeTraces(newcomer);
    await newcomer.types(removed);
    assertEquals(leftAtHome(newcomer), []);
    assertEquals(sh(`find 'a prefix' ! -name '@ferry'`, dir), before);
  });
});

testOrSkip(
  "npx: without installing, and in a folder that has installed the packages without a network",
  forNpm,
  async () => {
    await withScratch(async (dir) => {
      const tarballs = await packages();
      await using registry = npmRegistry(tarballs);
      const online = new Newcomer(`${dir}/online`, npmOf(dir, registry.url));
      assertEquals(await online.types("npx -y @ferry/cli --version"), `ferry ${version}\n`);

      // Nobody listens there.
      const offline = new Newcomer(`${dir}/offline`, {
        ...npmOf(`${dir}/x`, "http://127.0.0.1:9"),
        npm_config_offline: "true",
      });
      const files = tarballs.map((path) => `'${path}'`).join(" ");
      await offline.types(
        `mkdir project; cd project; echo '{}' >package.json; npm install ${files}`,
      );
      await use(offline, `npx --prefix project ferry`);
      await offline.types(
        "cd project; npx ferry copy ../photos from-npx; cmp ../photos/a from-npx/a",
      );
      const { code } = await offline.type("cd project; npx ferry verify ../photos ../many");
      assertEquals(code, 3);

      const alone = `npm install --omit=optional '${tarballs.at(-1)}'`;
      await offline.types(`mkdir alone; cd alone; echo '{}' >package.json; ${alone}`);
      const without = await offline.type("cd alone; npx ferry --version");
      assertEquals([without.code, without.stdout], [2, ""]);
      assertMatch(without.stderr, /^ferry: the package @ferry\/cli-\S+ is not here: /);
    });
  },
);
