// `-f`: cp's --force has no value, rsync's --filter has a rule. What follows the letter tells which is meant: no operand
// and no letters begin as a rule does.

/** The kind of a rule, what modifies it, and the blank or underscore before its pattern; or a rule without one. */
const RULE =
  /^(?:[-+.:][,!+\-Censwrp/x]*[ _].|(?:[HSPR]|exclude|include|merge|dir-merge|hide|show|protect|risk)(?:,[!+\-Censwrp/x]*)?[ _].|!$|[-:]C$)/;

/** What stands behind the letter. */
interface Behind {
  /** In the same argument. */
  readonly attached: string;
  /** The arguments that follow, the next one last. */
  readonly rest: string[];
}

/** Takes the rule that is the value of `-f`; null where it has none. */
export function takeRule({ attached, rest }: Behind): string | null {
  if (attached !== "") return RULE.test(attached) ? attached : null;
  const next = rest.at(-1);
  // Of rules that begin with a letter it is not certain that they are no operand.
  return next !== undefined && /^[-+.:!]/.test(next) && RULE.test(next) ? rest.pop()! : null;
}
