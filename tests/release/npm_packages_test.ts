// What npm installs where: packages made of files in the place of executables, and an npm that is told of other systems.

import { assertEquals, assertMatch } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { releaseName, TARGETS } from "../../scripts/release/targets.ts";
import { ROOT } from "../support/documents.ts";
import { Newcomer } from "../support/newcomer.ts";
import { needsPrograms } from "../support/programs.ts";
import { npmRegistry } from "../support/registries.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** npm's words for a system, and the file that then lies in the one package beside the main one. */
const SYSTEMS = [
  ["--os=linux --cpu=x64 --libc=glibc", "cli-linux-x64/bin/ferry"],
  ["--os=linux --cpu=arm64 --libc=glibc", "cli-linux-arm64/bin/ferry"],
  ["--os=darwin --cpu=x64", "cli-darwin-x64/bin/ferry"],
  ["--os=darwin --cpu=arm64", "cli-darwin-arm64/bin/ferry"],
  ["--os=win32 --cpu=x64", "cli-win32-x64/bin/ferry.exe"],
  ["--os=linux --cpu=x64 --libc=musl", ""],
  ["--os=freebsd --cpu=x64", ""],
] as const;

/** Makes packages; gives the exit code, what it printed and what went wrong. */
async function pack(dir: string): Promise<readonly [number, string, string]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-check", `${ROOT}/scripts/npm/pack.ts`],
      ...["--from", `${dir}/dist`, "--into", `${dir}/packages`],
    ],
    env: { NO_COLOR: "1", GITHUB_REPOSITORY: "somebody/ferry" },
  }).output();
  const decoder = new TextDecoder();
  return [code, decoder.decode(stdout), decoder.decode(stderr)];
}

testOrSkip(
  "deno task npm: each system gets its executable, others none",
  needsPrograms("npm"),
  async () => {
    await withScratch(async (dir) => {
      Deno.mkdirSync(`${dir}/dist`);
      for (const target of TARGETS) {
        Deno.writeTextFileSync(`${dir}/dist/${releaseName(project.version, target)}`, target);
      }
      const [code, printed, failure] = await pack(dir);
      assertEquals([code, failure], [0, ""]);
      const packages = printed.trim().split("\n");
      // The one that names the others is published after them.
      assertMatch(packages.at(-1)!, /\/ferry-cli-[\d.]+\.tgz$/);
      for (const executable of packages.slice(0, -1)) {
        assertEquals(
          sh(`tar tzf '${executable}' | grep -c -e /LICENSE -e /THIRD_PARTY.md`, dir),
          "2\n",
        );
      }

      await using registry = npmRegistry(packages);
      const newcomer = new Newcomer(`${dir}/newcomer`, {
        npm_config_registry: registry.url,
        npm_config_cache: `${dir}/cache`,
        npm_config_audit: "false",
      });
      for (const [system, executable] of SYSTEMS) {
        await newcomer.types(
          `mkdir x; cd x; echo '{}' >package.json; npm install ${system} @ferry/cli`,
        );
        const installed =
          "cd x/node_modules/@ferry; find . -path './cli-*/bin/*' -perm 755 -printf %P";
        assertEquals(await newcomer.types(installed), executable, system);
        await newcomer.types("rm -r x");
      }
      const manifest = JSON.parse(sh(`tar xzOf '${packages[0]}' package/package.json`));
      assertEquals(manifest.repository.url, "git+https://github.com/somebody/ferry.git");
      assertEquals([manifest.scripts, manifest.dependencies], [undefined, undefined]);

      sh(`rm dist/*apple*`, dir);
      const [lacking, , why] = await pack(dir);
      assertEquals(lacking, 1);
      assertMatch(
        why,
        /has no ferry-\S+-x86_64-apple-darwin, ferry-\S+-aarch64-apple-darwin: deno task/,
      );
    });
  },
);

testOrSkip(
  "deno task npm: what SHA256SUMS does not tell of is not packed",
  needsPrograms("npm", "sha256sum"),
  async () => {
    await withScratch(async (dir) => {
      Deno.mkdirSync(`${dir}/dist`);
      const names = TARGETS.map((target) => releaseName(project.version, target));
      for (const name of names) Deno.writeTextFileSync(`${dir}/dist/${name}`, name);
      sh("sha256sum ferry-* >SHA256SUMS; echo >ferry-*-x86_64-apple-darwin", `${dir}/dist`);
      const [code, printed, failure] = await pack(dir);
      assertEquals([code, printed], [1, ""]);
      assertMatch(failure, /SHA256SUMS does not tell of this ferry-[\d.]+-x86_64-apple-darwin: /);
    });
  },
);
