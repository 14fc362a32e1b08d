// Temporary names, for files that are not whole yet. They are recognisable, so that a later run sweeps leftovers; hidden;
// and contain the process id, so that nobody sweeps files in use.

import { type CString, cString } from "../../../ffi/c_string.ts";
import type { Listing } from "../../../ffi/mod.ts";
import type { Shard } from "../../shard.ts";
import { machineMark } from "./machine_mark.ts";
import { nameHash } from "./name_hash.ts";

const PATTERN = /^\.ferry-([0-9a-f]+)-([0-9a-f]{4})[0-9a-f]{4}-([0-9a-f]+)-[0-9a-f]+\.tmp$/;
/**
 * In place of a thread's number: trees of `mirror --swap`. `fresh` is a new one or an old one that is to go, `aside` an
 * old one while DEST has no name, `kept` and `keptAside` the same where the old one is to be kept; `probe` is an empty file,
 * `respelled` an entry between its name and the same name in another case, `workplace` the folder of `ferry capabilities`,
 * `list` a list of digests, `backups` a folder for backups until it has its metadata.
 */
export const MADE_BY = {
  fresh: 0xffff,
  aside: 0xfffe,
  kept: 0xfffd,
  probe: 0xfffc,
  keptAside: 0xfffb,
  respelled: 0xfffa,
  workplace: 0xfff9,
  list: 0xfff8,
  backups: 0xfff7,
} as const;
/** Those whose entries may be the only ones of their kind. */
const MISSED: readonly number[] = [
  MADE_BY.aside,
  MADE_BY.kept,
  MADE_BY.keptAside,
  MADE_BY.respelled,
];
/** Prefix and suffix of files that `--resume` continues (partial_file.ts). */
export const PARTIAL_PREFIX = ".ferry-partial-";
export const PARTIAL_SUFFIX = ".tmp";
const PARTIAL = /^\.ferry-partial-[0-9a-f]{16}\.tmp$/;
const PREFIX = [...".ferry-"].map((character) => character.charCodeAt(0));

/**
 * True if the name at the start of `bytes` is a temporary one, whose entry nobody misses; cheap for all others. A tree
 * that may be the only one of its kind is an entry like any other.
 */
export function isTemporaryName(bytes: Uint8Array): boolean {
  for (let i = 0; i < PREFIX.length; i++) if (bytes[i] !== PREFIX[i]) return false;
  const match = PATTERN.exec(nameText(bytes));
  return match === null ? isPartialName(bytes) : !MISSED.includes(parseInt(match[3], 16));
}

/** The same for an entry of a listing: a view of each name would be made for nothing. */
export function isTemporaryAt(listing: Listing, index: number): boolean {
  return listing.bytes[listing.nameAt[index]] === PREFIX[0] && isTemporaryName(listing.name(index));
}

/** True if the name is that of a file that `--resume` continues. */
export function isPartialName(bytes: Uint8Array): boolean {
  return PARTIAL.test(nameText(bytes));
}

/** The process id in a temporary name, or null. */
export function ownerOf(bytes: Uint8Array): number | null {
  const match = PATTERN.exec(nameText(bytes));
  return match === null ? null : parseInt(match[1], 16);
}

/** Who made a temporary name: a thread's number or one of MADE_BY, above that a shard's; null for other names. */
export function makerOf(bytes: Uint8Array): number | null {
  for (let i = 0; i < PREFIX.length; i++) if (bytes[i] !== PREFIX[i]) return null;
  const match = PATTERN.exec(nameText(bytes));
  return match === null ? null : parseInt(match[3], 16);
}

/** What an entry is to be called that a killed run has left between two cases of its name: the token of that; else null. */
export function respelledToken(bytes: Uint8Array): string | null {
  return makerOf(bytes) === MADE_BY.respelled ? nameText(bytes).split("-")[2] : null;
}

/** Eight hexadecimal digits that stand for a name, in place of a run's token. */
export function tokenOf(name: CString): string {
  return nameHash(name).slice(0, 8);
}

function nameText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : Math.min(end, 255)));
}

/**
 * A token for one run: eight hexadecimal digits. That of a shard begins with four that stand for this machine: process
 * ids of another one mean nothing here. Nobody has to be unable to guess it: what has a name already is never opened.
 */
export function createRunToken(shard: Shard | null = null): string {
  const random = Math.floor(Math.random() * 2 ** 32).toString(16).padStart(8, "0");
  return shard === null ? random : machineMark() + random.slice(4);
}

/** Threads of a shard in temporary names: above these bits stands the shard's index. */
const THREADS = 0x10000;

/** The index of the shard that made a temporary name on another machine; 0 for names of this one, or of no shard. */
export function shardElsewhere(bytes: Uint8Array): number {
  const match = PATTERN.exec(nameText(bytes));
  const shard = match === null ? 0 : Math.floor(parseInt(match[3], 16) / THREADS);
  return shard > 0 && match![2] !== machineMark() ? shard : 0;
}

const SUFFIX = ".tmp";

/** A temporary name of this process: all but the digits that tell it from others, and its end. */
function prefixOf(token: string, maker: number): string {
  return `.ferry-${Deno.pid.toString(16)}-${token}-${maker.toString(16)}-`;
}

/** A temporary name that tells something by its last digits. */
export function tellingName(token: string, maker: number, digits: string): CString {
  return cString(`${prefixOf(token, maker)}${digits}${SUFFIX}`);
}

/** How many bytes before the end of a name with its NUL its last digit stands. */
const AFTER_DIGIT = SUFFIX.length + 2;
const DIGITS = new TextEncoder().encode("0123456789abcdef");
const NO_NAME = cString("");

/** One thread's source of names. */
export class TemporaryNames {
  readonly #prefix: string;
  #next = 0;
  #first: CString = NO_NAME;

  constructor(readonly runToken: string, worker: number, shard: Shard | null = null) {
    const maker = (shard?.index ?? 0) * THREADS + worker;
    this.#prefix = prefixOf(runToken, maker);
  }

  /** Of sixteen names all but the first are that one with another last digit: text is turned into bytes seldom. */
  next(): CString {
    const digit = this.#next % 16;
    if (digit === 0) this.#first = cString(`${this.#prefix}${this.#next.toString(16)}${SUFFIX}`);
    this.#next++;
    const name = this.#first.slice();
    name[name.length - AFTER_DIGIT] = DIGITS[digit];
    return name;
  }

  /** True if a name was made by this run. */
  isOurs(name: Uint8Array): boolean {
    return String.fromCharCode(...name.subarray(0, 64)).includes(`-${this.runToken}-`);
  }
}
