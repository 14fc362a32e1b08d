// The commands that tell about ferry itself: `ferry help`, `-h`, `--help`, `--version`, and `ferry` alone,
// for which the help is the error message.

import project from "../../../deno.json" with { type: "json" };
import { type CommandName, findCommand } from "../commands.ts";
import { textWidth } from "../columns.ts";
import { EXIT } from "../exit_codes.ts";
import { longHelp, programHelp, shortHelp } from "../help.ts";
import type { Painter } from "../screen/painter.ts";

/** What was asked for; see `Parsed` in `parse.ts`. */
export interface HelpRequest {
  readonly topic: CommandName | null;
  readonly long: boolean;
  readonly asError: boolean;
}

/** Prints the help; gives the exit code. */
export function helpCommand(request: HelpRequest, painter: Painter): number {
  const text = helpText(request);
  if (!request.asError) {
    painter.out(text);
    return EXIT.done;
  }
  painter.err(text);
  return EXIT.usage;
}

function helpText({ topic, long }: HelpRequest): string {
  const command = topic === null ? null : findCommand(topic);
  const width = textWidth();
  if (!command) return programHelp(long, width);
  return long ? longHelp(command, width) : shortHelp(command, width);
}

/** Prints the version, which only `deno.json` holds; gives the exit code. */
export function versionCommand(painter: Painter): number {
  painter.out(`ferry ${project.version}\n`);
  return EXIT.done;
}
