// scripts/container/, as far as it can be read without a daemon: every file parses, what it names is there, and every
// command line in it is one of ferry's.

import { assert, assertEquals } from "@std/assert";
import { parse } from "npm:deno-std@1.3.1/yaml/mod.js";
import { parseArguments } from "../../lib/cli/parse.ts";
import type { Settings } from "../../lib/cli/settings.ts";

const FOLDER = new URL("../../scripts/container/", import.meta.url);
const INSTRUCTIONS = /^(?:ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|RUN|SHELL|USER|VOLUME|WORKDIR) /;

function read(name: string): string {
  return Deno.readTextFileSync(new URL(name, FOLDER));
}

/** The instructions of a Dockerfile. */
function instructions(name: string): string[] {
  return read(name).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
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

for (const name of ["Dockerfile", "seed.Dockerfile"]) {
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
  assert(instructions("Dockerfile").includes(`RUN npx -y ${version} task compile`));
  assertEquals(wordsOf("Dockerfile", "ENTRYPOINT"), ["/bin/ferry"]);
});

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
