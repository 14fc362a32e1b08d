// What the standard streams are connected to, and how to write to each.

import type { Choice } from "../../options.ts";
import { terminalColumns } from "../columns.ts";
import type { OutputSettings } from "../settings.ts";
import { variable } from "../variable.ts";
import { WIDTH } from "../wrap.ts";
import { Painter, type ProgressMode } from "./painter.ts";

/** How to write to one stream. */
export interface Style {
  /** Names are escaped for a terminal only. */
  readonly terminal: boolean;
  red(text: string): string;
  yellow(text: string): string;
}

/** Where a program prints. */
export interface Screen {
  readonly painter: Painter;
  readonly stdout: Style;
  readonly stderr: Style;
  readonly progress: ProgressMode;
}

type ScreenSettings = Pick<
  OutputSettings,
  "progress" | "quiet" | "json" | "color" | "resultsOnStderr"
>;

/** The standard streams, as the settings want them used. */
export function openScreen(output: ScreenSettings): Screen {
  const isDumb = variable("TERM") === "dumb";
  const noColor = isDumb || (variable("NO_COLOR") ?? "") !== "";
  const progress = progressMode(output, Deno.stderr.isTerminal() && !isDumb);
  const stdout = output.resultsOnStderr ? Deno.stderr : Deno.stdout;
  const columns = () => terminalColumns() ?? WIDTH;
  const painter = new Painter({ stdout, stderr: Deno.stderr, progress, columns });
  return {
    painter,
    progress,
    stdout: makeStyle(stdout.isTerminal(), output.color, noColor),
    stderr: makeStyle(Deno.stderr.isTerminal(), output.color, noColor),
  };
}

/**
 * Progress is redrawn on a terminal that can take a line back; elsewhere it is a line now and then.
 *
 * @param canRedraw whether stderr is such a terminal
 */
export function progressMode(
  { progress, quiet, json }: Pick<ScreenSettings, "progress" | "quiet" | "json">,
  canRedraw: boolean,
): ProgressMode {
  if (progress === "never" || quiet) return "off";
  if (progress === "always" && json) return "json";
  if (canRedraw) return "redraw";
  return progress === "always" ? "plain" : "unasked";
}

/**
 * Makes the style of a stream. `@std/fmt/colors` would do it, too, but it is a package to load at every
 * start for two escape sequences.
 *
 * @param color `always` wins over `noColor`
 * @param noColor the environment asks for no colours (https://no-color.org), or the terminal has none
 */
export function makeStyle(terminal: boolean, color: Choice, noColor: boolean): Style {
  const colored = color === "always" || (color === "auto" && terminal && !noColor);
  const paint = (code: number) => (text: string) => colored ? `\x1b[${code}m${text}\x1b[0m` : text;
  return { terminal, red: paint(31), yellow: paint(33) };
}
