// A line of a terminal's screen as spans of one colour each, from text with escape sequences.

/** The colours that ferry uses. */
export type Colour = "red" | "yellow" | "plain";

/** Text of one colour. */
export interface Span {
  readonly text: string;
  readonly colour: Colour;
}

// deno-lint-ignore no-control-regex
const SEQUENCE = /\x1b\[([\d;]*)m/g;
const COLOURS: Readonly<Record<string, Colour>> = { "31": "red", "33": "yellow" };

/** The spans of a line, none of them empty. */
export function spansOf(line: string): readonly Span[] {
  const spans: Span[] = [];
  let colour: Colour = "plain", from = 0;
  const add = (to: number) => {
    if (to > from) spans.push({ text: line.slice(from, to), colour });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(match.index);
    from = match.index + match[0].length;
    // Of all others 39 and 0 set the colour back, and the rest are not ferry's.
    colour = COLOURS[match[1]] ?? "plain";
  }
  add(line.length);
  return spans;
}
