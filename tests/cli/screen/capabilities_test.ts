// `ferry capabilities` as text and as JSON: of a real machine, and of one that has everything odd.

import { assert, assertEquals } from "@std/assert";
import { capabilitiesText } from "../../../lib/cli/screen/capabilities.ts";
import { capabilitiesJson } from "../../../lib/cli/screen/capabilities_json.ts";
import type { Capabilities, Machine, PathCapabilities, Trial } from "../../../lib/mod.ts";

const yes: Trial = { works: true, code: null, note: null };
const no = (code: string): Trial => ({ works: false, code, note: "as the system says" });

const MACHINE: Machine = {
  system: "linux",
  release: "6.1.0",
  architecture: "x86_64",
  usableProcessors: 4,
  processors: 4,
  processorQuota: 1.5,
  seccomp: "filter",
  container: { name: "Docker", seenBy: "/.dockerenv" },
  mapsUsers: false,
  deno: "2.9.6",
  v8: "15.0",
  typescript: "6.0",
  hasFfi: true,
  calls: "linux",
  user: 0,
  missingPrivileges: [],
  notes: [
    "A sentence that is long enough for more than one line on each screen that there is, or nearly.",
  ],
};

const WHOLE: PathCapabilities = {
  path: "/media/us\nb",
  folder: "/media/us\nb",
  note: null,
  error: null,
  fileSystem: {
    type: "fuseblk",
    kind: "exfat",
    source: "/dev/sdb1",
    mountPoint: "/media/us\nb",
    flags: ["rw", "nosuid"],
    options: [],
  },
  room: {
    totalBytes: 4096 * 1024,
    freeBytes: 1024 * 1024,
    reservedBytes: 0,
    blockBytes: 4096,
    totalInodes: null,
    freeInodes: null,
  },
  limits: {
    nameLength: 255,
    nameUnit: "UTF-16 units",
    pathLength: 4096,
    pathUnit: "bytes",
    largestFile: 2 ** 32 - 1,
    firstTime: 315_532_800,
    lastTime: 4_354_819_198,
    timeStepNs: 2_000_000_000,
    ignoresCase: true,
    refusedCharacters: '"*',
    takesAnyBytes: false,
  },
  writable: yes,
  features: {
    owners: { works: false, code: null, note: "all have one owner" },
    modes: yes,
    times: yes,
    user_xattrs: no("EOPNOTSUPP"),
    trusted_xattrs: no("EOPNOTSUPP"),
    security_xattrs: no("EPERM"),
    acls: { works: null, code: null, note: "of another kind" },
    holes: yes,
    hard_links: no("EPERM"),
    symlinks: no("ENOSYS"),
    fifos: no("EPERM"),
    o_tmpfile: no("EOPNOTSUPP"),
    rename_noreplace: { works: false, code: "EINVAL", note: "a link, as safely" },
    rename_exchange: no("EINVAL"),
  },
  flagNames: [],
  example: null,
};

const READ_ONLY: PathCapabilities = {
  ...WHOLE,
  path: "ro",
  folder: "ro",
  writable: no("EROFS"),
  features: null,
};

const FOUND: Capabilities = {
  machine: MACHINE,
  paths: [WHOLE, READ_ONLY],
  pairs: [
    { from: 0, to: 0, methods: { reflink: no("EOPNOTSUPP"), read_write: yes } },
    { from: 0, to: 1, methods: null },
  ],
  leftovers: [],
};

const text = (columns: number) => capabilitiesText(FOUND, { terminal: false }, columns);

Deno.test("capabilities: no line is wider than the screen, at 80 and at 40 columns", () => {
  for (const columns of [80, 40]) {
    const wide = text(columns).split("\n").filter((line) => line.length > columns);
    assertEquals(wide, []);
  }
});

Deno.test("capabilities: a line stays a line, whatever a path holds", () => {
  assert(text(80).includes("[1] /media/us\\nb\n"));
});

Deno.test("capabilities: what is kept, what is not and why, and what each code stands for", () => {
  const lines = text(80).replace(/\n +/g, (space) => space.length > 12 ? " " : space).split("\n");
  const has = (line: string) => assert(lines.includes(line), `${line}\n${lines.join("\n")}`);
  has("processors   4; control groups leave 1.5");
  has("  file system  fuseblk, which is exfat, of /dev/sdb1 on /media/us\\nb (rw, nosuid)");
  has("  room         1.0 MiB of 4.0 MiB free");
  has('  names        255 UTF-16 units, case is ignored, without " *, UTF-8 only');
  has("  largest file 4.0 GiB");
  has("  times        steps of 2 seconds, 1980 to 2107");
  has("  keeps        modes, times, holes");
  has("  unknown      ACLs (of another kind)");
  has("  instead      of RENAME_NOREPLACE: a link, as safely");
  has("  tried        nothing: it cannot be written to (EROFS)");
  has("[1] to [1]   read_write; not reflink (EOPNOTSUPP)");
  has("[1] to [2]   nothing tried: [2] cannot be written to");
  has("EROFS        it is mounted read-only");
});

Deno.test("capabilities --json: an object a line, the summary last", () => {
  const objects = capabilitiesJson(FOUND, 0).trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(objects.map(({ type }) => type), [
    "machine",
    "path",
    "path",
    "methods",
    "methods",
    "summary",
  ]);
  assertEquals(objects[1].keeps.hard_links, no("EPERM"));
  assertEquals(objects[3].methods.read_write.works, true);
  assertEquals([objects[4].from, objects[4].to, objects[4].methods], [1, 2, null]);
  assertEquals(objects.at(-1), {
    type: "summary",
    schema: 1,
    command: "capabilities",
    outcome: "done",
    paths: 2,
    unwritable: 1,
    leftovers: [],
    exit_code: 0,
  });
});
