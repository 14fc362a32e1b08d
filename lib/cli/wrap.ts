// Lines of text for a screen.

/** Columns of the usual terminal. */
export const WIDTH = 80;

/** Text beside a label, its further lines below its first. */
export function hanging(label: string, text: string, width = WIDTH): string[] {
  const [first, ...rest] = wrap(text, label.length, width);
  return [label + first.slice(label.length), ...rest];
}

/** Words in lines of at most `width` columns, each line indented. */
export function wrap(text: string, indent: number, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line].map((line) => " ".repeat(indent) + line);
}

/** A line, its further ones indented by so much more than the first. */
export function continued(line: string, indent: number, more: number, width = WIDTH): string[] {
  const [first, ...rest] = wrap(line, indent, width);
  return [
    first,
    ...rest.length === 0
      ? []
      : wrap(rest.map((text) => text.trim()).join(" "), indent + more, width),
  ];
}
