// The table of other tools' options, held against ferry's own flags.

import { assert, assertEquals } from "@std/assert";
import { findLong, findShort } from "../../../lib/cli/flags.ts";
import { findForeign, foreignOptions } from "../../../lib/cli/foreign.ts";
import { parseArguments } from "../../../lib/cli/parse.ts";
import type { TransferCommand } from "../../../lib/cli/settings.ts";
import { FerryError } from "../../../lib/errors.ts";

const COMMANDS: readonly TransferCommand[] = ["copy", "mirror", "verify"];

const ROWS = foreignOptions().flatMap(([tool, options]) =>
  options.flatMap((option) => option.names.map((name) => ({ tool, option, name })))
);

/** Whether a command takes an option as ferry's own. */
function isOwn(name: string, command: TransferCommand): boolean {
  if (name.startsWith("/")) return false;
  if (!name.startsWith("--")) return findShort(name[1])?.commands.includes(command) ?? false;
  const found = findLong(name.slice(2));
  return found !== null && (found.negated || found.flag.commands.includes(command));
}

Deno.test("foreignOptions: no row stands for what ferry has by that name", () => {
  for (const { tool, option, name } of ROWS) {
    if (option.isOfOwnCommand) continue;
    for (const command of option.commands ?? COMMANDS) {
      assert(!isOwn(name, command), `${name} of ${tool} is an option of 'ferry ${command}'`);
    }
  }
});

Deno.test("foreignOptions: a name is in a tool's table once for each command", () => {
  for (const command of COMMANDS) {
    const names = ROWS.filter(({ option }) => option.commands?.includes(command) ?? true)
      .filter(({ option }) => !option.isOfOwnCommand)
      .map(({ tool, name }) => `${tool} ${name}`);
    assertEquals(
      names.length,
      new Set(names).size,
      names.find((name, i) => names.indexOf(name) < i),
    );
  }
});

Deno.test("foreignOptions: every row runs, or is refused in one line", () => {
  for (const { tool, option, name } of ROWS) {
    for (const command of option.commands ?? COMMANDS) {
      const context = { command, asTool: null };
      if (option.isOfOwnCommand || findForeign(name, context)?.option !== option) continue;
      try {
        parseArguments([command, ...typedOf(name, option), "a", "b"], { slashOptions: true });
        assert(option.kind !== "not done", `${name} of ${tool} runs`);
      } catch (error) {
        if (!(error instanceof FerryError)) throw error;
        const isRefused = option.kind === "not done"
          ? error.code === "NOT_DONE" && error.advice === null && !error.message.includes("\n")
          : error.code === "WRONG_COMMAND";
        assert(isRefused, `${name} of ${tool} in 'ferry ${command}': ${error.message}`);
      }
    }
  }
});

const VALUES: Readonly<Record<string, string>> = {
  "FLAGS": "progress2",
  "LIST": "mode",
  "DAYS": "7",
  "NAME": "x",
};

function typedOf(name: string, { value, form }: (typeof ROWS)[number]["option"]): string[] {
  if (value === undefined) return [name];
  const text = name === "/COPY" ? "DAT" : VALUES[value] ?? "2";
  if (name.startsWith("--")) return [`${name}=${text}`];
  if (name.startsWith("/")) return form === "list" ? [name, text, "/E"] : [`${name}:${text}`];
  return [`${name}${text}`];
}
