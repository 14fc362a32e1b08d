// What --chmod makes of a mode, in rsync's syntax (rsync(1)): comma-separated items such as `D2775`, `F664`, `u+w`, `go=rX`
// or `g=u`. The mode counts from then on as if the source had it.

const ALL = 0o7777;
const CLASSES = 0o111;
const S_ISUID = 0o4000;
const S_ISGID = 0o2000;
const S_ISVTX = 0o1000;

/** An item: whom it is for, then an operator and permissions or a class to copy them from; or a whole mode. */
const ITEM = /^([DFugoa]*)(?:([-+=])([rwxXst]*|[ugo])|([0-7]+))$/;

/** By how many bits a class's permissions are shifted. */
const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

/** One item. */
interface ModeChange {
  readonly forFolders: boolean;
  readonly forFiles: boolean;
  /** Bits that are cleared, then bits that are set. */
  readonly cleared: number;
  readonly set: number;
  /** The class whose permissions are copied, or null. */
  readonly copied: Copied | null;
  /** True if execution is given only to folders and to what somebody may execute (`X`). */
  readonly keepsX: boolean;
}

/** Permissions of one class that others get or lose. */
interface Copied {
  readonly shift: number;
  readonly operator: string;
  /** A bit for each class that gets them. */
  readonly classes: number;
  /** Bits that may change. */
  readonly mask: number;
}

/** Changes of modes, in their order. */
export class ModeChanges {
  readonly #changes: readonly ModeChange[];

  /**
   * @param texts as typed, one for each time that the option was
   * @param umask the bits that items without a class leave alone
   * @throws {RangeError} for text that is no such item
   */
  constructor(texts: readonly string[], umask: number) {
    this.#changes = texts.flatMap((text) => text.split(",").map((item) => parse(item, umask)));
  }

  /** The mode that an entry gets instead of `mode`. */
  of(mode: number, isFolder: boolean): number {
    const isExecuted = isFolder || (mode & CLASSES) !== 0;
    let bits = mode & ALL;
    for (const change of this.#changes) {
      if (isFolder ? !change.forFolders : !change.forFiles) continue;
      const { copied, cleared } = change;
      if (copied?.operator === "-") bits &= ~copiedBits(copied, bits);
      else {
        const set = copied === null ? change.set : copiedBits(copied, bits);
        bits = (bits & ~cleared) | (change.keepsX && !isExecuted ? set & ~CLASSES : set);
      }
    }
    return bits;
  }
}

function parse(item: string, umask: number): ModeChange {
  const [, who, operator, permissions, octal] = ITEM.exec(item) ?? [];
  const has = (letter: string) => who?.includes(letter) === true;
  const isMode = octal !== undefined && !/[ugoa]/.test(who) && parseInt(octal, 8) <= ALL;
  if (who === undefined || (has("D") && has("F")) || (octal !== undefined && !isMode)) {
    throw new RangeError(`'${item}' is no change of a mode`);
  }
  const applies = { forFolders: !has("F"), forFiles: !has("D") };
  if (isMode) {
    const set = parseInt(octal, 8);
    return { ...applies, cleared: ALL, set, copied: null, keepsX: false };
  }
  return { ...applies, ...symbolic({ who, operator, permissions }, umask) };
}

/** An item in letters. */
interface Symbolic {
  readonly who: string;
  readonly operator: string;
  readonly permissions: string;
}

function symbolic(
  { who, operator, permissions }: Symbolic,
  umask: number,
): Omit<ModeChange, "forFolders" | "forFiles"> {
  const named = sum(who, { u: 0o100, g: 0o010, o: 0o001, a: CLASSES });
  const classes = named === 0 ? CLASSES : named;
  const mask = named === 0 ? ~umask : ALL;
  const specials = sum(who, { u: S_ISUID, g: S_ISGID, a: S_ISUID | S_ISGID });
  if (permissions in SHIFTS) {
    const copied = { shift: SHIFTS[permissions], operator, classes, mask };
    const cleared = operator === "=" ? classes * 7 | specialsOf(classes) : 0;
    return { cleared, set: 0, copied, keepsX: false };
  }
  const given = sum(permissions, { r: 4, w: 2, x: 1, X: 1 });
  const special = specialBits(permissions, specials);
  const bits = (classes * given & mask) | special;
  const keepsX = permissions.includes("X");
  if (operator === "-") return { cleared: bits, set: 0, copied: null, keepsX: false };
  const cleared = operator === "=" ? classes * 7 | (special === 0 ? 0 : specials) : 0;
  return { cleared, set: bits, copied: null, keepsX };
}

/** What `s` and `t` stand for. As in rsync an `s` of no class is setuid, and forgets a `t` before it. */
function specialBits(permissions: string, specials: number): number {
  let bits = 0;
  for (const letter of permissions) {
    if (letter === "t") bits |= S_ISVTX;
    if (letter === "s") bits = specials === 0 ? S_ISUID : bits | specials;
  }
  return bits;
}

/** The bits that belong to classes: a copy of permissions clears them, as in chmod(1). */
function specialsOf(classes: number): number {
  return (classes & 0o100 ? S_ISUID : 0) | (classes & 0o010 ? S_ISGID : 0) |
    (classes & 0o001 ? S_ISVTX : 0);
}

function copiedBits({ shift, classes, mask }: Copied, mode: number): number {
  return classes * ((mode >> shift) & 7) & mask;
}

/** All bits that the letters stand for. */
function sum(letters: string, bits: Readonly<Record<string, number>>): number {
  return [...letters].reduce((all, letter) => all | (bits[letter] ?? 0), 0);
}
