// Rules that one option stands for.

import type { FilterRule, PatternRule, RuleFile, RuleSide } from "../../filter_rules.ts";

/** Files of rules that -F reads in each folder: ferry's own, then rsync's. */
export const FILTER_FILES: readonly RuleFile[] = [
  { ruleFile: ".ferry-filter" },
  { ruleFile: ".rsync-filter" },
];

/** What -F, typed once more, leaves out: those files. */
export const NO_FILTER_FILES: readonly PatternRule[] = FILTER_FILES.map(({ ruleFile }) => ({
  include: false,
  pattern: ruleFile,
}));

/** What version control keeps, as tar's --exclude-vcs has it. */
const VCS_NAMES =
  "CVS .cvsignore RCS SCCS .git .gitignore .gitattributes .gitmodules .svn .arch-ids " +
  "{arch} =RELEASE-ID =meta-update =update .bzr .bzrignore .bzrtags .hg .hgignore .hgtags _darcs";

/** What --exclude-vcs leaves out. */
export const VCS_RULES: readonly PatternRule[] = VCS_NAMES.split(" ").map((pattern) => ({
  include: false,
  pattern,
}));

/** What rsync's -C leaves out (rsync(1), --cvs-exclude). */
const CVS_PATTERNS =
  "RCS SCCS CVS CVS.adm RCSLOG cvslog.* tags TAGS .make.state .nse_depinfo *~ #* .#* ,* " +
  "_$* *$ *.old *.bak *.BAK *.orig *.rej .del-* *.a *.olb *.o *.obj *.so *.exe *.Z *.elc *.ln core " +
  ".svn/ .git/ .hg/ .bzr/";

/** The files that -C reads in each folder, for that folder alone. */
export const CVS_FILES: RuleFile = {
  ruleFile: ".cvsignore",
  isLocal: true,
  syntax: "excludes",
  words: true,
  clears: true,
};

/**
 * The rules of `-C` that are the same for all folders.
 *
 * @param more patterns of the user's, as words, in their order; `!` forgets those before
 */
export function cvsRules(more: readonly string[], side?: RuleSide): readonly PatternRule[] {
  const rules: PatternRule[] = CVS_PATTERNS.split(" ").map((pattern) => ({
    include: false,
    pattern,
    side,
    perishable: true,
  }));
  for (const pattern of more) {
    if (pattern === "!") rules.length = 0;
    else rules.push({ include: false, pattern, side });
  }
  return rules;
}

/** Folders with a file that tells a cache (bford.info/cachedir). */
export const CACHE_MARKER: FilterRule = {
  marker: "CACHEDIR.TAG",
  signature: "Signature: 8a477f597d28d172789f06886806bc55",
};
