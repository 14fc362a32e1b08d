// rsync's wildcards, compiled once and matched bytewise. A JavaScript RegExp would be shorter, but it
// backtracks into every earlier star, so `*a*a*a*b` takes exponential time on a name of many a's.
// Here a star that has been passed is final: only the last `*` and the last `**` can still grow,
// which bounds the work by path length × name length × pattern length.

/** A compiled pattern: one code an element, negative codes being everything but a literal byte. */
export interface Wildcard {
  /** A byte, `STAR`, `DEEP_STAR`, `FOLDERS`, or `FIRST_CLASS - n` for `classes[n]`; `END` closes the list. */
  readonly codes: Int16Array;
  /** One table of 256 flags a class: whether it takes the byte. */
  readonly classes: readonly Uint8Array[];
}

const STAR = -1;
const DEEP_STAR = -2;
/** git's `**` before a slash and at the start of a name: any number of whole components, none too, each with its slash. */
const FOLDERS = -3;
/** Behind the codes that match nothing, too. */
const END = -4;
const FIRST_CLASS = -5;

const SLASH = 0x2f;

/** What `?` takes, and the most a class can: every byte but the slash. */
const ANY = new Uint8Array(256).fill(1);
ANY[SLASH] = 0;

/** The C locale's classes as pairs of inclusive bounds: no byte above ASCII is in any of them. */
const NAMED_CLASSES: ReadonlyMap<string, string> = new Map([
  ["alnum", "09AZaz"],
  ["alpha", "AZaz"],
  ["blank", "\t\t  "],
  ["cntrl", "\0\x1f\x7f\x7f"],
  ["digit", "09"],
  ["graph", "!~"],
  ["lower", "az"],
  ["print", " ~"],
  ["punct", "!/:@[`{~"],
  ["space", "\t\r  "],
  ["upper", "AZ"],
  ["xdigit", "09AFaf"],
]);

/** What a malformed pattern becomes: one class without members. */
const NEVER: Wildcard = { codes: Int16Array.of(FIRST_CLASS, END), classes: [new Uint8Array(256)] };

/** How a pattern is meant. */
export interface WildcardStyle {
  /** Whether a class takes a letter in either case; the names that are matched have small letters then. */
  readonly foldsCase?: boolean;
  /** Whether `**` passes slashes only between slashes or at an end, as in git (gitignore(5)). */
  readonly isGit?: boolean;
}

/**
 * Compiles a pattern in which `*`, `?`, `[` and the backslash have their meaning. As in rsync and git, an
 * unclosed class, an unknown `[:name:]` and a backslash at the end are no error, but match nothing.
 *
 * @param pattern a binary string
 */
export function compileWildcard(
  pattern: string,
  { foldsCase = false, isGit = false }: WildcardStyle = {},
): Wildcard {
  const codes: number[] = [];
  const classes: Uint8Array[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === "*") {
      const start = i;
      while (pattern[i + 1] === "*") i++;
      const star = i === start ? STAR : isGit ? gitStars(pattern, start, i + 1) : DEEP_STAR;
      codes.push(star);
      if (star === FOLDERS) i++; // its slash
    } else if (char === "?") {
      codes.push(FIRST_CLASS - classes.push(ANY) + 1);
    } else if (char === "[") {
      const parsed = parseClass(pattern, i, foldsCase);
      if (parsed === null) return NEVER;
      codes.push(FIRST_CLASS - classes.push(parsed.members) + 1);
      i = parsed.end;
    } else {
      if (char === "\\" && ++i === pattern.length) return NEVER;
      codes.push(pattern.charCodeAt(i));
    }
  }
  return { codes: Int16Array.from([...codes, END]), classes };
}

/** What two or more stars are to git, by what stands before `start` and at `end`. */
function gitStars(pattern: string, start: number, end: number): number {
  const isBounded = (start === 0 || pattern[start - 1] === "/") &&
    (end === pattern.length || /^\\?\//.test(pattern.slice(end, end + 2)));
  if (!isBounded) return STAR;
  return pattern[end] === "/" ? FOLDERS : DEEP_STAR;
}

/** Reads the class that opens at `start`; `end` is its closing bracket. Null if it is malformed. */
function parseClass(
  pattern: string,
  start: number,
  foldsCase: boolean,
): { members: Uint8Array; end: number } | null {
  const members = new Uint8Array(256);
  const negated = pattern[start + 1] === "!" || pattern[start + 1] === "^";
  const first = negated ? start + 2 : start + 1;
  // The lower bound of a range that may follow; 0 after a range or a named class, which cannot be one.
  let previous = 0;
  let i = first;
  // A bracket in the first place is a member, not the end.
  for (; i === first || pattern[i] !== "]"; i++) {
    if (i >= pattern.length) return null;
    if (pattern.startsWith("[:", i)) {
      const close = pattern.indexOf("]", i + 2);
      if (close < 0) return null;
      if (close > i + 2 && pattern[close - 1] === ":") {
        const bounds = NAMED_CLASSES.get(pattern.slice(i + 2, close - 1));
        if (bounds === undefined) return null;
        addRanges(members, bounds);
        previous = 0;
        i = close;
        continue;
      }
    }
    const isRange = pattern[i] === "-" && previous > 0 && i + 1 < pattern.length &&
      pattern[i + 1] !== "]";
    if (isRange) i++;
    if (pattern[i] === "\\" && ++i === pattern.length) return null;
    const byte = pattern.charCodeAt(i);
    members.fill(1, isRange ? previous : byte, byte + 1);
    previous = isRange ? 0 : byte;
  }
  if (foldsCase) addSmallLetters(members);
  const wanted = negated ? 0 : 1;
  return { members: ANY.map((any, byte) => members[byte] === wanted ? any : 0), end: i };
}

function addSmallLetters(members: Uint8Array): void {
  for (let capital = 0x41; capital <= 0x5a; capital++) members[capital + 0x20] |= members[capital];
}

function addRanges(members: Uint8Array, bounds: string): void {
  for (let i = 0; i < bounds.length; i += 2) {
    members.fill(1, bounds.charCodeAt(i), bounds.charCodeAt(i + 1) + 1);
  }
}

/**
 * Whether the pattern matches all of `text` from `from` to `to`.
 *
 * @param text a binary string; `from` and `to` are offsets into it, so that nothing is cut out
 * @param isFloating whether it may also start later, after any slash
 */
export function matchesWildcard(
  { codes, classes }: Wildcard,
  text: string,
  from: number,
  to: number,
  isFloating: boolean,
): boolean {
  let code = 0;
  let at = from;
  // Where to resume after a mismatch: the code behind the last star, and the byte it was tried at.
  let starCode = -1;
  let starAt = 0;
  let deepCode = isFloating ? 0 : -1;
  let deepAt = from;
  // A floating start, and git's folders, are a `**` that grows by whole components, until a real one is passed.
  let growsByComponent = isFloating;
  while (at < to) {
    const wanted = codes[code];
    const byte = text.charCodeAt(at);
    if (wanted === byte || (wanted <= FIRST_CLASS && classes[FIRST_CLASS - wanted][byte] === 1)) {
      code++;
      at++;
    } else if (wanted === STAR) {
      starCode = ++code;
      starAt = at;
    } else if (wanted === DEEP_STAR) {
      deepCode = ++code;
      deepAt = at;
      starCode = -1;
      growsByComponent = false;
    } else if (wanted === FOLDERS) {
      deepCode = ++code;
      deepAt = at;
      starCode = -1;
      growsByComponent = true;
    } else if (starCode >= 0 && text.charCodeAt(starAt) !== SLASH) {
      code = starCode;
      at = ++starAt;
    } else if (deepCode >= 0) {
      if (growsByComponent) {
        deepAt = text.indexOf("/", deepAt);
        if (deepAt < 0) return false;
      }
      code = deepCode;
      at = ++deepAt;
    } else {
      return false;
    }
  }
  // The text is used up: a later start leaves even less of it, so there is nothing to resume.
  while (codes[code] <= STAR && codes[code] > END) code++;
  return codes[code] === END;
}
