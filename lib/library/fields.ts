// What a script gives as options, taken over at once: a script may change its objects while the run goes on. Inherited
// fields and getters count as in any call of JavaScript's; what is no plain object would have no effect, unnoticed.

import { invalid, shown, unknownOption } from "../library_options.ts";
import { isPlainObject } from "../option_checks.ts";

/** Levels of lists and objects in options, with some to spare. */
const MOST_LEVELS = 6;

/**
 * Takes over the fields of an object.
 *
 * @param name of the function that was called, for messages
 * @param known the fields that it may have; others are left for whoever knows what they are, with `refuse`
 * @param refuse told of each other field
 * @throws {UsageError} for what is no object of options: an array, a Map, a promise
 */
export function fieldsOf(
  name: string,
  given: unknown,
  known: readonly string[],
  refuse: (field: string) => never = (field) => {
    throw unknownOption(field, known);
  },
): Record<string, unknown> {
  if (!isPlainObject(given)) throw invalid(`${name}() takes an object, not ${shown(given)}`);
  const fields: Record<string, unknown> = {};
  for (const field of known) {
    const value = given[field];
    if (value !== undefined) fields[field] = copyOf(value);
  }
  for (const field in given) {
    if (!known.includes(field) && given[field] !== undefined) refuse(field);
  }
  return fields;
}

/** A value with all that is in it; what is no list, plain object or bytes is itself. */
function copyOf(value: unknown, level = 0): unknown {
  if (level > MOST_LEVELS) return value;
  // Holes become `undefined`, which no list takes.
  if (Array.isArray(value)) return Array.from(value, (item) => copyOf(item, level + 1));
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof URL) return new URL(value);
  if (!isPlainObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const field in value) copy[field] = copyOf(value[field], level + 1);
  return copy;
}
