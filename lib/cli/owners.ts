// The value of --chown.

import { checkIdRule, type IdRule } from "../id_rules.ts";

/** Who gets everything; empty where an owner or a group stays as it is. */
export interface Owners {
  readonly users: readonly IdRule[];
  readonly groups: readonly IdRule[];
}

/**
 * Reads `USER`, `USER:GROUP` or `:GROUP`.
 *
 * @throws {RangeError} with the problem in words
 */
export function parseOwners(text: string): Owners {
  const colon = text.indexOf(":");
  const user = colon < 0 ? text : text.slice(0, colon);
  const group = colon < 0 ? "" : text.slice(colon + 1);
  if (user === "" && group === "") throw new RangeError(`'${text}' names neither user nor group`);
  return { users: everybodyTo(user), groups: everybodyTo(group) };
}

function everybodyTo(to: string): IdRule[] {
  if (to === "") return [];
  const rule = { from: "*", to };
  checkIdRule(rule);
  return [rule];
}
