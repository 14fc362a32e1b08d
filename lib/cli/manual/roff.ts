// Text in the language of man(7). No line is longer than roff's style allows, and none is taken for a request.

/** Bytes in a line beyond which mandoc(1) complains. */
const LONGEST_LINE = 78;

/** Letters that typesetting would change, and what prints them as they are. */
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\(rs",
  "'": "\\(aq",
  '"': "\\(dq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
};

/** Text that is printed letter by letter: names, commands. */
export function literal(text: string): string {
  return escaped(text).replaceAll("-", "\\-");
}

/** Prose: the dashes of options and of what is typed are kept, others are hyphens. */
function prose(text: string): string {
  return text.split(" ").map((word) =>
    /^[^a-z]*--?\w|[*~/=]/i.test(word) ? literal(word) : escaped(word)
  )
    .join(" ");
}

function escaped(text: string): string {
  return text.replace(/[\\'"`^~]/g, (letter) => ESCAPES[letter]);
}

/** A heading. */
export function section(title: string): string[] {
  return [`.SH ${title}`];
}

/** A heading below one. */
export function subsection(title: string): string[] {
  return [`.SS ${title}`];
}

/** A paragraph. */
export function paragraph(text: string): string[] {
  return [".PP", ...filled(prose(text))];
}

/** A paragraph below the text of a definition. */
export function furtherParagraph(text: string): string[] {
  return [".IP", ...filled(prose(text))];
}

/** A term, and what is said of it. */
export function definition(term: string, text: string): string[] {
  return [".TP", `\\fB${literal(term)}\\fR`, ...filled(prose(text))];
}

/** Lines that stay as they are. */
export function verbatim(lines: readonly string[]): string[] {
  return [".PP", ".nf", ".RS 4", ...lines.map((line) => guarded(literal(line))), ".RE", ".fi"];
}

/** Words in lines. */
export function filled(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LONGEST_LINE) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines.map(guarded);
}

/** A line that begins with a dot would be a request. */
function guarded(line: string): string {
  return line.startsWith(".") ? `\\&${line}` : line;
}
