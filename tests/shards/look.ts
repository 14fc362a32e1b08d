// A tree as find, getfattr and sha1sum see it, which share nothing with ferry, and the exact comparison of two of them: each
// property of each entry, the times and modes of folders, and which names are of one file.

/** An entry, in find's terms; names and link texts are binary text. */
interface Found {
  readonly type: string;
  readonly mode: string;
  readonly owner: string;
  readonly inode: string;
  readonly size: string;
  readonly mtime: string;
  /** Blocks of 512 bytes. */
  readonly blocks: number;
  readonly linkText: string;
}

/** A tree. */
export interface Look {
  /** By path; the root's is empty. */
  readonly entries: ReadonlyMap<string, Found>;
  /** Digests by path. */
  readonly digests: ReadonlyMap<string, string>;
  /** Attributes, and numbers of devices, as sorted text of those entries that have some. */
  readonly attributes: readonly string[];
}

const FIELDS = ["%P", "%y", "%m", "%U:%G", "%D:%i", "%s", "%T@", "%b", "%l"];
/** What a file system allocates ahead, in blocks of 512 bytes. */
const SLACK_BLOCKS = 256;
const PARTS = [
  `find . -printf '${FIELDS.join("\\0")}\\0'`,
  "find . -type f -print0 | xargs -0r sha1sum -z",
  "getfattr -R -P -h -d -m - -e hex . 2>/dev/null",
  "find . \\( -type b -o -type c \\) -exec stat -c '%n %t:%T' {} +",
];
const BORDER = "\n-- border --\n";

/** Looks at everything below some folder; as root, whoever owns it. */
export function look(root: string): Look {
  const script = PARTS.join(`; printf '${BORDER.replaceAll("\n", "\\n")}'; `);
  const [found, digests, xattrs, devices] = binaryOutput(script, root).split(
    BORDER,
  );
  const fields = found.split("\0");
  const entries = new Map<string, Found>();
  for (let at = 0; at + FIELDS.length <= fields.length; at += FIELDS.length) {
    const [path, type, mode, owner, inode, size, mtime, blocks, linkText] = fields.slice(at);
    entries.set(path, {
      type,
      mode,
      owner,
      inode,
      size: type === "d" ? "" : size,
      mtime,
      blocks: Number(blocks),
      linkText,
    });
  }
  return {
    entries,
    digests: new Map(
      digests.split("\0").filter((line) => line !== "")
        .map((
          line,
        ) => [
          line.slice(line.indexOf(" ") + 4),
          line.slice(0, line.indexOf(" ")),
        ]),
    ),
    attributes: [...xattrs.split("\n\n"), ...devices.split("\n")]
      .map((text) => text.trim().split("\n"))
      // In the order in which the file system lists them.
      .map(([name, ...values]) => [name, ...values.sort()].join(" "))
      .filter((line) => line !== "").sort(),
  };
}

/**
 * In what two trees differ, a line each.
 *
 * @param since seconds since 1970: times that are later in both trees are those of the runs, and count as equal
 */
export function unlike(one: Look, other: Look, since = Infinity): string[] {
  const lines: string[] = [];
  for (
    const path of [...new Set([...one.entries.keys(), ...other.entries.keys()])]
      .sort()
  ) {
    const [a, b] = [one.entries.get(path), other.entries.get(path)];
    if (a === undefined || b === undefined) {
      lines.push(
        `${shown(path)}: only in ${a === undefined ? "the second" : "the first"}`,
      );
      continue;
    }
    const hasTimes = Number(a.mtime) < since || Number(b.mtime) < since;
    const of = (entry: Found, { digests }: Look) =>
      [
        entry.type,
        entry.mode,
        entry.owner,
        entry.size,
        hasTimes ? entry.mtime : "",
        entry.linkText,
        digests.get(path) ?? "",
      ].join(" ");
    if (of(a, one) !== of(b, other)) {
      lines.push(
        `${shown(path)}: ${shown(of(a, one))} and ${shown(of(b, other))}`,
      );
    }
    if (a.type === "f" && Math.abs(a.blocks - b.blocks) > SLACK_BLOCKS) {
      lines.push(`${shown(path)}: ${a.blocks} and ${b.blocks} blocks`);
    }
  }
  const [groups, others] = [linkGroups(one), linkGroups(other)];
  lines.push(
    ...onlyIn(groups, others).map((group) => `one file only in the first: ${shown(group)}`),
    ...onlyIn(others, groups).map((group) => `one file only in the second: ${shown(group)}`),
    ...onlyIn(one.attributes, other.attributes).map((text) => `only in the first: ${shown(text)}`),
    ...onlyIn(other.attributes, one.attributes).map((text) => `only in the second: ${shown(text)}`),
  );
  return lines;
}

/** The names that share an inode, group by group. */
export function linkGroups({ entries }: Look): string[] {
  const groups = Map.groupBy(
    [...entries].filter(([, { type }]) => type !== "d"),
    ([, { inode }]) => inode,
  );
  return [...groups.values()].filter((names) => names.length > 1)
    .map((names) => names.map(([path]) => path).sort().join(" = ")).sort();
}

function onlyIn(one: readonly string[], other: readonly string[]): string[] {
  const others = new Set(other);
  return one.filter((text) => !others.has(text));
}

/** With escapes for what a terminal would not show. */
function shown(text: string): string {
  return text.replace(
    /[^ -~]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** What a script prints, one character a byte. */
function binaryOutput(script: string, cwd: string): string {
  const { success, stdout, stderr } = new Deno.Command("bash", {
    args: ["-uc", script],
    cwd,
    env: { LC_ALL: "C" },
  }).outputSync();
  if (!success || stderr.length > 0) {
    throw new Error(new TextDecoder().decode(stderr));
  }
  let text = "";
  for (let at = 0; at < stdout.length; at += 8192) {
    text += String.fromCharCode(...stdout.subarray(at, at + 8192));
  }
  return text;
}
