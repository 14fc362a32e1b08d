// The commands that tell about ferry itself: `ferry help`, `-h`, `--help`, `--version`, and `ferry` alone,
// for which the help is the error message.

import project from "../../../deno.json" with { type: "json" };
import { type CommandName, findCommand } from "../commands.ts";
import { textWidth } from "../columns.ts";
import { EXIT } from "../exit_codes.ts";
import { longHelp, programHelp, shortHelp } from "../help.ts";
import type { Painter } from "../screen/painter.ts";

/** What an executable tells of how it was made. */
export interface BuildFacts {
  /** The commit, with `-dirty` behind it where files differed from it; null where it was not known. */
  readonly commit: string | null;
  /** Whether V8 took the bytecode that the executable holds; `none` where it holds none. */
  readonly bytecode: "used" | "refused" | "none";
}

/** What was asked for; see `Parsed` in `parsed.ts`. */
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
  if (!command) return programHelp(long, project.version, width);
  return long ? longHelp(command, width) : shortHelp(command, width);
}

/**
 * Prints the version, which only `deno.json` holds; gives the exit code.
 *
 * @param build what is asked of an executable about itself; null where ferry runs from source
 */
export function versionCommand(
  verbose: boolean,
  build: (() => BuildFacts) | null,
  painter: Painter,
): number {
  painter.out(`ferry ${project.version}\n`);
  if (verbose) painter.out(details(build === null ? null : build()));
  return EXIT.done;
}

function details(build: BuildFacts | null): string {
  const { deno, v8 } = Deno.version;
  return [
    ["commit", build === null ? "not known: run from source" : build.commit ?? "not known"],
    ["target", Deno.build.target],
    ["deno", deno],
    ["v8", v8],
    ...build === null ? [] : [["bytecode", build.bytecode]],
  ].map(([what, is]) => `${what.padEnd(8)} ${is}\n`).join("");
}
