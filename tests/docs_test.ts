// What the documentation shows is run: the shell lines of the README's usage, one after the other as a
// newcomer would, and every TypeScript example of the README and of the public API.

import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("..", import.meta.url));
const README = Deno.readTextFileSync(join(ROOT, "README.md"));

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

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map((match) =>
    match[1]
  );
}

Deno.test("README: the commands run one after the other, and each succeeds", async (t) => {
  const lines = blocks(README, "sh").join("\n").split("\n");
  const commands = lines.map((line) => line.replace(/\s+#.*/, "")).filter(isFerry);
  assert(commands.length >= 15, `${commands.length} commands`);
  const dir = makeExampleTree();
  try {
    for (const command of commands) await t.step(command, () => runShown(command, dir));
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

function isFerry(line: string): boolean {
  return line.startsWith("ferry ");
}

/** Runs a command of the README with ferry as it is in the working tree. */
function runShown(command: string, dir: string): void {
  const here = command.replaceAll("/backup", "backup")
    .replace(/^ferry/, `"$DENO" run -A "$FERRY/main.ts"`);
  const { code, stderr } = new Deno.Command("sh", {
    args: ["-c", here],
    cwd: dir,
    env: { DENO: Deno.execPath(), FERRY: ROOT },
  }).outputSync();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

const API = Deno.readTextFileSync(join(ROOT, "lib/mod.ts")).replace(/^( \*|\/\/) ?/gm, "");
const examples = [...blocks(README, "ts"), ...blocks(API, "ts")];

Deno.test("documentation: has examples to run", () => assert(examples.length >= 4));

for (const [index, example] of examples.entries()) {
  Deno.test(`documentation: TypeScript example ${index + 1} runs`, () => {
    const dir = makeExampleTree();
    try {
      // In this order: the repository itself may stand below /tmp.
      const source = example.replace(/"\/(backup|tmp)\//g, `"${dir}/$1/`)
        .replaceAll("./lib/mod.ts", join(ROOT, "lib/mod.ts"));
      const file = join(dir, "example.ts");
      Deno.writeTextFileSync(file, source);
      const { code, stderr } = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--check", file],
        cwd: dir,
      }).outputSync();
      assertEquals(code, 0, new TextDecoder().decode(stderr));
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  });
}

Deno.test("whoever runs ferry downloads nothing that tests alone need: deno.lock has what deno.json imports", () => {
  const parsed = (file: string) => JSON.parse(Deno.readTextFileSync(join(ROOT, file)));
  const imported = Object.values<string>(parsed("deno.json").imports)
    .map((address) => /^npm:([^/]+)/.exec(address)![1]);
  const { npm } = parsed("deno.lock") as { npm: Record<string, unknown> };
  assertEquals(Object.keys(npm).sort(), [...new Set(imported)].sort());
});
