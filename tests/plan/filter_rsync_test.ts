// The filter against rsync: what `rsync --dry-run` lists has to be what the filter keeps, for random rules
// on random trees. The table of rules is put to rsync as well, so that it cannot agree with a wrong
// reading of the manual.

import { assertEquals } from "@std/assert";
import fc from "../support/fast_check.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, seedOfRun, tell } from "../support/torture.ts";
import { CASES } from "./filter_cases.ts";
import { entriesOf, listing, noRsync, rsyncListing, withTree } from "./filtered_tree.ts";

const RUNS = rounds(100, 400);

testOrSkip("filter: the table of rules is rsync's", noRsync, async () => {
  for (const { criterion, rules, kept, left } of CASES) {
    await withTree([...kept, ...left], async (tree) => {
      await Deno.writeTextFile(`${tree}/rules`, rules);
      const flags = [`--exclude-from=${tree}/rules`];
      assertEquals(await rsyncListing(tree, flags), [...kept].sort(), criterion);
    });
  }
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

testOrSkip(
  "filter: random rules on random trees leave out what rsync leaves out",
  noRsync,
  async () => {
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
      { seed: seedOfRun(), numRuns: RUNS },
    );
    tell(`fuzz: ${4 * RUNS} random lists of filter rules leave out what rsync leaves out`);
  },
);
