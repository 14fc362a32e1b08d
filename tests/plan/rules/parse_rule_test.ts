// rsync's language of rules: what each form means, and that ferry takes what rsync takes.

import { assertEquals, assertThrows } from "@std/assert";
import { FerryError } from "../../../lib/errors.ts";
import type { RuleFormat } from "../../../lib/filter_rules.ts";
import { type ParsedRule, parseRule } from "../../../lib/plan/rules/parse_rule.ts";
import { noRsync, withTree } from "../filtered_tree.ts";
import { testOrSkip } from "../../support/skip.ts";

/** In one line: the kind, the pattern or the file, and what is set. */
function shown(parsed: ParsedRule): string {
  const words = (object: object) =>
    Object.entries(object).flatMap(([name, value]) =>
      value === true ? [name] : typeof value === "string" ? [value] : []
    ).join(" ");
  switch (parsed.kind) {
    case "pattern": {
      const { include, ...rest } = parsed.rule;
      return `${include ? "+" : "-"} ${words(rest)}`;
    }
    case "merge":
      return `merge ${parsed.file.path} ${words(parsed.file.format)}${
        parsed.hidesItself ? " e" : ""
      }`;
    case "dir-merge":
      return `dir-merge ${words(parsed.rule)}${parsed.hidesItself ? " e" : ""}`;
    case "cvs":
      return `cvs ${parsed.side ?? "both"}`;
    case "clear":
      return "clear";
  }
}

const TAKEN: readonly (readonly [text: string, meaning: string])[] = [
  ["- a", "- a"],
  ["+ a b ", "+ a b "],
  ["-_a", "- a"],
  ["-  a", "-  a"],
  ["-,p a", "- a perishable"],
  ["-! a", "- a negated"],
  ["-s a", "- a source"],
  ["+r a", "+ a target"],
  ["-sr a", "- a"],
  ["exclude a", "- a"],
  ["include,!p a", "+ a negated perishable"],
  ["H a", "- a source"],
  ["hide a", "- a source"],
  ["S a", "+ a source"],
  ["show a", "+ a source"],
  ["P a", "- a target"],
  ["protect,p a", "- a target perishable"],
  ["R a", "+ a target"],
  ["risk_a", "+ a target"],
  ["!", "clear"],
  ["clear", "clear"],
  ["-C", "cvs both"],
  ["-sC", "cvs source"],
  [". list", "merge list rules"],
  ["merge,e- in/list", "merge in/list excludes e"],
  [".C", "merge .cvsignore excludes words clears"],
  [": .rules", "dir-merge .rules rules"],
  ["dir-merge,nw+ .rules", "dir-merge .rules isLocal includes words"],
  [":C", "dir-merge .cvsignore isLocal excludes words clears"],
  [": /.rules", "dir-merge .rules / rules"],
  [":n ../../.rules", "dir-merge .rules ../.. isLocal rules"],
  [":s .rules", "dir-merge .rules rules source"],
  [":ep .rules", "dir-merge .rules rules perishable e"],
];

const REFUSED: readonly (readonly [text: string, why: string])[] = [
  ["a", "it begins with none of + - . : ! H S P R"],
  ["", "it begins with none of"],
  ["excluded a", "it begins with none of"],
  ["-", "it has no pattern"],
  ["- ", "it has no pattern"],
  ["-q a", "'q' means nothing behind '-'"],
  ["Hs a", "'s' means nothing behind 'H'"],
  ["-n a", "'n' means nothing behind '-'"],
  [": ", "it has no file"],
  [":! .rules", "'!' means nothing behind ':'"],
  [":-+ .rules", "'-+' contradicts itself"],
  ["! a", "nothing follows a '!'"],
  ["-C a", "'C' stands alone"],
  [": in/", "it has no file"],
  ["-x user.a", "ferry keeps all attributes, or none with --no-xattrs"],
  ["-/ /etc/passwd", "ferry matches paths below SOURCE and no absolute ones"],
];

for (const [text, meaning] of TAKEN) {
  Deno.test(`parseRule: '${text}'`, () => assertEquals(shown(parseRule(text)), meaning));
}

for (const [text, why] of REFUSED) {
  Deno.test(`parseRule: '${text}' is refused`, () => {
    const error = assertThrows(() => parseRule(text), FerryError, why);
    assertEquals([error.kind, error.code], ["usage", "BAD_FILTER"]);
  });
}

Deno.test("parseRule: in a file of patterns nothing is a prefix", () => {
  const excludes: RuleFormat = { syntax: "excludes" };
  assertEquals(shown(parseRule("+ a", excludes)), "- + a");
  assertEquals(shown(parseRule("!", excludes)), "- !");
  assertEquals(shown(parseRule("!", { ...excludes, clears: true })), "clear");
  assertEquals(
    shown(parseRule("a", { syntax: "includes", side: "source", perishable: true })),
    "+ a perishable source",
  );
});

Deno.test("parseRule: a file that is for one side has no rules that say so, too", () => {
  assertEquals(shown(parseRule("- a", { side: "target" })), "- a target");
  assertThrows(() => parseRule("H a", { side: "target" }), FerryError, "which side it is for");
});

testOrSkip("parseRule: takes what rsync takes, and refuses what it refuses", noRsync, async () => {
  await withTree(["list", "in/list", ".cvsignore"], async (tree) => {
    const isTaken = async (text: string) => {
      const { success } = await new Deno.Command("rsync", {
        args: ["-rn", `--filter=${text}`, "from/", "to/"],
        cwd: tree,
        stderr: "null",
      }).output();
      return success;
    };
    for (const name of ["list", ".cvsignore", "in/list"]) {
      await Deno.mkdir(`${tree}/in`, { recursive: true });
      await Deno.writeTextFile(`${tree}/${name}`, "");
    }
    // What ferry refuses though rsync takes it.
    const left = (text: string) => /^(?:: in\/$|-x|-\/|-C a|$)/.test(text);
    const texts = [...TAKEN, ...REFUSED].map(([text]) => text).filter((text) => !left(text));
    const told = await Promise.all(texts.map(isTaken));
    const taken = new Set(TAKEN.map(([text]) => text));
    assertEquals(texts.filter((text, i) => told[i] !== taken.has(text)), []);
  });
});
