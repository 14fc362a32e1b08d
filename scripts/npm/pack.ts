// Makes the packages for npm from the executables of a release: dist/npm/*.tgz, one with the command and one with each
// executable.
//
//   deno task compile --all && deno task npm
//     --present      only for the executables that are there
//     --from FOLDER  where they are, else dist/
//     --into FOLDER  where the packages go, else dist/npm/
//
// The main package is to be published last: it names the others. GITHUB_REPOSITORY=OWNER/NAME is put into them.

import { parseArgs } from "@std/cli/parse-args";
import { dirname, fromFileUrl, join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { unlisted } from "../release/checksums.ts";
import { releaseName, type Target, TARGETS } from "../release/targets.ts";
import { isFile } from "../support/exists.ts";
import {
  executableIn,
  mainManifest,
  type Manifest,
  platformManifest,
  THIRD_PARTY,
} from "./manifests.ts";

const here = import.meta.dirname!;
const root = fromFileUrl(new URL("../..", import.meta.url));
const given = parseArgs(Deno.args, { string: ["from", "into"], boolean: ["present"] });
const from = given.from ?? join(root, "dist"), into = given.into ?? join(root, "dist/npm");
const repository = Deno.env.get("GITHUB_REPOSITORY") || null;
const work = Deno.makeTempDirSync({ prefix: "ferry-npm-" });

try {
  const missing = TARGETS.filter((target) => !isFile(executableOf(target)));
  const present = TARGETS.filter((target) => !missing.includes(target));
  const others = isFile(join(from, "SHA256SUMS")) ? await unlisted(from, present.map(nameOf)) : [];
  if (missing.length > 0 && !given.present) {
    console.error(`${from} has no ${missing.map(nameOf).join(", ")}: deno task compile --all`);
    Deno.exitCode = 1;
  } else if (others.length > 0) {
    console.error(
      `${from}/SHA256SUMS does not tell of this ${others.join(", ")}: deno task compile --all`,
    );
    Deno.exitCode = 1;
  } else {
    Deno.mkdirSync(into, { recursive: true });
    present.forEach(packExecutable);
    packCommand();
  }
} finally {
  Deno.removeSync(work, { recursive: true });
}

function packExecutable(target: Target): void {
  const path = executableIn(target);
  const folder = prepare(platformManifest(target, repository), [
    [executableOf(target), path],
    [join(root, THIRD_PARTY), THIRD_PARTY],
  ]);
  Deno.chmodSync(join(folder, path), 0o755);
  pack(folder);
}

function packCommand(): void {
  const folder = prepare(mainManifest(repository), [
    [join(here, "launcher.cjs"), "bin/ferry.cjs"],
    [join(here, "README.md"), "README.md"],
  ]);
  pack(folder);
}

/** A package's folder. @param files from where, and where to in it */
function prepare(manifest: Manifest, files: readonly (readonly [string, string])[]): string {
  const folder = join(work, manifest.name);
  for (const [source, path] of [...files, [join(root, "LICENSE"), "LICENSE"]]) {
    Deno.mkdirSync(dirname(join(folder, path)), { recursive: true });
    Deno.copyFileSync(source, join(folder, path));
  }
  Deno.writeTextFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

function pack(folder: string): void {
  // npm is a script on Windows, which only a shell starts.
  const npm = Deno.build.os === "windows" ? ["cmd", "/c", "npm"] : ["npm"];
  const [program, ...args] = [...npm, "pack", "--silent", "--pack-destination", into];
  const { code, stdout } = new Deno.Command(program, {
    args,
    cwd: folder,
    stderr: "inherit",
  }).outputSync();
  if (code !== 0) throw new Error(`npm pack failed in ${folder}`);
  console.log(join(into, new TextDecoder().decode(stdout).trim()));
}

function executableOf(target: Target): string {
  return join(from, nameOf(target));
}

function nameOf(target: Target): string {
  return releaseName(project.version, target);
}
