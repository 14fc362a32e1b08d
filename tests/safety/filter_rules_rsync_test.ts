// rsync's rules, on the command line and in files in the tree, against rsync: after a mirror with random rules both
// have copied the same and deleted the same.

import { assert, assertEquals } from "@std/assert";
import { resolveFilters } from "../../lib/cli/lists/list_inputs.ts";
import { mirror, verify } from "../support/runs.ts";
import { settingsOf } from "../cli/fixtures.ts";
import { noRsync } from "../plan/filtered_tree.ts";
import { drawTree } from "../support/drawn_tree.ts";
import { withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { Draw, rounds, seedOfRun, tell } from "../support/torture.ts";

const RUNS = rounds(320, 1600);
const AT_A_TIME = 16;
const never = new AbortController().signal;

const NAMES = ["a", "b", "c", "ab", "a.o"];
const TREE = { names: NAMES, files: 9, levels: 4, textOf: () => "" };
const PATTERNS = [
  ..."a b c *.o /a /b /a/b a/ b/ c/ a/b c/* /*/a **/ab [ab] /b/** a/*** * /* */ ** a* **b".split(
    " ",
  ),
  ..."/c/ /a/ */b/ /ab ab/a b/**/a".split(" "),
];
const SIDED = "H S P R hide show protect risk -s -r +s +r".split(" ");
const KINDS = [
  ..."- - - - + + exclude include -! +! -p +p -!p exclude,! -,p include,p - +".split(" "),
  ...SIDED,
  ..."Hp P! S! Rp protect,p hide,!".split(" "),
];
/** Files of rules in folders: what names them, and the kinds of lines that they take. */
const FILES:
  readonly (readonly [rule: string, lines: "rules" | "patterns" | "unsided" | "words"])[] = [
    [": .rules", "rules"],
    [": .rules", "rules"],
    ["dir-merge .rules", "rules"],
    [":n .rules", "rules"],
    [":p .rules", "rules"],
    [":- .rules", "patterns"],
    [":+ .rules", "patterns"],
    [":n- .rules", "patterns"],
    [":s .rules", "unsided"],
    [":r .rules", "unsided"],
    ["dir-merge,w- .rules", "words"],
    [":C .rules", "words"],
  ];

/** Draws the cases of one seed. */
class RuleDraw extends Draw {
  rule(kinds: readonly string[]): string {
    return `${this.of(kinds)}${this.of([" ", " ", "_"])}${this.of(PATTERNS)}`;
  }

  /** The contents of a file of rules. */
  lines(kind: (typeof FILES)[number][1]): string {
    const count = 1 + this.below(3);
    const make = () => {
      if (kind === "patterns" || kind === "words") return this.of(PATTERNS);
      if (this.below(12) === 0) return "!";
      return this.rule(
        kind === "rules" ? KINDS : KINDS.filter((name) => !/[HSPR]|[hrsp]/.test(name)),
      );
    };
    const lines = Array.from({ length: count }, make);
    return kind === "words"
      ? lines.join(this.of([" ", "\n", "\t "]))
      : `# c\n${lines.join("\n")}\n`;
  }
}

/** All paths below a folder. */
function pathsOf(root: string, below = ""): string[] {
  return [...Deno.readDirSync(`${root}/${below}`)].flatMap(({ name, isDirectory }) => {
    const path = `${below}${name}`;
    return isDirectory ? [`${path}/`, ...pathsOf(root, `${path}/`)] : [path];
  }).sort();
}

function copyTree(from: string, to: string): void {
  Deno.mkdirSync(to);
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyTree(`${from}/${name}`, `${to}/${name}`);
    else Deno.writeTextFileSync(`${to}/${name}`, "");
  }
}

async function rsync(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("rsync", {
    args,
    env: { HOME: "/nonexistent", CVSIGNORE: "", LC_ALL: "C" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}

/**
 * Mirrors with both, and gives what each made of the target.
 *
 * @param isCheckedAgain whether a second run and `verify` are to find nothing
 */
async function both(
  dir: string,
  flags: readonly string[],
  isCheckedAgain: boolean,
): Promise<[string[], string[]]> {
  copyTree(`${dir}/d`, `${dir}/theirs`);
  await rsync("-a", "--delete-after", ...flags, `${dir}/s/`, `${dir}/theirs/`);
  const settings = settingsOf("mirror", ...flags, "s", "d");
  const options = {
    filters: await resolveFilters(settings, never),
    deleteExcluded: settings.options.deleteExcluded,
    allowEmptySource: true,
    jobs: 1,
  };
  assertEquals((await mirror(`${dir}/s`, `${dir}/d`, options)).outcome, "done");
  if (!isCheckedAgain) return [pathsOf(`${dir}/d`), pathsOf(`${dir}/theirs`)];
  const again = await mirror(`${dir}/s`, `${dir}/d`, { ...options, dryRun: true });
  assertEquals([again.filesCopied, again.foldersCreated, again.deleted], [0, 0, 0], "a second run");
  assertEquals((await verify(`${dir}/s`, `${dir}/d`, options)).outcome, "done", "verify");
  return [pathsOf(`${dir}/d`), pathsOf(`${dir}/theirs`)];
}

interface Case {
  readonly dir: string;
  readonly flags: readonly string[];
  /** The files of rules by their folders. */
  readonly files: Readonly<Record<string, string>>;
}

function drawCase(draw: RuleDraw, dir: string): Case {
  const kinds = new Map<string, boolean>();
  const folders = drawTree(draw, `${dir}/s`, kinds, TREE);
  drawTree(draw, `${dir}/d`, kinds, TREE);
  const [fileRule, lines] = draw.of(FILES);
  // A file of rules that is not copied would not be known to rsync's other side.
  const rules = Array.from({ length: draw.below(4) }, () => `--filter=${draw.rule(KINDS)}`);
  rules.splice(draw.below(rules.length + 1), 0, `--filter=${fileRule}`);
  const flags = ["--filter=+ .rules", ...rules];
  if (draw.below(3) === 0) flags.push("--delete-excluded");
  if (draw.below(4) === 0) flags.push("-C");
  const files: Record<string, string> = {};
  for (const folder of folders) {
    if (draw.below(2) === 0) continue;
    files[folder] = draw.lines(lines);
    Deno.writeTextFileSync(`${dir}/s/${folder}/.rules`, files[folder]);
  }
  return { dir, flags, files };
}

testOrSkip(
  "mirror: with random rules, also in files in the tree, copies and deletes what rsync does",
  noRsync,
  async () => {
    const draw = new RuleDraw(seedOfRun());
    const home = Deno.env.get("HOME");
    Deno.env.set("HOME", "/nonexistent");
    let deleted = 0, kept = 0;
    // rsync mostly waits for itself.
    for (let run = 0; run < RUNS; run += AT_A_TIME) {
      await withScratch(async (scratch) => {
        const cases = Array.from(
          { length: AT_A_TIME },
          (_, i) => drawCase(draw, `${scratch}/${i}`),
        );
        await Promise.all(cases.map(async ({ dir, flags, files }, i) => {
          const source = pathsOf(`${dir}/s`), target = pathsOf(`${dir}/d`);
          const [ours, theirs] = await both(dir, flags, i % 4 === 0);
          assertEquals(ours, theirs, JSON.stringify({ flags, files, source, target }, null, 1));
          deleted += target.filter((path) => !ours.includes(path)).length;
          kept += ours.filter((path) => !source.includes(path)).length;
        }));
      });
    }
    if (home !== undefined) Deno.env.set("HOME", home);
    assert(deleted > RUNS && kept > RUNS / 2, `${deleted} deleted, ${kept} kept`);
    tell(`fuzz: ${RUNS} mirrors with random filter rules make what rsync makes`);
  },
);
