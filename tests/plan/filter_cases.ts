// The documented rules of rsync's filters as a table.

export interface Case {
  readonly criterion: string;
  /** A filter file: excludes, and includes behind `+ `. */
  readonly rules: string;
  /** Entries in text form; a folder ends in a slash. Parents are listed too. */
  readonly kept: readonly string[];
  readonly left: readonly string[];
}

export const CASES: readonly Case[] = [
  {
    criterion: "a plain name is matched in every folder",
    rules: "a",
    kept: ["b/", "b/ab", "ba"],
    left: ["a", "b/a"],
  },
  {
    criterion: "a suffix pattern is bound to the end",
    rules: "*.o",
    kept: ["a.oo", "o"],
    left: ["a.o", ".o"],
  },
  {
    criterion: "a star stops at a slash",
    rules: "/b/*.c",
    kept: ["b/", "b/d/", "b/d/x.c"],
    left: ["b/x.c"],
  },
  {
    criterion: "two stars cross slashes",
    rules: "/b/**.c",
    kept: ["b/", "b/d/", "x.c"],
    left: ["b/x.c", "b/d/x.c"],
  },
  {
    criterion: "two stars in front of a slash match nothing as well",
    rules: "**/x",
    kept: ["ax", "b/", "b/d/"],
    left: ["x", "b/d/x"],
  },
  {
    criterion: "two stars between slashes need both slashes",
    rules: "/b/**/x",
    kept: ["b/", "b/x", "b/d/", "b/d/e/"],
    left: ["b/d/x", "b/d/e/x"],
  },
  {
    criterion: "two stars later on let the pattern start at any component",
    rules: "b**x",
    kept: ["ab/", "ab/x", "c/", "c/b/", "c/b/d/"],
    left: ["bx", "c/b/d/x", "c/bcx"],
  },
  {
    criterion: "two stars behind a leading slash stay anchored",
    rules: "/a**x",
    kept: ["a/", "b/", "b/ax", "b/a/", "b/a/x"],
    left: ["a/x", "abx"],
  },
  { criterion: "a question mark is one byte", rules: "?", kept: ["é", "aa"], left: ["a"] },
  {
    criterion: "two bytes of UTF-8 are two question marks",
    rules: "??",
    kept: ["a"],
    left: ["é", "aa"],
  },
  {
    criterion: "a name beyond ASCII is matched by its bytes",
    rules: "é*/",
    kept: ["é"],
    left: ["éa/"],
  },
  { criterion: "a leading slash anchors", rules: "/a", kept: ["b/", "b/a"], left: ["a"] },
  {
    criterion: "a trailing slash is for folders",
    rules: "a/",
    kept: ["b/", "b/a"],
    left: ["a/", "a/x"],
  },
  {
    criterion: "an inner slash matches a tail at a component boundary",
    rules: "b/x",
    kept: ["ab/", "ab/x", "x", "b/", "c/", "c/b/"],
    left: ["b/x", "c/b/x"],
  },
  {
    criterion: "an inner slash with a star takes as many components as it has",
    rules: "b/*",
    kept: ["b/", "c/", "c/b/", "ab/", "ab/x"],
    left: ["b/x", "c/b/y"],
  },
  {
    criterion: "/*** takes the folder and what is below",
    rules: "a/***",
    kept: ["b/", "b/a"],
    left: ["a/", "a/x"],
  },
  {
    criterion: "/** leaves the folder itself",
    rules: "a/**",
    kept: ["a/"],
    left: ["a/x", "a/b/", "a/b/y"],
  },
  { criterion: "a class has ranges", rules: "[a-c-]", kept: ["d"], left: ["a", "c", "-"] },
  {
    criterion: "a range is over with its upper bound",
    rules: "[a-c-e]",
    kept: ["d"],
    left: ["b", "-", "e"],
  },
  {
    criterion: "a minus in the first place is a member",
    rules: "[-b]",
    kept: ["a"],
    left: ["-", "b"],
  },
  {
    criterion: "a class is negated by ! and ^",
    rules: "[!a]\nx[^a]",
    kept: ["a", "xa"],
    left: ["b", "xb"],
  },
  {
    criterion: "a bracket in the first place is a member",
    rules: "[]a]",
    kept: ["b"],
    left: ["]", "a"],
  },
  { criterion: "a class escapes", rules: "[\\]\\-a]", kept: ["\\", "b"], left: ["]", "-", "a"] },
  { criterion: "a class can be named", rules: "[[:digit:]x]", kept: ["y", ":"], left: ["5", "x"] },
  {
    criterion: "a class name that is not closed is members",
    rules: "[[:a]",
    kept: ["l"],
    left: ["[", ":", "a"],
  },
  {
    criterion: "a class name that is not begun is members",
    rules: "[[:]",
    kept: ["a"],
    left: ["[", ":"],
  },
  {
    criterion: "an unknown class name matches nothing",
    rules: "[[:odd:]a]",
    kept: ["a", "o"],
    left: [],
  },
  { criterion: "an unclosed class matches nothing", rules: "[a", kept: ["a", "[a"], left: [] },
  {
    criterion: "a class never takes a slash",
    rules: "/b[!x]c\n/b[/]c\n/b[.-0]c",
    kept: ["b/", "b/c"],
    left: ["bac"],
  },
  {
    criterion: "a slash in a class makes an unanchored pattern want one component more",
    rules: "[a/]",
    kept: ["a", "b/", "b/a"],
    left: [],
  },
  { criterion: "a backslash escapes beside a wildcard", rules: "\\*?", kept: ["ab"], left: ["*b"] },
  {
    criterion: "a backslash escapes behind a star",
    rules: "*\\.o",
    kept: ["a\\.a", "b.a"],
    left: ["a.o", "a\\.o"],
  },
  { criterion: "a backslash is literal without one", rules: "a\\b", kept: ["ab"], left: ["a\\b"] },
  {
    criterion: "a backslash at the end matches nothing",
    rules: "a*\\",
    kept: ["a", "a\\"],
    left: [],
  },
  {
    criterion: "the first rule that matches decides",
    rules: "+ a.c\n*.c\n+ *",
    kept: ["a.c", "b"],
    left: ["b.c"],
  },
  {
    criterion: "a folder that is not included hides what is",
    rules: "+ *.c\n*",
    kept: ["a.c"],
    left: ["b/", "b/a.c"],
  },
  {
    criterion: "folders, sources and nothing else",
    rules: "+ */\n+ *.c\n*",
    kept: ["a.c", "b/", "b/a.c"],
    left: ["b/x", "x"],
  },
  {
    criterion: "an anchored pattern that is only a slash matches nothing",
    rules: "/\n//",
    kept: ["a/", "b"],
    left: [],
  },
  {
    criterion: "comments, blank lines, prefixes and ! are those of a filter file",
    rules: "a\r\n!\n#b\n;b\n\n+ #c\n- ;c\n#c\n c \n-\n!x",
    kept: ["a", "b", "#c", "c", "!"],
    left: [";c", " c ", "-", "!x"],
  },
];
