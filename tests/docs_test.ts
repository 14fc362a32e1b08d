// What the documentation shows is run: every shell line of the README's usage, and every TypeScript
// example of the README and of the public API.

import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("..", import.meta.url));
const README = Deno.readTextFileSync(join(ROOT, "README.md"));

/** A working folder with what the examples name; `/backup` is made a folder below it. */
function withExampleTree(run: (dir: string) => void): void {
  const dir = Deno.makeTempDirSync({ prefix: "ferry-docs-" });
  try {
    for (const folder of ["photos/2024", "docs", "backup/photos", "src", "tmp/dest", "b"]) {
      Deno.mkdirSync(join(dir, folder), { recursive: true });
    }
    for (
      const file of [
        "notes.txt",
        "photos/a.jpg",
        "photos/2024/b.jpg",
        "docs/c.md",
        "src/x",
        "a.txt",
      ]
    ) {
      Deno.writeTextFileSync(join(dir, file), file);
    }
    run(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map((match) =>
    match[1]
  );
}

for (
  const line of blocks(README, "sh").join("\n").split("\n").filter((line) =>
    line.startsWith("ferry ")
  )
) {
  Deno.test(`README: ${line.replace(/\s+#.*/, "")}`, () =>
    withExampleTree((dir) => {
      const command = line.replace(/\s+#.*/, "").replaceAll("/backup", "backup").replace(
        /^ferry/,
        `"$DENO" run -A "$FERRY/main.ts"`,
      );
      const { code, stderr } = new Deno.Command("sh", {
        args: ["-c", command],
        cwd: dir,
        env: { DENO: Deno.execPath(), FERRY: ROOT },
      }).outputSync();
      // Nothing was copied to the backup yet, and `verify` says so.
      const expected = line.startsWith("ferry verify") ? 3 : 0;
      assertEquals(code, expected, new TextDecoder().decode(stderr));
    }));
}

const API = Deno.readTextFileSync(join(ROOT, "lib/mod.ts")).replace(/^( \*|\/\/) ?/gm, "");
const examples = [...blocks(README, "ts"), ...blocks(API, "ts")];

Deno.test("documentation: has examples to run", () => assert(examples.length >= 4));

for (const [index, example] of examples.entries()) {
  Deno.test(`documentation: TypeScript example ${index + 1} runs`, () =>
    withExampleTree((dir) => {
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
    }));
}
