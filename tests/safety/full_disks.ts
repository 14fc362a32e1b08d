// The ways in which a tmpfs of 16 MiB and a small ext4 fill up while a mirror runs, by phase. Each builds
// the source `s` and what the target `t` has beforehand, where `t/old…` stands for what must stay.
//
// What cannot happen: tmpfs keeps names in memory, so that neither naming a new file nor renaming one
// can find it full, only a second name (a hard link counts as an inode); on ext4 the name that replaces
// another takes its room, so that only a rename to a new name can.

export interface Full {
  readonly phase: "folder" | "inode" | "contents" | "attribute" | "name" | "rename" | "hard link";
  readonly what: string;
  /** Options of mount for a tmpfs, of mkfs for ext4. */
  readonly options: string;
  readonly build: string;
  readonly flags?: readonly string[];
  /** The kernel has no unnamed files, as many file systems have none. */
  readonly withoutUnnamed?: true;
}

/** What a build may use. Everything of a disk but so many KiB is filled; it has room again without `t/fill`. */
export const TOOLS = `long() { printf 'n%.0s' {1..240}; echo -n "$1"; }
  attribute() { setfattr -n user.large -v "$(head -c $1 /dev/zero | tr '\\0' x)" $2; }
  leave() { [[ $1 = 0 ]] || fallocate -l $1K t/room; dd if=/dev/zero of=t/fill bs=1K status=none 2>&1 || true; rm -f t/room; sync -f t; }
  take_inodes() { mkdir t/fill; for i in {1..2000}; do : 2>/dev/null >t/fill/$i || break; done; }
`;

/** The script that makes both sides of a case. */
export function building({ build }: Full): string {
  return `${TOOLS}${build}; find s -exec touch -hd @1500000000 {} +`; // ext4's small inodes keep whole seconds
}

const MANY = "for i in {1..300}; do head -c 100K /dev/urandom >s/$i; done";
const OLD_LARGE = "head -c 12M /dev/urandom >s/old; echo old >t/old";

export const ON_TMPFS: readonly Full[] = [
  {
    phase: "folder",
    what: "new folders",
    options: "nr_inodes=50",
    build: "mkdir -p s/{1..100}; echo old >t/old",
  },
  { phase: "inode", what: "new files", options: "nr_inodes=50", build: "touch s/{1..100}" },
  {
    phase: "inode",
    what: "temporary files",
    options: "nr_inodes=12",
    build:
      "for i in {1..10}; do echo new version >s/$i; echo old >t/$i; done; touch t/full || true",
  },
  {
    phase: "inode",
    what: "symlinks",
    options: "nr_inodes=50",
    build: "for i in {1..100}; do ln -s x s/$i; done",
  },
  {
    phase: "inode",
    what: "FIFOs",
    options: "nr_inodes=50",
    build: "for i in {1..100}; do mkfifo s/$i; done",
  },
  {
    phase: "contents",
    what: "a new file",
    options: "size=16m",
    build: "head -c 24M /dev/urandom >s/large; echo a >s/a",
  },
  {
    phase: "contents",
    what: "a replaced file",
    options: "size=16m",
    build: `${OLD_LARGE}; head -c 8M /dev/urandom >t/old2`,
  },
  {
    phase: "contents",
    what: "one of many files",
    options: "size=16m",
    build: `${MANY}; for i in {1..300}; do echo old >t/$i; done`,
  },
  {
    phase: "contents",
    what: "one of many files of a new folder",
    options: "size=16m",
    build: `mkdir s/new; cd s/new; ${MANY.replaceAll("s/", "")}; cd ../..; echo old >t/old`,
  },
  {
    phase: "contents",
    what: "a file that several workers copy",
    options: "size=100m",
    build: "head -c 256M /dev/urandom >s/large; echo old >t/large",
  },
  {
    phase: "contents",
    what: "a file by read and write",
    options: "size=16m",
    build: "head -c 24M /dev/urandom >s/large; echo old >t/large",
    flags: ["--no-zero-copy"],
  },
  {
    phase: "contents",
    what: "holes filled in",
    options: "size=16m",
    build: "truncate -s 24M s/large; echo old >t/large",
    flags: ["--sparse=never"],
  },
  {
    phase: "attribute",
    what: "a new file",
    options: "size=16m,nr_inodes=20",
    build: "echo old >t/old; for i in {1..9}; do echo $i >s/$i; attribute 3000 s/$i; done",
  },
  {
    phase: "attribute",
    what: "a file that is there",
    options: "size=16m,nr_inodes=8",
    build:
      "for i in {1..4}; do echo $i >s/$i; attribute 3000 s/$i; cp --preserve=timestamps s/$i t/$i; done",
    flags: ["--size-only"],
  },
  {
    phase: "hard link",
    what: "second names",
    options: "nr_inodes=30",
    build: "echo a >s/1; for i in {2..60}; do ln s/1 s/$i; done; echo old >t/1",
  },
];

export const ON_EXT4: readonly Full[] = [
  {
    phase: "folder",
    what: "new folders",
    options: "",
    build: "mkdir -p s/{1..20}; echo old >t/old; leave 0",
  },
  {
    phase: "folder",
    what: "new folders' inodes",
    options: "-N 64",
    build: "mkdir -p s/{1..20}; echo old >t/old; take_inodes",
  },
  {
    phase: "inode",
    what: "temporary files",
    options: "-N 64",
    build: "for i in {1..9}; do echo new >s/$i; echo old >t/$i; done; take_inodes",
  },
  {
    phase: "contents",
    what: "a new file",
    options: "",
    build: "head -c 4M /dev/urandom >s/large; echo old >t/old; leave 2048",
  },
  {
    phase: "contents",
    what: "a replaced file",
    options: "",
    build: "head -c 4M /dev/urandom >s/old; echo old >t/old; leave 2048",
  },
  {
    phase: "contents",
    what: "a small replaced file",
    options: "",
    build: "for i in {1..9}; do echo new >s/$i; echo old >t/$i; done; leave 0",
  },
  {
    phase: "contents",
    what: "one of many files of a new folder, by read and write",
    options: "",
    build:
      "mkdir s/new; for i in {1..30}; do head -c 100K /dev/urandom >s/new/$i; done; echo old >t/old; leave 1024",
    flags: ["--no-zero-copy"],
  },
  {
    phase: "attribute",
    what: "a new file",
    options: "-I 128",
    build: ": >s/a; attribute 900 s/a; echo old >t/old; leave 0",
  },
  {
    phase: "attribute",
    what: "a file that is there",
    options: "-I 128",
    build: "echo a >s/a; cp --preserve=timestamps s/a t/a; attribute 900 s/a; leave 0",
    flags: ["--size-only"],
  },
  {
    phase: "name",
    what: "a folder that would have to grow",
    options: "",
    build: "for i in {1..9}; do : >s/$(long $i); done; echo old >t/old; leave 0",
  },
  {
    phase: "hard link",
    what: "a folder that would have to grow",
    options: "",
    build: ": >s/1; for i in {2..9}; do ln s/1 s/$(long $i); done; echo old >t/old; leave 0",
  },
  {
    phase: "name",
    what: "a symlink's text",
    options: "",
    build: "ln -s $(long 1) s/old; echo old >t/old; leave 0",
  },
  {
    phase: "rename",
    what: "a folder that would have to grow",
    options: "",
    build: "for i in {1..9}; do : >s/$(long $i); done; echo old >t/old; leave 0",
    withoutUnnamed: true,
  },
];
