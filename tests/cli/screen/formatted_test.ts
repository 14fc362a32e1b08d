// Lines of `--out-format`: rsync's for the same run.

import { assertEquals } from "@std/assert";
import { parseLineFormat } from "../../../lib/cli/line_format.ts";
import { barePath } from "../../../lib/cli/quote.ts";
import { formattedLine } from "../../../lib/cli/screen/formatted.ts";
import type { Text } from "../../../lib/cli/text.ts";
import { noRsync } from "../../plan/filtered_tree.ts";
import { runLibrary } from "../../support/ferry.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";
import { operation, textOf } from "../fixtures.ts";

const FORMAT = "%i|%n|%L|%l|%B|%U|%G|%M|%o|%f|%-9l|%12n|%'l|%%";
const TREE = `mkdir -p s/dir/sub s/empty d/gone d/dir
  echo hello >s/a; ln s/a s/b; ln -s a s/l; mkfifo s/p; echo x >s/dir/f; echo y >d/dir/f
  head -c 1234567 /dev/zero >s/dir/sub/large; touch d/gone/z d/x; cp -p s/dir/f d/dir/f
  chown 5:6 s/dir/f s/dir/sub; chmod 6755 s/dir/f; chmod 1777 s/empty
  find s d -exec touch -h -d @1500000000 {} +`;

/** What ferry prints, sorted: the order of folders is its own. */
async function linesOf(dir: string, format: string, options = {}): Promise<string[]> {
  const run = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, {
    reportDetails: true,
    ...options,
  });
  const parts = parseLineFormat(format);
  const shown = { root: "s", show: (name: Text) => name, now: () => 0 };
  return run.events.flatMap((event) =>
    event.type === "operation" ? [textOf(formattedLine(event, parts, shown))!] : []
  ).sort();
}

testOrSkip(
  "formattedLine: each escape is what rsync prints, in a dry run too",
  noRsync,
  async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; cp -a d r`, dir);
      const judged = sh(`rsync -aHX --delete --out-format="${FORMAT}" ${dir}/s/ r/`, dir).split(
        "\n",
      )
        .filter(Boolean);
      const options = { jobs: 1 };
      const dry = await linesOf(dir, FORMAT, { ...options, dryRun: true });
      const real = await linesOf(dir, FORMAT, options);
      // Which of two names is the first is a matter of order.
      const names = (lines: readonly string[]) =>
        lines.map((line) =>
          line.replace(
            /^(h|>)f\+{9}\|[ab]\|( => [ab])?\|(.*)\|[^|]*s\/[ab]\|(.*)\| *[ab]\|/,
            "$1 $3 $4 ",
          )
        ).filter((line) => !line.includes("./|")).sort();
      assertEquals(names(real), names(judged));
      assertEquals(names(dry), names(judged));
    });
  },
);

Deno.test("formattedLine: a name that is no UTF-8, a time, and what is not known of a deletion", () => {
  const path = new Uint8Array([255, 97]);
  const shown = { root: "s", show: (name: Text) => barePath(name, false), now: () => 1.5e12 };
  const line = formattedLine(operation({ path }), parseLineFormat("%4n"), shown);
  assertEquals(line, new Uint8Array([32, 32, 255, 97]));
  const deleted = operation({ op: "delete", size: 0 });
  const format = parseLineFormat("%o %l %B %U [%L] %f");
  assertEquals(formattedLine(deleted, format, shown), "del. 0 --------- 0 [] dir/file");
  assertEquals(
    formattedLine(deleted, parseLineFormat("%t"), shown),
    sh("date -d @1500000000 '+%Y/%m/%d %H:%M:%S'").trim(),
  );
});
