// The manual page as the programs see it that print it, and that it says all that the help does.

import { assert, assertEquals } from "@std/assert";
import project from "../../../deno.json" with { type: "json" };
import { COMMANDS } from "../../../lib/cli/commands.ts";
import { EXIT_MEANINGS } from "../../../lib/cli/exit_codes.ts";
import { FLAGS } from "../../../lib/cli/flags.ts";
import { longLabel } from "../../../lib/cli/help.ts";
import { JSON_OBJECTS } from "../../../lib/cli/manual/json_texts.ts";
import { manualPage } from "../../../lib/cli/manual/manual.ts";
import { definition, paragraph, verbatim } from "../../../lib/cli/manual/roff.ts";
import { textOf } from "../../support/documents.ts";
import { needsPrograms } from "../../support/programs.ts";
import { makeScratch } from "../../support/scratch.ts";
import { testOrSkip } from "../../support/skip.ts";

const SECTIONS =
  "NAME SYNOPSIS DESCRIPTION COMMANDS OPTIONS FILTER RULES EXIT STATUS JSON ENVIRONMENT " +
  "FILES EXAMPLES NOTES SEE ALSO";

const file = `${makeScratch("ferry-manual-")}/ferry.1`;
Deno.writeTextFileSync(file, manualPage());

/** What a program prints, and what it complains about. */
function outputOf(program: string, ...args: string[]): { stdout: string; stderr: string } {
  const env = { MANWIDTH: "80", LC_ALL: "C.UTF-8", MAN_KEEP_FORMATTING: "" };
  const { stdout, stderr } = new Deno.Command(program, { args, env }).outputSync();
  return { stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** Printed text without the breaks of its lines, and without bold. */
function joined(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/.\x08/g, "").replace(/\s+/g, "");
}

Deno.test("manualPage: version and date are those of the newest release in CHANGELOG.md", () => {
  const released = /^## (\d\S*) \((\d{4}-\d\d-\d\d)\)$/m.exec(textOf("CHANGELOG.md"));
  const [, version, date] = released!;
  assertEquals(version, project.version);
  assertEquals(manualPage().split("\n")[0], `.TH FERRY 1 ${date} "ferry ${version}"`);
});

Deno.test("manualPage: its sections, in their order; the same each time", () => {
  const titles = [...manualPage().matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title);
  assertEquals(titles.join(" "), SECTIONS);
  assert(/^\.TH FERRY 1 \d{4}-\d\d-\d\d "ferry \d+\.\d+\.\d+"$/m.test(manualPage()));
  assertEquals(manualPage(), Deno.readTextFileSync(file));
});

testOrSkip("manualPage: mandoc has nothing to complain about", needsPrograms("mandoc"), () => {
  assertEquals(outputOf("mandoc", "-Tlint", file), { stdout: "", stderr: "" });
});

testOrSkip("manualPage: neither has groff, nor man", needsPrograms("groff", "man"), () => {
  assertEquals(outputOf("groff", "-ww", "-man", "-Tutf8", file).stderr, "");
  const { stdout, stderr } = outputOf("man", "--warnings=w", "-l", file);
  assertEquals(stderr, "");
  const widest = Math.max(...stdout.split("\n").map((line) => line.length));
  assert(stdout.includes("SYNOPSIS") && widest <= 90, `${widest} columns`);
});

testOrSkip(
  "manualPage: prints what the help says of each, letter by letter",
  needsPrograms("mandoc"),
  () => {
    const printed = joined(outputOf("mandoc", "-Tutf8", "-O", "width=100", file).stdout);
    const texts = [
      ...FLAGS.flatMap((flag) => [longLabel(flag), flag.longHelp]),
      ...COMMANDS.flatMap(({ name, usage, examples }) => [`ferry ${name}`, ...usage, ...examples]),
      ...COMMANDS.flatMap(({ description }) => description)
        .map((text) => text.replace(/^(Environment|Settings file): /, "")),
      ...EXIT_MEANINGS.flat(),
      ...JSON_OBJECTS.flatMap(({ of, fields }) => [of, ...fields.flat()]),
    ];
    assertEquals(texts.filter((text) => !printed.includes(joined(text))), []);
  },
);

testOrSkip("roff: text that looks like roff is printed as it is", needsPrograms("mandoc"), () => {
  const awkward =
    "'it' \\fBs\\fR \\\\ \"x\" `y` ~/z^ --a-b -- -c .x *.o a-b %LOCALAPPDATA% $X [--no-]y";
  const lines = [
    ".TH X 1 2026-01-01 x",
    ".SH NAME",
    "x \\- y",
    ".SH X",
    ...definition(".so x", awkward),
    ...paragraph(`.so ${awkward}`),
    ...verbatim([".so y", awkward]),
  ];
  Deno.writeTextFileSync(`${file}.awkward`, `${lines.join("\n")}\n`);
  const { stdout } = outputOf("mandoc", "-Tutf8", "-O", "width=200", `${file}.awkward`);
  const printed = joined(stdout);
  assertEquals(printed.split(joined(awkward)).length - 1, 3, stdout);
  for (const text of [".sox", `.so${joined(awkward)}`, ".soy"]) {
    assert(printed.includes(text), text);
  }
});
