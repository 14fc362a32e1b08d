// The help texts against a golden file. After a wanted change: `UPDATE_GOLDEN=1 deno test -A tests/cli`,
// then read the difference.

import { assert, assertEquals } from "@std/assert";
import { COMMANDS, findCommand } from "../../lib/cli/commands.ts";
import { FLAGS } from "../../lib/cli/flags.ts";
import { VERIFY_TEXTS } from "../../lib/cli/flags/verify_texts.ts";
import { TOPICS } from "../../lib/cli/help_topics.ts";
import { topicText } from "../../lib/cli/manual/topics.ts";
import { WIDTH } from "../../lib/cli/wrap.ts";
import { longHelp, programHelp, shortHelp } from "../../lib/cli/help.ts";

const GOLDEN = new URL("./help_golden.txt", import.meta.url);

function allTexts(): string {
  const texts: (readonly [string, string])[] = [
    ["ferry -h", programHelp(false, "1.2.3")],
    ["ferry --help", programHelp(true, "1.2.3")],
    ...COMMANDS.flatMap((command) => [
      [`ferry ${command.name} -h`, shortHelp(command)] as const,
      [`ferry help ${command.name}`, longHelp(command)] as const,
    ]),
    ...TOPICS.map((topic) => [`ferry help ${topic}`, topicText(topic, WIDTH)] as const),
  ];
  return texts.map(([typed, text]) => `$ ${typed}\n${text}`).join("\n");
}

Deno.test("help: the golden file", () => {
  if (Deno.env.get("UPDATE_GOLDEN")) Deno.writeTextFileSync(GOLDEN, allTexts());
  assertEquals(allTexts(), Deno.readTextFileSync(GOLDEN));
});

Deno.test("shortHelp: fits a screen", () => {
  for (const command of COMMANDS) {
    const lines = shortHelp(command).trimEnd().split("\n");
    assert(lines.length <= 44, `${command.name}: ${lines.length} lines`);
  }
});

Deno.test("help: no line is longer than 80 columns", () => {
  for (const line of allTexts().split("\n")) assert(line.length <= 80, line);
});

Deno.test("help: on 40 columns only examples are longer, and nothing is missing", () => {
  const words = (text: string) => text.split(/\s+/).sort();
  for (const command of COMMANDS) {
    for (const help of [shortHelp, longHelp]) {
      const narrow = help(command, 40);
      assertEquals(words(narrow), words(help(command)), command.name);
      const examples = command.examples.map((line) => `  ${line}`);
      const long = narrow.split("\n").filter((line) =>
        line.length > 40 && !examples.includes(line)
      );
      assertEquals(long, [], command.name);
    }
  }
  assertEquals(programHelp(true, "1.2.3", 40).split("\n").filter((line) => line.length > 40), []);
});

Deno.test("longHelp: verify speaks of comparing, not of copying", () => {
  const [options] = longHelp(findCommand("verify")!).split("options of other tools:");
  const [, ...groups] = options.split("what happens:");
  const spoken = groups.join().match(
    /.*\b(cop(?:y|ies|ied)|mirrors?|counts? as failed|kept)\b.*/gi,
  );
  assertEquals(spoken, [
    "      Leave out what --backup has kept as NAME~ in DEST: it is no difference.",
    "      SOURCE and one a line, with --from0 each ended by NUL: 'ferry copy",
    "      --files-from FILE' copies them again. FILE is empty if all is equal. It is",
  ]);
});

Deno.test("VERIFY_TEXTS: each is of a flag that verify takes", () => {
  const taken = FLAGS.filter((flag) => flag.commands.includes("verify")).map(({ name }) => name);
  assertEquals(Object.keys(VERIFY_TEXTS).filter((name) => !taken.includes(name)), []);
});

Deno.test("longHelp: names every flag of its command and no other", () => {
  for (const name of ["copy", "mirror"] as const) {
    const labels = longHelp(findCommand(name)!).split("\n").filter((line) => /^ {2}-/.test(line));
    const named = labels.join().matchAll(/--(?:\[no-\])?([\w-]+)/g).map((match) => match[1]);
    const expected = FLAGS.filter((flag) => flag.commands.includes(name)).flatMap((flag) => [
      flag.name,
      ...flag.aliases ?? [],
      ...flag.onByDefault ? [`no-${flag.name}`] : [],
    ]);
    assertEquals([...named].sort(), expected.sort());
  }
});
