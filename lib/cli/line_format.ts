// The value of `--out-format` and `--log-file-format`: text with rsync's escapes (rsyncd.conf(5), log format), which are
// checked while argv is read.

/** An escape: `%n`, `%-20n`, `%'l`. */
export interface Escape {
  readonly letter: EscapeLetter;
  /** Columns that it takes at least. */
  readonly width: number;
  readonly isLeft: boolean;
  /** Whether digits come in groups of three. */
  readonly isGrouped: boolean;
}

/** Text, and escapes between it. */
export type LineFormat = readonly (string | Escape)[];

/** What each escape stands for. */
export const ESCAPES = {
  n: "name below SOURCE, folders with a slash",
  f: "path of SOURCE and name",
  l: "size in bytes",
  i: "changes, as -i prints them",
  o: "send or del.",
  b: "bytes that were copied",
  M: "time of modification",
  t: "time now",
  B: "permissions",
  U: "number of the owner",
  G: "number of the group",
  L: "' -> ' and where a symlink leads, or ' => ' and the name that a hard link is made to",
} as const;

/** A letter of an escape. */
export type EscapeLetter = keyof typeof ESCAPES;

const ESCAPE = /%(?:%|('?)(-?)(\d{0,4})('?)([A-Za-z]?))/g;

/** @throws {RangeError} for an escape that is not known */
export function parseLineFormat(text: string): LineFormat {
  const parts: (string | Escape)[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const [all, grouped, left, width, groupedToo, letter] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    from = match.index + all.length;
    if (all === "%%") parts.push("%");
    else if (!isLetter(letter)) throw new RangeError(`'${all}' is no escape`);
    else {
      parts.push({
        letter,
        width: Number(width),
        isLeft: left !== "",
        isGrouped: grouped + groupedToo !== "",
      });
    }
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** Whether a format tells what only `OperationEvent.details` has. */
export function needsDetails(format: LineFormat | null): boolean {
  return format !== null &&
    format.some((part) => typeof part !== "string" && "flMBUGL".includes(part.letter));
}

/** The escapes, for messages: `%n, %f, …`. */
export function escapeNames(): string {
  return [...Object.keys(ESCAPES), "%"].map((letter) => `%${letter}`).join(", ");
}

function isLetter(letter: string | undefined): letter is EscapeLetter {
  return letter !== undefined && Object.hasOwn(ESCAPES, letter);
}
