// Whether a stream is a terminal, and the two colours that messages use. `@std/fmt/colors` would do,
// but it is a package to load at every start for two escape sequences.

import type { Choice } from "../../options.ts";

/** How to write to one stream. */
export interface Style {
  /** Names are escaped for a terminal only. */
  readonly terminal: boolean;
  red(text: string): string;
  yellow(text: string): string;
}

/**
 * Makes the style of a stream.
 *
 * @param color `always` wins over `noColor`
 * @param noColor the environment asks for no colours (https://no-color.org)
 */
export function makeStyle(terminal: boolean, color: Choice, noColor: boolean): Style {
  const colored = color === "always" || (color === "auto" && terminal && !noColor);
  const paint = (code: number) => (text: string) => colored ? `\x1b[${code}m${text}\x1b[0m` : text;
  return { terminal, red: paint(31), yellow: paint(33) };
}
