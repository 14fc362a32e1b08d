// What the documents show is run: the README's terminal example with what it prints, its commands one after
// the other as a newcomer would, its set-up, and every TypeScript example of it and of the public API.

import "../support/no_history.ts";
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { blocks, ROOT, textOf } from "../support/documents.ts";

const README = textOf("README.md");

/** Makes a working folder with what the examples name; `/backup` is a folder below it. */
function makeExampleTree(): string {
  const dir = Deno.makeTempDirSync({ prefix: "ferry-docs-" });
  for (const folder of ["photos/2024", "docs", "backup/photos", "src", "tmp/dest", "b"]) {
    Deno.mkdirSync(join(dir, folder), { recursive: true });
  }
  const files = ["notes.txt", "photos/a.jpg", "photos/2024/b.jpg", "docs/c.md", "src/x", "a.txt"];
  for (const file of files) Deno.writeTextFileSync(join(dir, file), file);
  return dir;
}

/** Runs a line of shell in which `ferry` is the working tree's, and gives back what it printed; it has to succeed. */
function runShown(line: string, dir: string): string {
  const here = line.replaceAll("/backup", "backup");
  const { code, stdout, stderr } = new Deno.Command("sh", {
    args: ["-c", `ferry() { "$DENO" run -A --no-check "$FERRY/main.ts" "$@"; }\n${here}`],
    cwd: dir,
    env: { DENO: Deno.execPath(), FERRY: ROOT },
  }).outputSync();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout);
}

Deno.test("README: the terminal example prints what it shows, but for the times", () => {
  const [example] = blocks(README, "console");
  const dir = makeExampleTree();
  try {
    Deno.removeSync(join(dir, "backup/photos"));
    Deno.writeFileSync(join(dir, "photos/a.jpg"), new Uint8Array(1_900_000).fill(1));
    Deno.writeFileSync(join(dir, "photos/2024/b.jpg"), new Uint8Array(700_000).fill(2));
    const lines = example.split("\n").filter((line) => line.startsWith("$ "));
    const printed = lines.map((line) => `${line}\n${runShown(line.slice(2), dir)}`).join("");
    assertEquals(withoutTimes(printed), withoutTimes(example));
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

function withoutTimes(text: string): string {
  return text.replace(/ in [\d.]+ s$/gm, " in … s");
}

Deno.test("README: the commands run one after the other, and each succeeds", async (t) => {
  const lines = blocks(README, "sh").join("\n").split("\n");
  const commands = lines.map((line) => line.replace(/\s+#.*/, "")).filter(isFerry);
  assert(commands.length >= 15, `${commands.length} commands`);
  const dir = makeExampleTree();
  try {
    for (const command of commands) await t.step(command, () => void runShown(command, dir));
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

function isFerry(line: string): boolean {
  return line.startsWith("ferry ");
}

Deno.test("README: the set-up's first command copies; all use the version of Deno that is tested", () => {
  const commands = blocks(README, "sh").join("").split("\n")
    .map((line) => line.replace(/\s+#.*/, "")).filter((line) => /\bdeno@/.test(line));
  const version = /npx -y (deno@\S+)/.exec(textOf(".ci/run"))![1];
  const start = `npx -y ${version} `;
  assertEquals(commands.filter((command) => !command.startsWith(`${start}task `)), []);
  const dir = makeExampleTree();
  try {
    const [first] = commands.map((command) => command.slice(start.length));
    const args = first.replace("SRC", join(dir, "photos")).replace("DST", join(dir, "copied"));
    runDeno(ROOT, ...args.split(" "));
    assertEquals(Deno.readTextFileSync(join(dir, "copied/2024/b.jpg")), "photos/2024/b.jpg");
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

const API = ["lib/mod.ts", "lib/manifest.ts", ...filesIn("lib/library")].map(textOf).join("\n");
const examples = [...blocks(README, "ts"), ...blocks(API.replace(/^ \* ?/gm, ""), "ts")];

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(join(ROOT, folder))].map(({ name }) => `${folder}/${name}`).sort();
}

Deno.test("documentation: has examples to run", () => assert(examples.length >= 4));

/** Writes the examples into a new folder in which what they name is; gives back their files. */
function writeExamples(dir: string): string[] {
  return examples.map((example, index) => {
    // In this order: the repository itself may stand below /tmp.
    const source = example.replace(/"\/(backup|tmp)\//g, `"${dir}/$1/`)
      .replaceAll(/"(?:@ferry\/ferry|\.\/lib\/mod\.ts)"/g, `"${join(ROOT, "lib/mod.ts")}"`);
    const file = join(dir, `example_${index + 1}.ts`);
    Deno.writeTextFileSync(file, source);
    return file;
  });
}

/** Runs Deno in a folder; it has to succeed. */
function runDeno(dir: string, ...args: string[]): void {
  const { code, stderr } = new Deno.Command(Deno.execPath(), { args, cwd: dir }).outputSync();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

Deno.test("documentation: the TypeScript examples have the right types, and each runs", async (t) => {
  const dir = makeExampleTree();
  try {
    const files = writeExamples(dir);
    await t.step("types", () => runDeno(dir, "check", ...files));
    for (const [index, file] of files.entries()) {
      await t.step(`example ${index + 1}`, () => runDeno(dir, "run", "-A", "--no-check", file));
    }
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("whoever runs ferry downloads nothing that tests alone need: deno.lock has what deno.json imports", () => {
  const imported = Object.values<string>(JSON.parse(textOf("deno.json")).imports)
    .map((address) => /^npm:([^/]+)/.exec(address)![1]);
  const { npm } = JSON.parse(textOf("deno.lock")) as { npm: Record<string, unknown> };
  assertEquals(Object.keys(npm).sort(), [...new Set(imported)].sort());
});
