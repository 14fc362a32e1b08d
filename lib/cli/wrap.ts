// Lines of text for the narrowest usual terminal.

/** Its columns. */
export const WIDTH = 80;

/** Text beside a label, its further lines below its first. */
export function hanging(label: string, text: string, columns = WIDTH): string[] {
  const [first, ...rest] = wrap(text, label.length, columns);
  return [label + first.slice(label.length), ...rest];
}

/** Words in lines of at most so many columns, each line indented. */
export function wrap(text: string, indent: number, columns = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line].map((line) => " ".repeat(indent) + line);
}
