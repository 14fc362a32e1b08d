// Flags for rules beyond --include and --exclude: rsync's language, and what folders of SOURCE say themselves. They
// write into the same list, for their order counts.

import type { FilterRule } from "../../filter_rules.ts";
import {
  CACHE_MARKER,
  FILTER_FILES,
  NO_FILTER_FILES,
  VCS_RULES,
} from "../../plan/rules/known_rules.ts";
import { badValue } from "../errors.ts";
import type { FilterInput } from "../settings.ts";
import { ALL, type Flag } from "./flag.ts";

const group = "which entries";

/** What a flag here says of itself. */
type Row = Pick<Flag, "name" | "longHelp" | "short" | "aliases" | "value">;

/** `--filter` to `--exclude-if-present`. */
export const FILTER_FLAGS: readonly Flag[] = [
  withValue(
    {
      name: "filter",
      value: "RULE",
      longHelp:
        "Add a rule in rsync's language, short or long: '- GLOB' and '+ GLOB' exclude and include, " +
        "'H GLOB' leaves out of what is copied and 'P GLOB' keeps in DEST, 'S' and 'R' are their " +
        "opposites, '. FILE' reads rules from FILE, ': NAME' reads them from the file NAME in each " +
        "folder of SOURCE (with ': DIR/NAME' also in those above SOURCE, from DIR on), '!' forgets all rules so far. Behind the first letter ! negates, s and r " +
        "choose a side, p is for folders that stay, and - + C e n w are as in rsync. " +
        "Its / and x are refused.",
    },
    (text) => ({ kind: "filter", text }),
  ),
  plain(
    {
      name: "filter-files",
      short: "F",
      longHelp:
        "Read rules, as --filter takes them, from the files .ferry-filter and .rsync-filter in each " +
        "folder of SOURCE; they are for that folder and those below it, a deeper file first. Files " +
        "above SOURCE are not read. A folder whose file cannot be read fails. Twice, as -FF, it " +
        "leaves out those files, too.",
    },
    filterFiles,
  ),
  withValue(
    {
      name: "iexclude",
      value: "GLOB",
      longHelp: "Leave out entries as --exclude does, whether letters are small or capital.",
    },
    (text) => ({ kind: "any case", include: false, text }),
  ),
  withValue(
    {
      name: "iinclude",
      value: "GLOB",
      longHelp: "Take entries as --include does, whether letters are small or capital.",
    },
    (text) => ({ kind: "any case", include: true, text }),
  ),
  plain(
    {
      name: "cvs-exclude",
      short: "C",
      longHelp:
        "Leave out what rsync's -C does: .git/, .svn/, .hg/, .bzr/, CVS, RCS, SCCS, what compilers and " +
        "editors leave (*.o, *.a, *.so, *.bak, *~, core and others), what ~/.cvsignore and CVSIGNORE " +
        "name, and in each folder what its .cvsignore names. These rules come after all others.",
    },
    () => ({ kind: "cvs", flag: "cvs-exclude" }),
  ),
  plain(
    {
      name: "exclude-vcs",
      longHelp:
        "Leave out the folders and files of version control and nothing else, as tar does: .git, " +
        ".svn, .hg, .bzr, CVS, RCS, SCCS, _darcs, .gitignore and the like.",
    },
    () => known("exclude-vcs", VCS_RULES),
  ),
  plain(
    {
      name: "gitignore",
      longHelp:
        "Leave out what the .gitignore files in SOURCE have git ignore, and the .git/info/exclude of " +
        "each repository in it. Files above SOURCE and git's settings are not read. .git itself is " +
        "copied.",
    },
    () => known("gitignore", [{ gitignore: true }]),
  ),
  plain(
    {
      name: "exclude-caches",
      longHelp:
        "Leave out what is in a folder with a valid CACHEDIR.TAG; as with tar, the folder and the tag " +
        "are copied.",
    },
    () => known("exclude-caches", [CACHE_MARKER]),
  ),
  withValue(
    {
      name: "exclude-if-present",
      value: "NAME",
      longHelp:
        "Leave out what is in a folder that has an entry NAME; the folder and NAME are copied.",
    },
    (marker, typed) => {
      if (marker.includes("/") || marker === "." || marker === "..") {
        throw badValue(typed, `'${marker}' is no name of an entry`);
      }
      return known("exclude-if-present", [{ marker }]);
    },
  ),
];

function known(flag: string, rules: readonly FilterRule[]): FilterInput {
  return { kind: "known", flag, rules };
}

/** The files are read at the first -F, and left out from the second on. */
function filterFiles(filters: readonly FilterInput[]): FilterInput {
  const isRepeated = filters.some((input) =>
    input.kind === "known" && input.rules.includes(FILTER_FILES[0])
  );
  return known("filter-files", isRepeated ? NO_FILTER_FILES : FILTER_FILES);
}

function plain(row: Row, make: (filters: readonly FilterInput[]) => FilterInput): Flag {
  return {
    ...row,
    group,
    commands: ALL,
    help: "",
    negatable: true,
    apply({ filters }, value) {
      const isOther = (input: FilterInput) =>
        !("flag" in input) || input.flag !== row.name ||
        (value === "yes" && input.kind !== "without");
      const others = filters.filter(isOther);
      filters.splice(0, filters.length, ...others);
      filters.push(value === "yes" ? make(filters) : { kind: "without", flag: row.name });
    },
  };
}

function withValue(row: Row, make: (value: string, typed: string) => FilterInput): Flag {
  return {
    ...row,
    isList: true,
    group,
    commands: ALL,
    help: "",
    apply(draft, text, typed) {
      if (text === "") throw badValue(typed, `the ${row.value!.toLowerCase()} is empty`);
      draft.filters.push(make(text, typed));
    },
  };
}
