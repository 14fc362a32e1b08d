// The filter against rsync: a table of the documented rules, and random rules on random trees, whose
// listing has to be the one that `rsync --dry-run` prints. The table is put to rsync as well, so that
// it cannot agree with a wrong reading of the manual. FILTER_TEST_SEED and FILTER_TEST_RUNS repeat or
// lengthen the random part.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { rounds, tell } from "../support/torture.ts";
import fc from "fast-check";
import { FerryError } from "../../lib/errors.ts";
import type { FilterRule } from "../../lib/options.ts";
import { addFilterRule, compileFilter, parseFilterFile } from "../../lib/plan/filter.ts";
import { compileWildcard, matchesWildcard } from "../../lib/plan/wildcard.ts";

interface Case {
  readonly criterion: string;
  /** A filter file: excludes, and includes behind `+ `. */
  readonly rules: string;
  /** Entries in text form; a folder ends in a slash. Parents are listed too. */
  readonly kept: readonly string[];
  readonly left: readonly string[];
}

const CASES: readonly Case[] = [
  {
    criterion: "a plain name is matched in every folder",
    rules: "a",
    kept: ["b/", "b/ab", "ba"],
    left: ["a", "b/a"],
  },
  {
    criterion: "a suffix pattern is bound to the end",
    rules: "*.o",
    kept: ["a.oo", "o"],
    left: ["a.o", ".o"],
  },
  {
    criterion: "a star stops at a slash",
    rules: "/b/*.c",
    kept: ["b/", "b/d/", "b/d/x.c"],
    left: ["b/x.c"],
  },
  {
    criterion: "two stars cross slashes",
    rules: "/b/**.c",
    kept: ["b/", "b/d/", "x.c"],
    left: ["b/x.c", "b/d/x.c"],
  },
  {
    criterion: "two stars in front of a slash match nothing as well",
    rules: "**/x",
    kept: ["ax", "b/", "b/d/"],
    left: ["x", "b/d/x"],
  },
  {
    criterion: "two stars between slashes need both slashes",
    rules: "/b/**/x",
    kept: ["b/", "b/x", "b/d/", "b/d/e/"],
    left: ["b/d/x", "b/d/e/x"],
  },
  {
    criterion: "two stars later on let the pattern start at any component",
    rules: "b**x",
    kept: ["ab/", "ab/x", "c/", "c/b/", "c/b/d/"],
    left: ["bx", "c/b/d/x", "c/bcx"],
  },
  {
    criterion: "two stars behind a leading slash stay anchored",
    rules: "/a**x",
    kept: ["a/", "b/", "b/ax", "b/a/", "b/a/x"],
    left: ["a/x", "abx"],
  },
  { criterion: "a question mark is one byte", rules: "?", kept: ["é", "aa"], left: ["a"] },
  {
    criterion: "two bytes of UTF-8 are two question marks",
    rules: "??",
    kept: ["a"],
    left: ["é", "aa"],
  },
  {
    criterion: "a name beyond ASCII is matched by its bytes",
    rules: "é*/",
    kept: ["é"],
    left: ["éa/"],
  },
  { criterion: "a leading slash anchors", rules: "/a", kept: ["b/", "b/a"], left: ["a"] },
  {
    criterion: "a trailing slash is for folders",
    rules: "a/",
    kept: ["b/", "b/a"],
    left: ["a/", "a/x"],
  },
  {
    criterion: "an inner slash matches a tail at a component boundary",
    rules: "b/x",
    kept: ["ab/", "ab/x", "x", "b/", "c/", "c/b/"],
    left: ["b/x", "c/b/x"],
  },
  {
    criterion: "an inner slash with a star takes as many components as it has",
    rules: "b/*",
    kept: ["b/", "c/", "c/b/", "ab/", "ab/x"],
    left: ["b/x", "c/b/y"],
  },
  {
    criterion: "/*** takes the folder and what is below",
    rules: "a/***",
    kept: ["b/", "b/a"],
    left: ["a/", "a/x"],
  },
  {
    criterion: "/** leaves the folder itself",
    rules: "a/**",
    kept: ["a/"],
    left: ["a/x", "a/b/", "a/b/y"],
  },
  { criterion: "a class has ranges", rules: "[a-c-]", kept: ["d"], left: ["a", "c", "-"] },
  {
    criterion: "a range is over with its upper bound",
    rules: "[a-c-e]",
    kept: ["d"],
    left: ["b", "-", "e"],
  },
  {
    criterion: "a minus in the first place is a member",
    rules: "[-b]",
    kept: ["a"],
    left: ["-", "b"],
  },
  {
    criterion: "a class is negated by ! and ^",
    rules: "[!a]\nx[^a]",
    kept: ["a", "xa"],
    left: ["b", "xb"],
  },
  {
    criterion: "a bracket in the first place is a member",
    rules: "[]a]",
    kept: ["b"],
    left: ["]", "a"],
  },
  { criterion: "a class escapes", rules: "[\\]\\-a]", kept: ["\\", "b"], left: ["]", "-", "a"] },
  { criterion: "a class can be named", rules: "[[:digit:]x]", kept: ["y", ":"], left: ["5", "x"] },
  {
    criterion: "a class name that is not closed is members",
    rules: "[[:a]",
    kept: ["l"],
    left: ["[", ":", "a"],
  },
  {
    criterion: "a class name that is not begun is members",
    rules: "[[:]",
    kept: ["a"],
    left: ["[", ":"],
  },
  {
    criterion: "an unknown class name matches nothing",
    rules: "[[:odd:]a]",
    kept: ["a", "o"],
    left: [],
  },
  { criterion: "an unclosed class matches nothing", rules: "[a", kept: ["a", "[a"], left: [] },
  {
    criterion: "a class never takes a slash",
    rules: "/b[!x]c\n/b[/]c\n/b[.-0]c",
    kept: ["b/", "b/c"],
    left: ["bac"],
  },
  {
    criterion: "a slash in a class makes an unanchored pattern want one component more",
    rules: "[a/]",
    kept: ["a", "b/", "b/a"],
    left: [],
  },
  { criterion: "a backslash escapes beside a wildcard", rules: "\\*?", kept: ["ab"], left: ["*b"] },
  {
    criterion: "a backslash escapes behind a star",
    rules: "*\\.o",
    kept: ["a\\.a", "b.a"],
    left: ["a.o", "a\\.o"],
  },
  { criterion: "a backslash is literal without one", rules: "a\\b", kept: ["ab"], left: ["a\\b"] },
  {
    criterion: "a backslash at the end matches nothing",
    rules: "a*\\",
    kept: ["a", "a\\"],
    left: [],
  },
  {
    criterion: "the first rule that matches decides",
    rules: "+ a.c\n*.c\n+ *",
    kept: ["a.c", "b"],
    left: ["b.c"],
  },
  {
    criterion: "a folder that is not included hides what is",
    rules: "+ *.c\n*",
    kept: ["a.c"],
    left: ["b/", "b/a.c"],
  },
  {
    criterion: "folders, sources and nothing else",
    rules: "+ */\n+ *.c\n*",
    kept: ["a.c", "b/", "b/a.c"],
    left: ["b/x", "x"],
  },
  {
    criterion: "an anchored pattern that is only a slash matches nothing",
    rules: "/\n//",
    kept: ["a/", "b"],
    left: [],
  },
  {
    criterion: "comments, blank lines, prefixes and ! are those of a filter file",
    rules: "a\r\n!\n#b\n;b\n\n+ #c\n- ;c\n#c\n c \n-\n!x",
    kept: ["a", "b", "#c", "c", "!"],
    left: [";c", " c ", "-", "!x"],
  },
];

for (const { criterion, rules, kept, left } of CASES) {
  Deno.test(`filter: ${criterion}`, () => {
    const entries = [...kept, ...left];
    assertEquals(listing(entries, parseFilterFile(rules)), [...kept].sort());
  });
}

Deno.test("filter: no rules make no filter", () => {
  assertEquals(compileFilter([]), null);
  assertEquals(compileFilter([{ include: false, pattern: "" }]), null);
});

Deno.test("filter: the root is never left out", () => {
  assertEquals(compileFilter(parseFilterFile("*\n**"))?.excludes("", true), false);
});

Deno.test("filter: bytes that are not UTF-8 are matched one by one", () => {
  const filter = compileFilter(parseFilterFile("a?b\n[!a-z]"));
  assertEquals(filter?.excludes("a\xffb", false), true);
  assertEquals(filter?.excludes("\xff", false), true);
});

Deno.test("filter: a name of 5000 bytes against many stars takes no time", () => {
  // Backtracking would take years; what is right takes milliseconds, on the slowest machine seconds.
  const limitMs = 30_000;
  const name = "a".repeat(5000);
  const deepPath = "a/".repeat(2500) + "a";
  const start = performance.now();
  for (
    const pattern of ["*a*a*a*a*a*a*a*a*b", "**a*a**a*a**a*a**b", "x**a**a**a**b", "a**a**a**a**b"]
  ) {
    const filter = compileFilter([{ include: false, pattern }]);
    assertEquals(filter?.excludes(name, false), false);
    assertEquals(filter?.excludes(deepPath, false), false);
  }
  assert(performance.now() - start < limitMs, `took ${performance.now() - start} ms`);
});

Deno.test("parseFilterFile: comments, blank lines and line ends", () => {
  assertEquals(parseFilterFile("# a\r\n; b\n\n a \n+ # c\r- ;\n-\n!x\n"), [
    { include: false, pattern: " a " },
    { include: true, pattern: "# c" },
    { include: false, pattern: ";" },
    { include: false, pattern: "-" },
    { include: false, pattern: "!x" },
  ]);
});

Deno.test("parseFilterFile: ! forgets what came before, the earlier rules too", () => {
  const earlier = [{ include: true, pattern: "e" }];
  assertEquals(parseFilterFile("a\n!\nb", earlier), [{ include: false, pattern: "b" }]);
  assertEquals(parseFilterFile("b", earlier), [...earlier, { include: false, pattern: "b" }]);
  assertEquals(earlier.length, 1);
});

Deno.test("parseFilterFile: a prefix without a pattern is a usage error", () => {
  const error = assertThrows(() => parseFilterFile("a\n- \n"), FerryError);
  assertEquals(error.kind, "usage");
  assertStringIncludes(error.message, "'- '");
});

Deno.test("addFilterRule: a prefix overrides the kind", () => {
  const rules: FilterRule[] = [];
  addFilterRule(rules, "- a", true);
  addFilterRule(rules, "b", true);
  addFilterRule(rules, "", true);
  assertEquals(rules, [{ include: false, pattern: "a" }, { include: true, pattern: "b" }]);
});

// A second opinion that needs no rsync: on short texts a RegExp is exact, only slow.
const TOKENS: readonly (readonly [glob: string, regExp: string])[] = [
  ["a", "a"],
  ["b", "b"],
  ["/", "\\/"],
  ["*", "[^/]*"],
  ["**", ".*"],
  ["?", "[^/]"],
  ["[!a]", "[^a/]"],
];

Deno.test("matchesWildcard: equals a RegExp on short texts", () => {
  const seed = seedOfRun();
  const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 8 })
    // Two stars in a row would be another token.
    .filter((list) =>
      list.every(([glob], i) => !glob.endsWith("*") || !list[i + 1]?.[0].startsWith("*"))
    );
  const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 10 });
  fc.assert(
    fc.property(tokens, text, fc.boolean(), (list, text, isFloating) => {
      const body = list.map(([, regExp]) => regExp).join("");
      const expected = new RegExp(`^${isFloating ? "(?:.*/)?" : ""}${body}$`).test(text);
      const wildcard = compileWildcard(list.map(([glob]) => glob).join(""));
      assertEquals(matchesWildcard(wildcard, text, 0, text.length, isFloating), expected);
    }),
    { seed, numRuns: 20 * runsWanted() },
  );
});

const HAS_RSYNC = await hasRsync();
const WITHOUT_RSYNC = HAS_RSYNC ? "" : " [skipped: no rsync]";

Deno.test({
  name: `filter: the cases above are rsync's${WITHOUT_RSYNC}`,
  ignore: !HAS_RSYNC,
  fn: async () => {
    for (const { criterion, rules, kept, left } of CASES) {
      await withTree([...kept, ...left], async (tree) => {
        await Deno.writeTextFile(`${tree}/rules`, rules);
        const flags = [`--exclude-from=${tree}/rules`];
        assertEquals(await rsyncListing(tree, flags), [...kept].sort(), criterion);
      });
    }
  },
});

// Few names and patterns made of them, so that most rules match something somewhere.
const NAME = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "c", "ab", "ba") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("a.b", ".c", "é", "*", "[a]", "a\\b", "a-b", "-", ":", "]"),
  },
);
const PATHS = fc.array(fc.array(NAME, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 14,
});
const LIKELY_TOKEN = fc.constantFrom(
  ..."a b c . a b c / / * * ? ** ** *** [ab] [!a] [^b/] [a-c] [[:alpha:]] \\ é".split(" "),
);
const LIKELY_COMPONENT = fc.constantFrom(..."a a b b c a* *b ** ** * ? [ab]* [!a] ab".split(" "));
const LIKELY_BODY = fc.oneof(
  fc.array(LIKELY_TOKEN, { minLength: 1, maxLength: 5 }).map((tokens) => tokens.join("")),
  fc.array(LIKELY_COMPONENT, { minLength: 1, maxLength: 4 }).map((names) => names.join("/")),
);
const LIKELY_PATTERN = fc.tuple(
  fc.constantFrom("", "", "/", "**/", "*"),
  LIKELY_BODY,
  fc.constantFrom("", "", "", "/", "/**", "/***", "*"),
).map((parts) => parts.join(""));
const BRACKET_PATTERN = fc.string({
  unit: fc.constantFrom(..."[[[]]]ab-!^:\\*./"),
  minLength: 2,
  maxLength: 9,
});
const RULE = fc.record({
  include: fc.boolean(),
  pattern: fc.oneof(
    { weight: 5, arbitrary: LIKELY_PATTERN },
    { weight: 1, arbitrary: BRACKET_PATTERN },
  ),
});
const RULE_LISTS = fc.array(fc.array(RULE, { minLength: 1, maxLength: 4 }), {
  minLength: 4,
  maxLength: 4,
});

Deno.test({
  name: `filter: random rules on random trees leave out what rsync leaves out${WITHOUT_RSYNC}`,
  ignore: !HAS_RSYNC,
  fn: async () => {
    const seed = seedOfRun();
    await fc.assert(
      fc.asyncProperty(PATHS, RULE_LISTS, async (paths, ruleLists) => {
        const entries = entriesOf(paths);
        await withTree(entries, (tree) =>
          Promise.all(ruleLists.map(async (rules) => {
            const flags = rules.map(({ include, pattern }) =>
              `--${include ? "include" : "exclude"}=${pattern}`
            );
            assertEquals(listing(entries, rules), await rsyncListing(tree, flags));
          })));
      }),
      { seed, numRuns: runsWanted() },
    );
    tell(`fuzz: ${4 * runsWanted()} random lists of filter rules leave out what rsync leaves out`);
  },
});

/** What a walk keeps of the entries, sorted; it does not look into folders that are left out. */
function listing(entries: readonly string[], rules: readonly FilterRule[]): string[] {
  const filter = compileFilter(rules);
  const isExcluded = (entry: string) =>
    filter?.excludes(binaryString(entry.replace(/\/$/, "")), entry.endsWith("/")) ?? false;
  return entries.filter((entry) => ![...parentsOf(entry), entry].some(isExcluded)).sort();
}

function binaryString(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** `a/b/c` has `a/` and `a/b/`. */
function parentsOf(entry: string): string[] {
  const names = entry.replace(/\/$/, "").split("/");
  return names.slice(1).map((_, i) => names.slice(0, i + 1).join("/") + "/");
}

/** The entries of a tree that has these paths: what has something below it is a folder. */
function entriesOf(paths: readonly (readonly string[])[]): string[] {
  const folders = new Set(paths.flatMap((path) => parentsOf(path.join("/"))));
  const files = paths.map((path) => path.join("/")).filter((path) => !folders.has(`${path}/`));
  return [...folders, ...new Set(files)];
}

async function withTree(
  entries: readonly string[],
  use: (tree: string) => Promise<unknown>,
): Promise<void> {
  // Memory where there is such a folder: hundreds of trees need no disk.
  const inMemory = await Deno.stat("/dev/shm").catch(() => null);
  const root = await Deno.makeTempDir({
    dir: inMemory ? "/dev/shm" : undefined,
    prefix: "filter-",
  });
  try {
    await Deno.mkdir(`${root}/to`);
    for (const entry of entries) {
      const folder = [...parentsOf(entry), entry].findLast((path) => path.endsWith("/")) ?? "";
      await Deno.mkdir(`${root}/from/${folder}`, { recursive: true });
      if (!entry.endsWith("/")) await Deno.writeTextFile(`${root}/from/${entry}`, "");
    }
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** What rsync would transfer, sorted. */
async function rsyncListing(tree: string, filterFlags: readonly string[]): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command("rsync", {
    args: ["-r", "-n", "-8", "--out-format=%n", ...filterFlags, `${tree}/from/`, `${tree}/to/`],
    env: { LC_ALL: "C" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).split("\n");
  return lines.filter((line) => line !== "" && line !== "./").sort();
}

/** The rsync of newer macOS is another program with other patterns. */
async function hasRsync(): Promise<boolean> {
  if (Deno.build.os === "windows") return false;
  const version = await new Deno.Command("rsync", { args: ["--version"] }).output()
    .catch(() => null);
  return version !== null && /^rsync +version 3/.test(new TextDecoder().decode(version.stdout));
}

function seedOfRun(): number {
  const wanted = Deno.env.get("FILTER_TEST_SEED");
  const seed = wanted ? Number(wanted) : Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${seed}`);
  return seed;
}

function runsWanted(): number {
  return Number(Deno.env.get("FILTER_TEST_RUNS") ?? rounds(100, 400));
}
