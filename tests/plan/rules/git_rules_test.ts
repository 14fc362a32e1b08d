// `.gitignore` files against git: of random trees with random patterns in several folders, what `git check-ignore`
// ignores has to be left out.

import { assert, assertEquals } from "@std/assert";
import { GitRules } from "../../../lib/plan/rules/git_rules.ts";
import { SAID } from "../../../lib/plan/rules/rule_list.ts";
import { Subject, toBinaryString } from "../../../lib/plan/rules/subject.ts";
import { makeScratch } from "../../support/scratch.ts";
import { testOrSkip } from "../../support/skip.ts";
import { Draw, rounds, seedOfRun, tell } from "../../support/torture.ts";

const RUNS = rounds(1000, 6000);

function git(cwd: string, args: readonly string[]) {
  return new Deno.Command("git", {
    args: ["-c", "core.excludesFile=", ...args],
    cwd,
    env: { LC_ALL: "C", GIT_CONFIG_NOSYSTEM: "1", HOME: "/nonexistent" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
}

async function runGit(cwd: string, args: readonly string[], input = ""): Promise<string> {
  const child = git(cwd, args).spawn();
  const writer = child.stdin.getWriter();
  writer.write(new TextEncoder().encode(input)).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  assert(code <= 1, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

const noGit = await git("/", ["--version"]).spawn().output().then(() => null, () => "no git");

/** What rules say of an entry. */
function ignores(rules: GitRules, path: string, isFolder = false): boolean {
  const subject = new Subject();
  subject.set(toBinaryString(path), isFolder);
  return rules.ask(subject, { side: "source", isInDeleted: false }) === SAID.exclude;
}

Deno.test("GitRules: lines as gitignore(5) has them", () => {
  const rules = new GitRules(
    "\xef\xbb\xbf# comment\n\n*.o\r\n!keep.o\n\\#a\n\\!b\nspaced\\ \ntrailing  \ndir/\n/top\nx/y\na/**/z\n",
    0,
    null,
    false,
  );
  for (
    const path of [
      "m.o",
      "in/m.o",
      "#a",
      "!b",
      "spaced ",
      "trailing",
      "top",
      "x/y",
      "a/z",
      "a/b/c/z",
    ]
  ) {
    assert(ignores(rules, path), path);
  }
  for (const path of ["keep.o", "# comment", "dir", "in/top", "in/x/y", "b/a/z", "spaced"]) {
    assert(!ignores(rules, path), path);
  }
  assert(ignores(rules, "in/dir", true));
});

Deno.test("GitRules: a deeper file comes first, and a pattern with a slash begins at its folder", () => {
  const above = new GitRules("*.log\n/in/x\n", 0, null, false);
  const rules = new GitRules("!a.log\n/y\nsub/*.c\n", "in/".length, above, false);
  assertEquals(
    ["in/a.log", "in/b.log", "in/x", "in/y", "in/sub/m.c", "in/in/y"].map((path) =>
      ignores(rules, path)
    ),
    [false, true, true, true, true, false],
  );
});

Deno.test("GitRules: with --delete-excluded nothing is kept for them in the target", () => {
  const subject = new Subject();
  subject.set("a", false);
  for (const deleteExcluded of [false, true]) {
    const rules = new GitRules("a\n", 0, null, deleteExcluded);
    assertEquals(
      (["source", "target"] as const).map((side) =>
        rules.ask(subject, { side, isInDeleted: false })
      ),
      [SAID.exclude, deleteExcluded ? SAID.nothing : SAID.exclude],
    );
  }
});

// Few names and patterns made of them, so that most rules match something somewhere.
const NAMES = ["a", "b", "ab", "a.o", "ba", "x y", "#a", "!b", "a\\b", "[a]", "é", "*"];
const TOKENS = [
  ..."a b a b ab . / / / * * ** ** ** ? [ab] [!a] [^b/] [a-c] [[:alpha:]] \\a \\* \\ ! # é o".split(
    " ",
  ),
  " ",
];
const BODIES = [
  "a",
  "b",
  "ab",
  "*.o",
  "a*",
  "*b",
  "**",
  "*",
  "a/b",
  "**/b",
  "a/**",
  "a/**/b",
  "a**",
  "**a/b",
];

class PatternDraw extends Draw {
  pattern(): string {
    const body = this.below(2) === 0
      ? this.of(BODIES)
      : Array.from({ length: 1 + this.below(5) }, () => this.of(TOKENS)).join("");
    return this.of(["", "", "", "!", "!"]) + this.of(["", "", "/", "**/"]) + body +
      this.of(["", "", "", "/", "/**", "/*", " ", "\\ ", "\r"]);
  }

  /** Makes a case in `root`: its entries, folders with a slash behind, and its files of rules by folder. */
  make(root: string): { entries: string[]; files: Map<string, string> } {
    const kinds = new Map<string, boolean>();
    for (let i = 0; i < 7; i++) {
      const parts = Array.from({ length: 1 + this.below(4) }, () => this.of(NAMES));
      const above = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join("/"));
      const path = parts.join("/");
      if (kinds.has(path) || above.some((folder) => kinds.get(folder) === false)) continue;
      for (const folder of above) kinds.set(folder, true);
      kinds.set(path, this.below(5) === 0);
      Deno.mkdirSync(`${root}/${above.at(-1) ?? ""}`, { recursive: true });
      if (kinds.get(path)) Deno.mkdirSync(`${root}/${path}`);
      else Deno.writeTextFileSync(`${root}/${path}`, "");
    }
    const files = new Map<string, string>();
    for (const [folder, isFolder] of [["", true] as const, ...kinds]) {
      if (!isFolder || (folder !== "" && this.below(3) > 0)) continue;
      const lines = Array.from({ length: 1 + this.below(4) }, () => this.pattern());
      files.set(folder, lines.join("\n") + this.of(["", "\n"]));
      Deno.writeTextFileSync(`${root}/${folder}/.gitignore`, files.get(folder)!);
    }
    return { entries: [...kinds].map(([path, isFolder]) => isFolder ? `${path}/` : path), files };
  }
}

/** What a walk leaves out: it does not look into folders that it has left out. */
function leftOut(entries: readonly string[], files: ReadonlyMap<string, string>): string[] {
  const isLeftOut = (entry: string): boolean => {
    const names = entry.replace(/\/$/, "").split("/");
    let rules: GitRules | null = null;
    for (let depth = 0; depth < names.length; depth++) {
      const folder = names.slice(0, depth).join("/");
      const contents = files.get(folder);
      const base = toBinaryString(folder).length + (folder === "" ? 0 : 1);
      if (contents !== undefined) {
        rules = new GitRules(toBinaryString(contents), base, rules, false);
      }
      const path = names.slice(0, depth + 1).join("/");
      const isFolder = depth < names.length - 1 || entry.endsWith("/");
      if (rules !== null && ignores(rules, path, isFolder)) return true;
    }
    return false;
  };
  return entries.filter(isLeftOut).map((entry) => entry.replace(/\/$/, "")).sort();
}

testOrSkip(
  "GitRules: random patterns in random trees leave out what git ignores",
  noGit,
  async () => {
    const root = makeScratch("ferry-git-");
    await runGit(root, ["init", "-q"]);
    const draw = new PatternDraw(seedOfRun());
    const cases = Array.from({ length: RUNS }, (_, i) => {
      Deno.mkdirSync(`${root}/${i}`);
      return draw.make(`${root}/${i}`);
    });
    const asked = cases.flatMap(({ entries }, i) =>
      entries.map((entry) => `${i}/${entry.replace(/\/$/, "")}\0`)
    );
    const told = await runGit(
      root,
      ["check-ignore", "--no-index", "--stdin", "-z"],
      asked.join(""),
    );
    const ignored = new Map<string, string[]>();
    for (const path of told.split("\0")) {
      const slash = path.indexOf("/"), index = path.slice(0, slash);
      ignored.set(index, [...ignored.get(index) ?? [], path.slice(slash + 1)]);
    }
    let count = 0;
    for (const [i, { entries, files }] of cases.entries()) {
      const ours = leftOut(entries, files);
      count += ours.length;
      assertEquals(ours, (ignored.get(`${i}`) ?? []).sort(), JSON.stringify([...files]));
    }
    assert(count > RUNS && count < asked.length * 0.8, `${count} of ${asked.length}`);
    tell(`fuzz: ${RUNS} random trees with .gitignore files leave out what git ignores`);
  },
);
