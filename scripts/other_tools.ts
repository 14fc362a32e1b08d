// Writes lib/cli/foreign/README.md from the table of other tools' options:
//
//   deno run -A scripts/other_tools.ts

import { COMMANDS } from "../lib/cli/commands.ts";
import { type ForeignOption, foreignOptions, type Tool } from "../lib/cli/foreign.ts";

const PAGE = new URL("../lib/cli/foreign/README.md", import.meta.url);

/** ferry's commands that are a tool's own. */
const OWN_COMMANDS: Readonly<Partial<Record<Tool, string>>> = {
  cp: "cp",
  mv: "mv",
  rclone: "sync",
};

/** The page as it should be. */
export function otherToolsPage(): string {
  const aliases = COMMANDS.flatMap(({ name, aliases }) =>
    (aliases ?? []).map((alias) => `\`ferry ${alias}\` is \`ferry ${name}\``)
  );
  return [
    "<!-- deno-fmt-ignore-file -->",
    "<!-- made by scripts/other_tools.ts -->",
    "# Options of other tools",
    `${
      aliases.join(", ")
    }. An option of rsync, cp, mv, rclone or robocopy that ferry does not have by that name ` +
    "is without effect because ferry does so anyway, is another name of one of ferry's, or is refused " +
    "with exit code 2 and the line below. Letters may be combined (`-avzP`). Where rsync and cp mean " +
    "different things by a letter, the meaning that can be done is taken and said in a notice; after " +
    "`ferry cp` it is cp's, after `ferry mv` mv's, after `ferry sync` rclone's. robocopy's options are options on Windows only: elsewhere a slash begins a path. Where ferry has an option " +
    "by the same name, it means what rsync means: filters (the first rule that matches decides, and --include " +
    "leaves nothing out), sizes (a bare number is bytes), --bwlimit (KiB a second).",
    ...foreignOptions().flatMap(([tool, options]) => [
      `## ${tool}`,
      ["| option | to ferry |", "|---|---|", ...options.map((option) => row(tool, option))].join(
        "\n",
      ),
    ]),
  ].join("\n\n") + "\n";
}

function row(tool: Tool, option: ForeignOption): string {
  const { names, value, commands, isOfOwnCommand } = option;
  const typed = names.map((name) => `\`${name}\``).join(" ") + (value ? ` ${value}` : "");
  const where = isOfOwnCommand
    ? `as \`ferry ${OWN_COMMANDS[tool]}\`: `
    : commands
    ? `${commands.join(", ")}: `
    : "";
  return `| ${typed} | ${where}${meaningOf(option)} |`.replaceAll("N|L|B", "N, L or B");
}

function meaningOf(option: ForeignOption): string {
  switch (option.kind) {
    case "accepted":
      return `no effect: ${option.why}`;
    case "synonym":
      return option.shown.replace(/--[\w-]+(=\w+)?/g, "`$&`");
    case "not done":
      return `refused: ${option.why}`;
  }
}

if (import.meta.main) Deno.writeTextFileSync(PAGE, otherToolsPage());
