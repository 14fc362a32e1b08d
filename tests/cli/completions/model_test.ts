// The model of completions against the parser: what is offered is taken, and nothing that is taken is missing.

import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../../../lib/cli/commands.ts";
import {
  briefly,
  type CompletedOption,
  completionModel,
  namesOf,
} from "../../../lib/cli/completions/model.ts";
import { readUsage } from "../../../lib/cli/completions/usage.ts";
import { longHelp } from "../../../lib/cli/help.ts";
import { parseArguments } from "../../../lib/cli/parse.ts";

const model = completionModel();

/** Whether the parser knows the option; it may still miss a path, or refuse a value or a combination. */
function isKnown(command: string, name: string, { value }: CompletedOption): boolean {
  const typed = value === null
    ? [name]
    : name.startsWith("--")
    ? [`${name}=${value.words[0] ?? "1"}`]
    : [name, "1"];
  try {
    parseArguments([command, ...typed, ...(name === "-h" ? [] : ["a", "b"])]);
    return true;
  } catch (error) {
    return !["UNKNOWN_OPTION", "WRONG_COMMAND", "UNEXPECTED_VALUE"]
      .includes((error as { code: string }).code);
  }
}

Deno.test("completionModel: the parser knows every option of a command by every name", () => {
  const unknown = model.options.flatMap((option) =>
    option.commands.flatMap((command) =>
      namesOf([option]).filter((name) => !isKnown(command, name, option))
        .map((name) => `${command} ${name}`)
    )
  );
  assertEquals(unknown, []);
});

Deno.test("completionModel: has every option that the help of a command explains", () => {
  for (const command of COMMANDS) {
    const own = model.options.filter(({ commands }) => commands.includes(command.name));
    const offered = new Set(namesOf(own));
    const labels = longHelp(command).split("\n").filter((line) => /^ {2}-/.test(line)).join(" ");
    const named = [...labels.matchAll(/(--?)(\[no-\])?(\w[\w-]*)/g)].flatMap(
      ([, dashes, no, name]) => no ? [`--${name}`, `--no-${name}`] : [dashes + name],
    );
    assertEquals(named.filter((name) => !offered.has(name)), [], command.name);
  }
});

Deno.test("completionModel: each word that it offers is one that the parser takes", () => {
  const chosen = model.options.filter(({ value }) => value !== null && value.words.length > 0);
  assert(chosen.length >= 4);
  for (const { commands, forms, value } of chosen) {
    for (const word of value!.words) {
      parseArguments([commands[0], `${forms.at(-1)!.name}=${word}`, "a", "b"]);
    }
  }
});

Deno.test("completionModel: what is wanted follows from how the help calls it", () => {
  const kindOf = (name: string) =>
    model.options.find((option) => namesOf([option]).includes(name))!.value?.kind;
  assertEquals(kindOf("--backup-dir"), "folder");
  assertEquals(kindOf("--log-file"), "file");
  assertEquals(kindOf("--reflink"), "word");
  assertEquals(kindOf("--preset"), "words");
  assertEquals(kindOf("--max-delete"), "text");
  assertEquals(kindOf("--dry-run"), undefined);
  const wantedBy = (command: string) =>
    model.commands.find(({ names }) => names.includes(command))!.operands.map(({ kind }) => kind);
  assertEquals(wantedBy("cp"), ["path"]);
  assertEquals(wantedBy("mirror"), ["folder", "folder"]);
  assertEquals(wantedBy("help"), ["word"]);
});

Deno.test("completionModel: helps are of plain letters, one line and no more than that needs", () => {
  const helps = [
    ...model.commands.map(({ help }) => help),
    ...model.options.flatMap(({ forms }) => forms.map(({ help }) => help)),
  ];
  assertEquals(helps.filter((help) => !/^[ -~]{1,70}$/.test(help)), []);
  assertEquals(briefly("Print the version."), "print the version");
});

Deno.test("readUsage: knows what stands in the line", () => {
  const operand = (placeholder: string, isRepeated = false) => ({
    placeholder,
    words: [],
    isRepeated,
  });
  const cases: readonly (readonly [string, ReturnType<typeof readUsage>])[] = [
    ["ferry x [OPTIONS] SOURCE... DEST", {
      hasFlags: true,
      options: [],
      operands: [operand("SOURCE", true), operand("DEST")],
    }],
    ["ferry x [OPTIONS] -t DIR SOURCE...", {
      hasFlags: true,
      options: [["-t", "DIR"]],
      operands: [operand("SOURCE", true)],
    }],
    ["ferry x [--clear | --json]", {
      hasFlags: false,
      options: [["--clear", null], ["--json", null]],
      operands: [],
    }],
    ["ferry x [--json] [PATH...]", {
      hasFlags: false,
      options: [["--json", null]],
      operands: [operand("PATH", true)],
    }],
    ["ferry x [COMMAND|--man]", {
      hasFlags: false,
      options: [["--man", null]],
      operands: [operand("COMMAND")],
    }],
    ["ferry x [COMMAND [OPTIONS]]", {
      hasFlags: true,
      options: [],
      operands: [operand("COMMAND")],
    }],
    ["ferry x a|b|c", {
      hasFlags: false,
      options: [],
      operands: [{ placeholder: "", words: ["a", "b", "c"], isRepeated: false }],
    }],
  ];
  for (const [line, taken] of cases) assertEquals(readUsage(line), taken, line);
});
