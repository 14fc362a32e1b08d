// The pairs of --usermap and --groupmap, in rsync's syntax (rsync(1)): which owner a target gets for each that a source has.

import { compileWildcard, matchesWildcard } from "./wildcard.ts";

/** One pair; the first whose `from` fits decides. */
export interface IdRule {
  /** A number, a range such as `0-99`, a name, a wildcard for names, or empty for ids without a name. */
  readonly from: string;
  /** A number or a name. */
  readonly to: string;
}

/** The largest id: the one above it means none to chown(2). */
const MOST_ID = 0xffff_fffe;

/** True if an id fits a rule; its name, empty if it has none, is looked up only where the rule is about names. */
export type IdTest = (id: number, nameOf: (id: number) => string) => boolean;

/**
 * Reads pairs such as `0-99:nobody,wayne:admin,*:users`.
 *
 * @throws {RangeError} with the problem in words
 */
export function parseIdRules(text: string): IdRule[] {
  return text.split(",").map((pair) => {
    const colon = pair.indexOf(":");
    if (colon < 0) throw new RangeError(`'${pair}' has no colon`);
    const rule = { from: pair.slice(0, colon), to: pair.slice(colon + 1) };
    checkIdRule(rule);
    return rule;
  });
}

/** @throws {RangeError} with the problem in words */
export function checkIdRule({ from, to }: IdRule): void {
  if (to === "") throw new RangeError(`'${from}:' names nobody after the colon`);
  if (isNumber(to)) idOf(to);
  testOf(from);
}

/** True if it is a number, not a name. */
export function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** True for a rule that is about names. */
export function needsNames({ from }: IdRule): boolean {
  return from !== "*" && !/^\d/.test(from);
}

/** True for a rule that is about one name, without wildcards. */
export function isName({ from }: IdRule): boolean {
  return from !== "" && !/^\d|[*?[]/.test(from);
}

/** What a rule's `from` takes. @throws {RangeError} */
export function testOf(from: string): IdTest {
  if (from === "*") return () => true;
  if (/^\d/.test(from)) return rangeTest(from);
  if (!/[*?[]/.test(from)) return (id, nameOf) => nameOf(id) === from;
  const wildcard = compileWildcard(from);
  return (id, nameOf) => {
    const name = nameOf(id);
    return matchesWildcard(wildcard, name, 0, name.length, false);
  };
}

function rangeTest(from: string): IdTest {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(from) ?? [];
  if (first === undefined) {
    throw new RangeError(`'${from}' is neither a number nor a range of them`);
  }
  const [low, high] = [idOf(first), idOf(last)];
  if (low > high) throw new RangeError(`the range '${from}' is empty`);
  return (id) => id >= low && id <= high;
}

function idOf(text: string): number {
  if (Number(text) > MOST_ID) throw new RangeError(`'${text}' is too large for an id`);
  return Number(text);
}
