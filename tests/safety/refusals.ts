// Command lines that must be refused before anything is touched, as a table. They run in a folder with a
// source `s` of a file and a folder, a target `t` with another folder, and the files `f` and `g`.

/** A name that is one byte too long. */
export const LONG = "n".repeat(256);

/** Makes what the command lines are about. */
export const TREE =
  `mkdir -p s/sub t/old; echo a >s/a; echo b >s/sub/b; echo o >t/old/o; echo f >f; echo g >g`;

/** What is wrong, what is made beforehand, the command line, the code, and what the message quotes. */
export type Refusal = readonly [
  what: string,
  build: string,
  line: string,
  code: string,
  quoted: string,
];

const SOURCE: readonly Refusal[] = [
  ["missing source", "", "copy none t", "ENOENT", "none"],
  ["one of several sources is missing", "", "copy f none t", "ENOENT", "none"],
  ["missing source", "", "mirror none t", "ENOENT", "none"],
  ["missing source and a target to be made", "", "mirror none new", "ENOENT", "none"],
  ["source is a file", "", "mirror f t", "ENOTDIR", "f"],
  ["source goes through a file", "", "copy f/x t", "ENOTDIR", "f/x"],
  ["a name of 256 bytes", "", `copy ${LONG} t`, "ENAMETOOLONG", LONG],
  ["empty SOURCE", "", "copy '' t", "EMPTY", ""],
  ["empty SOURCE", "", "mirror '' t", "EMPTY", ""],
  ["source without entries", "mkdir empty", "mirror empty t", "EMPTY_SOURCE", "empty"],
  [
    "source's disk is not mounted",
    "mkdir m; mount -t tmpfs none m; cp -r s/. m; rm -r t; cp -r m t; umount m",
    "mirror m t",
    "EMPTY_SOURCE",
    "m",
  ],
];

const INSIDE: readonly Refusal[] = [
  ["target inside source", "", "mirror s s/sub", "TARGET_IN_SOURCE", "s/sub"],
  ["target inside source, to be made", "", "mirror s s/sub/n", "TARGET_IN_SOURCE", "s/sub/n"],
  ["a folder into its own sub-folder", "", "copy s s/sub", "TARGET_IN_SOURCE", "s/sub/s"],
  ["a folder into itself", "", "copy s s", "TARGET_IN_SOURCE", "s/s"],
  ["target inside by a symlink", "ln -s s/sub l", "mirror s l/n", "TARGET_IN_SOURCE", "l/n"],
  ["source by a symlink", "ln -s s l", "mirror l s/n", "TARGET_IN_SOURCE", "s/n"],
  ["target inside by ..", "", "mirror s t/../s/sub/../n", "TARGET_IN_SOURCE", "t/../s/sub/../n"],
  ["source inside target", "", "mirror s/sub s", "SOURCE_IN_TARGET", "s/sub"],
  ["source inside by a symlink", "ln -s s/sub l", "mirror l s", "SOURCE_IN_TARGET", "l"],
];

const SAME: readonly Refusal[] = [
  ["same folder", "", "mirror s s", "SAME_FILE", "s"],
  ["same folder by slash and dots", "", "mirror s/ ./t/../s/.", "SAME_FILE", "s/"],
  ["same folder by a symlink", "ln -s s l", "mirror s l", "SAME_FILE", "l"],
  ["same folder by a mount", "mkdir m; mount --bind s m", "mirror s m", "SAME_FILE", "m"],
  ["same file by another path", "", "copy s/a t/../s/a", "SAME_FILE", "t/../s/a"],
  ["same file, its own folder as DEST", "", "copy s/a s", "SAME_FILE", "s/a"],
  ["same file by a hard link", "ln f hard", "copy f hard", "SAME_FILE", "hard"],
  ["same file by a symlink at DEST", "ln -s f l", "copy f l", "SAME_FILE", "l"],
  ["same file by a symlink as SOURCE", "ln -s f l", "copy -L l f", "SAME_FILE", "l"],
  ["same file by a mount", "mkdir m; mount --bind s m", "copy m/a s/a", "SAME_FILE", "m/a"],
  ["a symlink onto its file", "ln -s f l", "copy l f", "SAME_FILE", "l"],
  ["a symlink onto its file by -T", "ln -s f l", "copy -T l f", "SAME_FILE", "l"],
  ["a symlink onto its file by other links", "ln -s f k; ln -s k l", "copy l f", "SAME_FILE", "l"],
  ["a symlink onto a file with two names", "ln f hard; ln -s f l", "copy l hard", "SAME_FILE", "l"],
  ["a symlink onto its file in DEST", "ln -s s/a a", "copy a s", "SAME_FILE", "s/a"],
  ["a symlink onto its folder in DEST", "ln -s s/sub sub", "copy sub s", "SAME_FILE", "s/sub"],
  ["a symlink onto itself", "ln -s f l", "copy l l", "SAME_FILE", "l"],
  ["a dangling symlink onto itself", "ln -s none l", "copy l l", "SAME_FILE", "l"],
];

const TARGET: readonly Refusal[] = [
  ["empty DEST", "", "mirror s ''", "EMPTY", ""],
  ["target is a file", "", "mirror s f", "ENOTDIR", "f"],
  ["a folder onto a file", "", "copy s f", "ENOTDIR", "f"],
  ["several sources onto a file", "", "copy g s f", "ENOTDIR", "f"],
  ["DEST/NAME is a file, SOURCE a folder", "echo x >t/s", "copy s t", "ENOTDIR", "t/s"],
  ["DEST/NAME is a folder, SOURCE a file", "mkdir t/f", "copy f t", "EISDIR", "t/f"],
  ["a file onto a folder", "", "copy -T f t", "EISDIR", "t"],
  ["DEST with a slash is missing", "", "copy f none/", "ENOENT", "none/"],
  ["DEST's folder is missing", "", "copy f none/n", "ENOENT", "none"],
  ["DEST's folder is missing", "", "mirror s none/n", "ENOENT", "none"],
  ["DEST goes through a file", "", "copy s f/n", "ENOTDIR", "f/n"],
  ["a name of 256 bytes for a file", "", `copy f t/${LONG}`, "ENAMETOOLONG", `t/${LONG}`],
  ["a name of 256 bytes for a folder", "", `mirror s ${LONG}`, "ENAMETOOLONG", LONG],
  ["DEST is a dangling symlink", "ln -s none l", "copy f l", "DANGLING_SYMLINK", "l"],
  ["DEST is a dangling symlink", "ln -s none l", "mirror s l", "DANGLING_SYMLINK", "l"],
  ["DEST/ is a dangling symlink", "ln -s none l", "mirror s l/", "DANGLING_SYMLINK", "l/"],
  ["DEST is a symlink to itself", "ln -s l l", "copy f l", "ELOOP", "l"],
  ["DEST is a dangling symlink by -T", "ln -s none l", "copy -T f l", "DANGLING_SYMLINK", "l"],
  [
    "DEST is a dangling symlink, two SOURCEs",
    "ln -s none l; ln -s x k",
    "copy k f l",
    "DANGLING_SYMLINK",
    "l",
  ],
];

/** All of them. */
export const REFUSALS: readonly Refusal[] = [...SOURCE, ...INSIDE, ...SAME, ...TARGET];
