// Names of any bytes in what is printed off a terminal: a line is a line, and --print0 gives them as find(1) does.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

/** Entries with all that could break a line or move the cursor, and bytes that are no UTF-8. */
const TREE = String.raw`mkdir s t $'s/fold\ner'; cd s
  touch plain 'two words' $'new\nline' $'car\rriage' $'\x1b[31mred' $'tab\tstop' $'bell\x07' $'del\x7f'
  touch $'latin\xff' $'both\xfe\n' $'quote\'s' 'back\slash' $'\u202egpj' $'next\xc2\x85line' 日本 $'fold\ner/in\nner'
  ln -s $'to\nnowhere' $'li\nnk'`;

/** The lines of text, which must be without control characters. */
function linesOf(text: string): string[] {
  assert(text.endsWith("\n"), JSON.stringify(text));
  const lines = text.slice(0, -1).split("\n");
  for (const line of lines) assertEquals(line.match(/\p{Cc}/gu), null, JSON.stringify(line));
  return lines;
}

Deno.test("names: --print0 prints what find -print0 does", async () => {
  await withScratch((dir) => {
    sh(TREE, dir);
    // Output that is not UTF-8 would be the same for different bytes, so the shell compares.
    sh("find s -mindepth 1 -printf '%P\\0' | sort -z >found", dir);
    const run = ferryCommand().map((part) => `'${part}'`).join(" ");
    sh(
      `${run} copy -T --print0 s t 2>said | tr '\\n/\\0' '\\1\\2\\n' | sed 's/\\x02$//' >lines`,
      dir,
    );
    sh(
      "grep -v '^[.]*$' lines | tr '\\1\\2\\n' '\\n/\\0' | sort -z >printed; cmp found printed",
      dir,
    );
    assert(/^16 files copied .*\n$/.test(Deno.readTextFileSync(`${dir}/said`)));
  });
});

Deno.test("names: each operation, difference and error is one line, whatever is in its name", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    const entries = Number(sh("find s -mindepth 1 -printf x | wc -c", dir));
    const isAbout = (line: string) => !/ '\.'$|(?:^| )\.\/$|^(?:time|mode) of '\.'/.test(line);
    for (const flags of [["-n"], ["-nv"], ["-ni"], ["-n", "--out-format=%n"]]) {
      const { stdout, stderr } = await runFerry(["mirror", ...flags, "s", "t"], dir);
      const lines = linesOf(stdout).filter(isAbout);
      assertEquals([lines.length, stderr], [entries + 1, ""], lines.join("\n"));
    }
    const compared = await runFerry(["verify", "--no-times", "s", "t"], dir);
    assertEquals(linesOf(compared.stdout).filter(isAbout).length, entries + 1);
    await runFerry(["mirror", "s", "t"], dir);
    sh(
      "rm s/plain; find t -mindepth 1 -maxdepth 1 -name '*n*' -exec touch -hd 2001-01-01 {} +",
      dir,
    );
    const deleted = await runFerry(["mirror", "-v", "s", "t"], dir);
    assert(linesOf(deleted.stdout).includes("delete 'plain'"));
    sh("mkdir u; printf '%s\\n' 'no\x01ne' two three >list", dir);
    const failed = await runFerry(["copy", "--json", "--files-from", "list", "s", "u"], dir);
    assertEquals(linesOf(failed.stderr).length, 4);
    const events = linesOf(failed.stdout).map((line) => JSON.parse(line));
    const summary = events.at(-1);
    assertEquals(events.filter(({ type }) => type === "error").length, 3);
    assertEquals([summary.error_count, summary.errors.length, summary.exit_code], [3, 3, 1]);
  });
});
