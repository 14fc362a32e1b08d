// .github/workflows/ runs elsewhere only. Here it is held against what it names: tasks, files, targets and documents.
// `deno task lint:workflows` has actionlint read it.

import { assert, assertEquals } from "@std/assert";
import { existsSync } from "@std/fs";
import { globToRegExp, join } from "@std/path";
import { parse } from "npm:deno-std@1.3.1/yaml/mod.js";
import { MAIN_PACKAGE } from "../../scripts/npm/manifests.ts";
import { packageFor, PLATFORMS } from "../../scripts/npm/platforms.ts";
import { TARGETS } from "../../scripts/release/targets.ts";
import { ROOT, textOf } from "../support/documents.ts";

const FOLDER = ".github/workflows";
/** Action at a commit, with its version behind it: a tag can be moved to other code. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** Files of the repository, where a command names them; Windows' shells write them with `\`. */
const PATH = /(?<![\w/.$-])(?:\.ci|bench|ffi|lib|scripts|tests)\/[\w./-]*\w/g;
const TASK = /\bdeno(?:@[\d.]+)? task (?:--quiet )?([a-z][\w:-]*)/g;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly include?: readonly { target: string }[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: { readonly push: { readonly tags?: readonly string[] } };
  readonly concurrency?: { readonly group: string };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const NAMES = [...Deno.readDirSync(join(ROOT, FOLDER))].map(({ name }) => name).sort();

function read(name: string): Workflow {
  return parse(textOf(`${FOLDER}/${name}`)) as Workflow;
}

function stepsOf(workflow: Workflow): Step[] {
  return Object.values(workflow.jobs).flatMap(({ steps }) => steps);
}

/** What is wrong with what a workflow names. */
function strangersIn(workflow: Workflow): string[] {
  const { tasks } = JSON.parse(textOf("deno.json")) as { tasks: Record<string, string> };
  return stepsOf(workflow).flatMap(({ run = "", with: inputs = {} }) => {
    const text = [run, inputs.file ?? ""].join("\n").replaceAll("\\", "/").replaceAll("./", "");
    const named = [...text.matchAll(TASK)].map(([, task]) => task);
    const paths = [...text.matchAll(PATH)].map(([path]) => path);
    return [
      ...named.filter((task) => !(task in tasks)),
      ...paths.filter((path) => !existsSync(join(ROOT, path))),
    ];
  });
}

for (const name of NAMES) {
  Deno.test(`${name}: each task and each file that it names is there`, () => {
    assertEquals(strangersIn(read(name)), []);
  });

  Deno.test(`${name}: each action is held to a commit, and says its version`, () => {
    const uses = [...textOf(`${FOLDER}/${name}`).matchAll(/\buses: (.*)$/gm)].map(([, it]) => it);
    assertEquals(uses.filter((it) => !PINNED.test(it)), []);
    assert(uses.length > 0);
  });

  Deno.test(`${name}: each job may do what it has to, for a time, and runs of one branch are not mixed`, () => {
    const { jobs, concurrency, permissions } = read(name);
    const loose = Object.entries(jobs)
      .filter(([, job]) => job.permissions === undefined || !(job["timeout-minutes"]! <= 180));
    assertEquals(loose.map(([id]) => id), []);
    assert(concurrency?.group.includes("github.ref"));
    assert(Object.values(permissions!).every((access) => access === "read"));
  });

  // Whoever names a branch or a tag would else write a part of the script.
  Deno.test(`${name}: scripts take values from the environment alone`, () => {
    const scripts = stepsOf(read(name)).flatMap(({ run }) => run ?? []);
    assertEquals(scripts.filter((script) => script.includes("${{")), []);
  });

  Deno.test(`${name}: what is downloaded was uploaded by a job that it waits for`, () => {
    const { jobs } = read(name);
    const namesOf = (job: Job, action: string) =>
      job.steps.filter(({ uses }) => uses?.startsWith(action)).map((step) => step.with!.name);
    const before = (id: string): string[] =>
      [jobs[id].needs ?? []].flat().flatMap((need) => [need, ...before(need)]);
    for (const [id, job] of Object.entries(jobs)) {
      const uploaded = before(id).flatMap((need) => namesOf(jobs[need], "actions/upload-artifact"));
      const downloaded = namesOf(job, "actions/download-artifact");
      assertEquals(downloaded.filter((name) => !uploaded.includes(name)), [], id);
    }
  });

  Deno.test(`${name}: each secret, variable and environment is one that CONTRIBUTING.md names`, () => {
    const text = textOf(`${FOLDER}/${name}`), documents = textOf("CONTRIBUTING.md");
    const settings = [...text.matchAll(/\b(?:secrets|vars)\.(\w+)|^\s+environment: (\w+)$/gm)]
      .map(([, value, environment]) => value ?? environment);
    assertEquals(settings.filter((setting) => !documents.includes(`\`${setting}\``)), []);
  });
}

Deno.test("workflows: a task, a script or a test that is gone is noticed", () => {
  const run = "deno task gone\n.\\scripts\\gone.ps1 -A\ndeno test tests/gone_test.ts && .ci/run";
  const jobs = { job: { steps: [{ run }, { uses: "a", with: { file: "scripts/Dockerfile" } }] } };
  assertEquals(strangersIn({ on: { push: {} }, jobs }), [
    "gone",
    "scripts/gone.ps1",
    "tests/gone_test.ts",
    "scripts/Dockerfile",
  ]);
});

Deno.test("release.yml: every executable of a release is tried before anything is published", () => {
  const { jobs } = read("release.yml");
  const tried = jobs.try.strategy!.matrix.include!.map(({ target }) => target);
  assertEquals(tried.sort(), [...TARGETS].sort());
  const publishing = Object.entries(jobs).filter(([, job]) => "environment" in job);
  assert(publishing.length > 0);
  for (const [id, job] of publishing) {
    const needs = [job.needs!].flat();
    assert(needs.includes("try") || needs.includes("github"), id);
  }
  assert([jobs.github.needs!].flat().includes("try"));
});

Deno.test("release.yml: each package for npm is published, and last the one that names the others", () => {
  const step = read("release.yml").jobs.npm.steps.find(({ run }) => run?.includes("npm publish"))!;
  const published = /for package in (.*);/.exec(step.run!)![1].split(" ")
    .map((glob) => globToRegExp(glob.replace('"$VERSION"', "1.2.3")));
  // As npm pack calls it.
  const archive = (name: string) => `dist/npm/${name.slice(1).replace("/", "-")}-1.2.3.tgz`;
  const others = TARGETS.map((target) => archive(packageFor(MAIN_PACKAGE, PLATFORMS[target])));
  const matching = published.map((glob) =>
    [archive(MAIN_PACKAGE), ...others].filter((path) => glob.test(path))
  );
  assertEquals(matching, [others, [archive(MAIN_PACKAGE)]]);
});

// It would be what `latest` names, for the image and for npm.
Deno.test("release.yml: a tag of what comes before a release makes none", () => {
  const [pattern, ...others] = read("release.yml").on.push.tags!;
  assertEquals(others, []);
  // In GitHub's patterns a dot is a dot, and `+` is as in regular expressions.
  const tags = new RegExp(`^${pattern.replaceAll(".", "\\.")}$`);
  const releases = ["v0.2.0", "v10.11.12", "v1.0.0-rc.1", "v1.0", "version"].filter((tag) =>
    tags.test(tag)
  );
  assertEquals(releases, ["v0.2.0", "v10.11.12"]);
});

Deno.test("release.yml: what npm has already is not published once more, and the rest is", async () => {
  const step = read("release.yml").jobs.npm.steps.find(({ run }) => run?.includes("npm publish"))!;
  const folder = Deno.makeTempDirSync(), packages = join(folder, "dist/npm");
  const sh = (script: string) =>
    new Deno.Command("bash", {
      args: ["-eo", "pipefail", "-c", script],
      cwd: folder,
      env: { PATH: `${folder}:${Deno.env.get("PATH")}`, VERSION: "1.2.3" },
      stdout: "piped",
      stderr: "inherit",
    }).outputSync();
  try {
    await Deno.mkdir(packages, { recursive: true });
    for (const name of ["cli-linux-x64", "cli-win32-x64", "cli"]) {
      const folderOf = join(folder, name, "package");
      await Deno.mkdir(folderOf, { recursive: true });
      const manifest = JSON.stringify({ name: `@ferry/${name}`, version: "1.2.3" });
      await Deno.writeTextFile(join(folderOf, "package.json"), manifest);
      sh(`tar czf dist/npm/ferry-${name}-1.2.3.tgz -C ${name} package`);
    }
    const npm = `#!/bin/sh\n[ $1 = publish ] && echo "$*" && exit\n` +
      `[ "$*" = "view @ferry/cli-linux-x64@1.2.3 version" ]\n`;
    await Deno.writeTextFile(join(folder, "npm"), npm, { mode: 0o755 });
    const { success, stdout } = sh(step.run!);
    const published = new TextDecoder().decode(stdout).trim().split("\n")
      .map((line) => line.split("/").at(-1));
    assertEquals([success, published], [true, [
      "ferry-cli-win32-x64-1.2.3.tgz",
      "ferry-cli-1.2.3.tgz",
    ]]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("check.yml: Debian has the version of Deno that .ci/run has", () => {
  const versions = [textOf(".ci/run"), textOf(`${FOLDER}/check.yml`)]
    .map((text) => [...new Set(text.match(/npx -y deno@\d[\d.]*\d/g))]);
  assert(versions[0].includes(versions[1][0]), `${versions}`);
  assertEquals(versions[1].length, 1);
});
