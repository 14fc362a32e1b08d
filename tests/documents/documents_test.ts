// What the documents name is there: paths, links, tasks and options. And the README stays short enough to be read.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { existsSync, expandGlobSync } from "@std/fs";
import { dirname, join } from "@std/path";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { readUsage } from "../../lib/cli/completions/usage.ts";
import { FLAGS } from "../../lib/cli/flags.ts";
import { DOCUMENTS, ROOT, textOf } from "../support/documents.ts";

/** Lines beyond which a README is no longer read. */
const LONGEST_README = 259;
/** A path that begins at the root; `*` stands for a part of a name. */
const PATH = /(?<![\w/.-])(?:lib|ffi|tests|bench|scripts|\.ci)\/[\w./*-]*[\w*/]/g;
/** The name of a file of code without its folder. */
const BARE_FILE = /(?<![\w/.*-])[\w-]+\.(?:ts|sh|ps1|c)\b/g;
const LINK = /\]\(([^)#\s]*)(?:#([\w-]+))?\)/g;
/** A command of another program, which has options of its own. */
const OTHER_PROGRAM = /`(?:deno|gh|npm|sha256sum) [^`]*`/g;
/** What documents name beside: options of Deno, of unshare(1) and of sha256sum(1), the beginning of `--no-…`, one that ferry does without. */
const OTHERS = new Set([
  "allow-all",
  "compress",
  "allow-ffi",
  "allow-sys",
  "mount-proc",
  "ignore-missing",
  "no",
]);

for (const file of DOCUMENTS) {
  const text = textOf(file);

  Deno.test(`${file}: every path that it names exists`, () => {
    const paths = [...text.matchAll(PATH), ...text.matchAll(BARE_FILE)].map(([path]) => path);
    assertEquals(paths.filter((path) => !isThere(path)), []);
  });

  Deno.test(`${file}: every link leads to a file, and to a heading of it`, () => {
    const links = [...text.matchAll(LINK)].filter(([, target]) => !target.startsWith("http"));
    const broken = links.filter(([, target, heading]) => {
      const linked = target === "" ? file : join(dirname(file), target);
      return !existsSync(join(ROOT, linked)) ||
        (heading !== undefined && !headingsOf(textOf(linked)).includes(heading));
    });
    assertEquals(broken.map(([link]) => link), []);
  });

  Deno.test(`${file}: every task that it names is one of deno.json`, () => {
    const { tasks } = JSON.parse(textOf("deno.json")) as { tasks: Record<string, string> };
    const named = [...text.matchAll(/\b(?:deno|deno@[\d.]+) task ([a-z][\w:-]*)/g)];
    assertEquals(named.map(([, task]) => task).filter((task) => !(task in tasks)), []);
  });
}

for (const file of ["README.md", "ffi/README.md", "CHANGELOG.md", "SECURITY.md"]) {
  Deno.test(`${file}: every option that it names is one of ferry's`, () => {
    const names = FLAGS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    const inUsages = COMMANDS.flatMap(({ usage }) =>
      usage.flatMap((line) => readUsage(line).options)
    );
    const known = new Set([
      ...names.map((name) => name.replace(/^no-/, "")),
      ...inUsages.map(([name]) => name.replace(/^-+/, "")),
    ]);
    const text = textOf(file).replaceAll(OTHER_PROGRAM, "");
    const named = [...text.matchAll(/(?<=[`\s])--(?:no-)?([a-z][a-z0-9-]*[a-z0-9])/g)];
    const unknown = named.map(([, name]) => name)
      .filter((name) => !known.has(name) && !OTHERS.has(name));
    assertEquals(unknown, []);
  });
}

Deno.test("README.md: has fewer than 260 lines", () => {
  const lines = textOf("README.md").split("\n").length - 1;
  assert(lines <= LONGEST_README, `${lines} lines`);
});

Deno.test("CONTRIBUTING.md: names every folder of lib and ffi, so that nobody has to guess", () => {
  const text = textOf("CONTRIBUTING.md");
  const folders = ["lib", "lib/engine", "lib/copy", "ffi"].flatMap((parent) =>
    foldersOf(parent).map((name) => `${parent}/${name}/`)
  );
  assertEquals(folders.filter((folder) => !text.includes(folder)), []);
});

Deno.test("CONTRIBUTING.md: has the folders of lib/engine in the order of the layers", () => {
  const inLayers = textOf("scripts/layers.ts").matchAll(/^ {2}\["(lib\/engine\/\w+\/)"/gm);
  const inTable = textOf("CONTRIBUTING.md").matchAll(/^\| `(lib\/engine\/\w+\/)`/gm);
  assertEquals([...inTable].map(([, folder]) => folder), existing(inLayers));
});

/** Those folders that there are. */
function existing(matches: Iterable<RegExpMatchArray>): string[] {
  return [...matches].map(([, folder]) => folder).filter(isThere);
}

Deno.test("tests/README.md: names every folder of tests", () => {
  const text = textOf("tests/README.md");
  assertEquals(foldersOf("tests").filter((name) => !text.includes(`tests/${name}/`)), []);
});

Deno.test("the version of deno.json: the changelog's newest with its day, and the one that the README installs", () => {
  const { version } = JSON.parse(textOf("deno.json"));
  const headings = [...textOf("CHANGELOG.md").matchAll(/^## (.*)/gm)].map(([, heading]) => heading);
  const [newest] = headings.filter((heading) => heading !== "Unreleased");
  assertMatch(newest, new RegExp(`^${version} \\(\\d{4}-\\d\\d-\\d\\d\\)$`));
  const install = textOf("README.md").split("\n## ").find((part) => part.startsWith("Install\n"))!;
  const named = [...install.matchAll(/(?:\bferry-|\/v)(\d+\.\d+\.\d+)/g)];
  assertEquals(named.map(([, number]) => number), [version, version]);
});

function isThere(path: string): boolean {
  if (!path.includes("*")) return existsSync(join(ROOT, path));
  return [...expandGlobSync(path, { root: ROOT })].length > 0;
}

function foldersOf(parent: string): string[] {
  const entries = [...Deno.readDirSync(join(ROOT, parent))];
  return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
}

/** The headings of a document as links name them. */
function headingsOf(text: string): string[] {
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase());
  return titles.map((title) => title.replace(/[^\w\s-]/g, "").trim().replace(/\s/g, "-"));
}
