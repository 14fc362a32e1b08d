// scripts/container/, as far as it can be read without a daemon: every file parses, what it names is there, and every
// command line in it is one of ferry's.

import { assert, assertEquals } from "@std/assert";
import { existsSync, walkSync } from "@std/fs";
import { parse } from "npm:deno-std@1.3.1/yaml/mod.js";
import { parseArguments } from "../../lib/cli/parse.ts";
import type { Settings } from "../../lib/cli/settings.ts";
import { releaseName, TARGETS } from "../../scripts/release/targets.ts";
import { PROGRAM } from "../support/container.ts";
import { needsPrograms, run } from "../support/programs.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const FOLDER = new URL("../../scripts/container/", import.meta.url);
const INSTRUCTIONS =
  /^(?:ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|LABEL|RUN|SHELL|USER|VOLUME|WORKDIR) /;
const IMAGE = new URL("image.sh", FOLDER).pathname;
/** An architecture in Docker's words and in Debian's, and where its loader has to lie. */
const ARCHITECTURES = [
  ["amd64", "x86_64", "lib64/ld-linux-x86-64.so.2"],
  ["arm64", "aarch64", "lib/ld-linux-aarch64.so.1"],
];
const scratch = makeScratch("ferry-image-");

function read(name: string): string {
  return Deno.readTextFileSync(new URL(name, FOLDER));
}

/** The instructions of a Dockerfile. */
function instructions(name: string): string[] {
  return read(name).replaceAll("\\\n", "").split("\n").filter((line) =>
    line !== "" && !line.startsWith("#")
  );
}

/** The words of an instruction in its JSON form. */
function wordsOf(name: string, instruction: string): string[] {
  const line = instructions(name).find((line) => line.startsWith(`${instruction} `))!;
  return JSON.parse(line.slice(instruction.length));
}

function settingsOf(words: readonly string[]): Settings {
  const [program, ...args] = words;
  assertEquals(program.replace("/bin/", ""), "ferry");
  return parseArguments(args) as Settings;
}

for (const name of ["Dockerfile", "release.Dockerfile", "seed.Dockerfile"]) {
  Deno.test(`${name}: has instructions alone, and copies from stages and images that are named`, () => {
    const lines = instructions(name);
    assertEquals(lines.filter((line) => !INSTRUCTIONS.test(line)), []);
    const stages = lines.flatMap((line) => /^FROM .* AS (\w+)$/.exec(line)?.[1] ?? []);
    const sources = lines.flatMap((line) => /^COPY --from=(\w+)/.exec(line)?.[1] ?? []);
    assertEquals(sources.filter((source) => source !== "ferry" && !stages.includes(source)), []);
  });
}

Deno.test("Dockerfile: compiles with the version of Deno that is tested", () => {
  const ci = Deno.readTextFileSync(new URL("../../.ci/run", FOLDER));
  const [version] = /deno@[\d.]+/.exec(ci)!;
  const lines = instructions("Dockerfile");
  const compile = lines.indexOf(`RUN npx -y ${version} task compile`);
  assert(compile > 0);
  // The history is not in the image: who builds says of which commit it is.
  assert(lines.slice(0, compile).includes("ARG FERRY_COMMIT"));
  assertEquals(wordsOf("Dockerfile", "ENTRYPOINT"), ["/bin/ferry"]);
});

Deno.test("release.Dockerfile: takes the executables that a release has for Linux", () => {
  const run = instructions("release.Dockerfile").find((line) => line.startsWith("RUN "))!;
  const [, name] = /"\/dist\/(ferry-[^"]*)"/.exec(run)!;
  const machines = [...run.matchAll(/machine=(\w+)/g)].map(([, machine]) => machine);
  const names = machines.map((machine) => name.replace("$machine", machine));
  const linux = TARGETS.filter((target) => target.includes("linux"));
  assertEquals(names.sort(), linux.map((target) => releaseName("$VERSION", target)).sort());
  const ignored = read("release.Dockerfile.dockerignore").split("\n");
  assert(ignored.includes("!dist/ferry-*-linux-gnu") && ignored.includes("*"));
  assertEquals(wordsOf("release.Dockerfile", "ENTRYPOINT"), wordsOf("Dockerfile", "ENTRYPOINT"));
});

for (const [architecture, machine, loader] of ARCHITECTURES) {
  testOrSkip(
    `image.sh: ${architecture} has the libraries that README.md names, where the loader looks for them`,
    needsPrograms("sh", "install"),
    () => {
      const documented = /`ld-linux-x86-64[^]*?\n\n/.exec(read("README.md"))![0];
      const libraries = [...documented.matchAll(/`(lib[\w.]+)`/g)].map(([, name]) => name);
      const folder = `lib/${machine}-linux-gnu`;
      const from = `${scratch}/${architecture}/from`, image = `${scratch}/${architecture}/image`;
      Deno.mkdirSync(`${from}/${folder}`, { recursive: true });
      for (const name of [...libraries, loader.split("/").at(-1)!]) {
        Deno.writeTextFileSync(`${from}/${folder}/${name}`, name);
      }
      assertEquals(run(IMAGE, architecture, from, `${from}/${folder}/libc.so.6`, image), null);
      const made = [...walkSync(image, { includeDirs: false })]
        .map(({ path }) => path.slice(image.length + 1));
      const expected = ["bin/ferry", loader, ...libraries.map((name) => `${folder}/${name}`)];
      assertEquals(made.sort(), expected.sort());
      assertEquals(Deno.statSync(`${image}/bin/ferry`).mode! & 0o777, 0o755);
    },
  );
}

testOrSkip(
  "image.sh: what ferry is linked to is in the image",
  Deno.build.target === "x86_64-unknown-linux-gnu" ? needsPrograms("ldd") : "not Linux on x86-64",
  () => {
    const image = `${scratch}/own`;
    assertEquals(run(IMAGE, "amd64", "/", PROGRAM, image), null);
    const { stdout } = new Deno.Command("ldd", { args: [PROGRAM] }).outputSync();
    const linked = new TextDecoder().decode(stdout).match(/\/\S+/g)!;
    assert(linked.length >= 5, `${linked}`);
    assertEquals(linked.filter((path) => !existsSync(image + path)), []);
  },
);

Deno.test("seed.Dockerfile: ferry copies, then becomes what CMD names", () => {
  const command = wordsOf("seed.Dockerfile", "CMD");
  const { sources, dest, exec } = settingsOf([
    ...wordsOf("seed.Dockerfile", "ENTRYPOINT"),
    ...command,
  ]);
  assertEquals(exec, command);
  assertEquals([...sources, dest], ["/seed", "/usr/share/nginx/html"]);
  assert(instructions("seed.Dockerfile").includes(`VOLUME ${dest}`));
});

Deno.test("compose.yaml: its services are what ferry takes, and their volumes are declared", () => {
  // deno-lint-ignore no-explicit-any -- a file that somebody wrote
  const compose = parse(read("compose.yaml")) as any;
  const { backup, site } = compose.services;
  const { sources, dest } = settingsOf(["ferry", ...backup.command]);
  const targets = backup.volumes.map((volume: string) => volume.split(":")[1]);
  assertEquals(targets, [...sources, dest]);
  assertEquals(Object.keys(compose.volumes), ["site"]);
  const { context, dockerfile } = site.build;
  const path = new URL(dockerfile, new URL(`${context}/`, FOLDER));
  assertEquals(path.href, new URL("seed.Dockerfile", FOLDER).href);
});

Deno.test("kubernetes.yaml: the init container fills the volume that the other one has", () => {
  // deno-lint-ignore no-explicit-any -- a file that somebody wrote
  const { apiVersion, kind, spec } = parse(read("kubernetes.yaml")) as any;
  assertEquals([apiVersion, kind], ["v1", "Pod"]);
  const [seed] = spec.initContainers;
  const { dest } = settingsOf(seed.command);
  const [mount] = seed.volumeMounts;
  assertEquals([mount.mountPath, mount.name], [dest, spec.volumes[0].name]);
  assertEquals(spec.containers[0].volumeMounts[0].name, mount.name);
});
