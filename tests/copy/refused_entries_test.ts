// Entries that the target's file system cannot have, on real ones and by the rules of others.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { EFBIG, EILSEQ, EINVAL, ENAMETOOLONG, ENOENT, EPERM } from "../../ffi/errno.ts";
import {
  cString,
  FILE_SYSTEM_KINDS,
  FileStat,
  KIND,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  WORD,
} from "../../ffi/mod.ts";
import {
  certainRefusal,
  problemOf,
  REFUSED_NAMES,
  whyRefused,
} from "../../lib/copy/refused_entries.ts";
import { FolderPair } from "../../lib/entry/folder_pair.ts";
import { targetOf } from "../../lib/entry/subject.ts";
import type { ErrorEvent, NoticeEvent } from "../../lib/events.ts";
import { native } from "../support/entries.ts";
import { runLibrary } from "../support/ferry.ts";
import { run } from "../support/programs.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("problemOf: characters everywhere, ends and devices where Windows' own rules hold", () => {
  const problems = (asWindows: boolean, ...names: string[]) =>
    names.map((name) => problemOf(bytes(name), asWindows));
  const { control, ending, device } = REFUSED_NAMES;
  assertEquals(problems(false, "a:b", "a?b*", "x\ty", "aux", "dot.", "ä b"), [
    ":",
    "?",
    control,
    null,
    null,
    null,
  ]);
  assertEquals(
    problems(true, "Aux.tar.gz", "com9", "com10", "auxiliary", "nul ", "a.", "a", ".b"),
    [
      device,
      device,
      null,
      null,
      ending,
      ending,
      null,
      null,
    ],
  );
  assertEquals(problemOf(new Uint8Array([97, 255]), false), REFUSED_NAMES.encoding);
});

interface Asked {
  readonly kind: number;
  readonly name: string;
  readonly error: number;
  readonly syscall?: string;
  readonly size?: number;
}

/** What is said of a refusal, and what is noted. */
function said({ kind, name, error, syscall = "renameat2", size = 0 }: Asked) {
  const pair = new FolderPair();
  pair.target = 3;
  const noted: string[] = [];
  const ctx = {
    fs: { errorName: native.errorName, longestName: () => 143 },
    limits: { identify: () => ({ kind: FILE_SYSTEM_KINDS[kind] }) },
    count: new Float64Array(64),
    lostNames: {
      add: ({ loss, name }: { loss: string; name: string }) => noted.push(`${loss} ${name}`),
    },
    entry: { source: { size } },
  } as unknown as Parameters<typeof whyRefused>[0];
  const why = whyRefused(ctx, targetOf(pair, cString(name)), syscall, -error);
  return [why, ...noted, ctx.count.reduce((sum, count) => sum + count, 0)];
}

Deno.test("whyRefused: the character, the length or the size, counted once an entry", () => {
  const long = "n".repeat(150);
  assertEquals(said({ kind: KIND.fat, name: "a:b", error: EINVAL }), [
    "; the file system (fat) takes no names with ':'",
    "namesRefused :",
    1,
  ]);
  assertEquals(said({ kind: KIND.opaque, name: long, error: ENAMETOOLONG, syscall: "statx" }), [
    "; the name has 150 bytes, and the file system takes 143",
    "namesTooLong 143 bytes",
    1,
  ]);
  assertEquals(said({ kind: KIND.exfat, name: "ä".repeat(256), error: ENAMETOOLONG }), [
    "; the name has 256 UTF-16 units, and the file system (exfat) takes 255",
    "namesTooLong 255 UTF-16 units",
    1,
  ]);
  const large = { kind: KIND.fat, name: "film", error: EFBIG, syscall: "copy_file_range" };
  assertEquals(said({ ...large, size: 2 ** 32 }), [
    "; the file system (fat) holds no file of more than 4.0 GiB",
    "filesTooLarge 4294967295 bytes",
    1,
  ]);
  assertEquals(said({ ...large, size: 2 ** 32 - 1 }), ["", 0]);
});

Deno.test("whyRefused: nothing is blamed on a name that is not at fault, and a guess is called one", () => {
  const nothing = ["", 0];
  assertEquals(said({ kind: KIND.fat, name: "plain", error: EINVAL }), nothing);
  assertEquals(said({ kind: KIND.fat, name: "a:b", error: EINVAL, syscall: "fchown" }), nothing);
  assertEquals(said({ kind: KIND.ext4, name: "a:b", error: EINVAL }), nothing);
  assertEquals(said({ kind: KIND.fuse, name: "a:b", error: ENOENT }), nothing);
  assertEquals(
    said({ kind: KIND.fuse, name: "a:b", error: EILSEQ })[0],
    "; the file system (fuse) may take no names with ':'",
  );
});

const TREE =
  `mkdir -p s/'d?r' s/ok; cd s; touch 'a:b' 'x|y' $'\\xff' ok/plain 'd?r/in'; ln -s a 'l*nk'
  echo linked >one; ln one 'h"l'`;

testOrSkip(
  "exFAT: each entry is named with what is wrong, and the run tells all of it once",
  needsOddMount("exfat"),
  async () => {
    await withScratch(async (dir) => {
      sh(TREE, dir);
      const { path, reason } = mountOdd(dir, "exfat");
      assertEquals(reason, null);
      const { summary, events } = await runLibrary("copy", `${dir}/s`, `${path}/t`);
      const wrong = summary.errors.filter(({ message }) => message.includes("takes no names"));
      assertEquals(wrong.length, 5);
      const folder = summary.errors.find(({ op }) => op === "create folder");
      assertMatch(folder?.message ?? "", /; the file system \(exfat\) takes no names with '\?'$/);
      const told = events.filter((event): event is NoticeEvent => event.type === "notice")
        .filter(({ message }) => message.includes("takes no names"));
      assertEquals(
        told.map(({ message }) => message.slice(0, 60)),
        [
          "5 entries not copied: the target's file system takes no names",
        ].map((text) => text.slice(0, 60)),
      );
      assertEquals(sh("cat ok/plain one", `${path}/t`), "linked\n");
      assertEquals(leftovers(path), "");
    });
  },
);

const needsNtfs = needsOddMount("ntfs");

testOrSkip(
  "NTFS with Windows' names: files, folders, links and names that end in a dot",
  needsNtfs,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `${TREE}; touch aux.h dot.; rm $'\\xff'; mkdir ../m; truncate -s 32M ../img; mkfs.ntfs -q -F ../img >/dev/null 2>&1`,
        dir,
      );
      assertEquals(run("ntfs-3g", "-o", "windows_names", `${dir}/img`, `${dir}/m`), null);
      try {
        const { summary } = await runLibrary("mirror", `${dir}/s`, `${dir}/m/t`);
        const shown = ({ path, message }: ErrorEvent) =>
          `${new TextDecoder().decode(path).split("/").at(-1)}${
            message.replace(/^.*takes no/, "")
          }`;
        assertEquals(
          summary.errors.map(shown).sort(),
          [
            "a:b names with ':'",
            "aux.h names of devices such as aux",
            "dot. names that end in a dot or a blank",
            "d?r names with '?'",
            `h"l names with '"'`,
            "l*nk names with '*'",
            "x|y names with '|'",
          ].sort(),
        );
        assert(summary.errors.every(({ code }) => code === "EINVAL"));
      } finally {
        sh("umount m", dir);
      }
    });
  },
);

Deno.test("certainRefusal: what FAT and exFAT have no room for; of others only what is certain", () => {
  const refusal = (kind: number, name: string, mode: number = S_IFREG, size = 0) => {
    const stat = new FileStat();
    stat.words[WORD.mode] = mode;
    stat.words[WORD.size] = size % 2 ** 32;
    stat.words[WORD.size + 1] = Math.floor(size / 2 ** 32);
    const limits = { kind: FILE_SYSTEM_KINDS[kind], longestName: () => 255 };
    return certainRefusal(limits, cString(name), stat);
  };
  assertEquals(refusal(KIND.fat, "film", S_IFREG, 2 ** 32), -EFBIG);
  assertEquals(refusal(KIND.fat, "film", S_IFREG, 2 ** 32 - 1), 0);
  assertEquals(refusal(KIND.exfat, "film", S_IFREG, 2 ** 40), 0);
  assertEquals([refusal(KIND.fat, "a:b"), refusal(KIND.exfat, "a?", S_IFDIR)], [-EINVAL, -EINVAL]);
  assertEquals([refusal(KIND.fat, "l", S_IFLNK), refusal(KIND.fat, "d", S_IFDIR)], [-EPERM, 0]);
  assertEquals([refusal(KIND.ext4, "ä".repeat(128)), refusal(KIND.ext4, "a:b")], [
    -ENAMETOOLONG,
    0,
  ]);
  assertEquals([refusal(KIND.fat, "ä".repeat(255)), refusal(KIND.fat, "ä".repeat(256))], [
    0,
    -ENAMETOOLONG,
  ]);
  // ntfs-3g refuses characters only where it is mounted with `windows_names`.
  assertEquals([refusal(KIND.ntfs, "a:b"), refusal(KIND.whole, "l", S_IFLNK)], [0, 0]);
});

testOrSkip(
  "a dry run onto exFAT lists what the run does, and names what it cannot make",
  needsOddMount("exfat"),
  () =>
    withScratch(async (dir) => {
      const { path, reason } = mountOdd(dir, "exfat");
      assertEquals(reason, null);
      sh(
        "mkdir -p s/d/e s/x:y/z; touch s/a:b s/d/c? s/d/e/$'\\xff' s/x:y/z/w; echo 1 >s/d/one; " +
          "ln s/d/one s/d/two; ln -s one s/d/l; mkfifo s/d/f",
        dir,
      );
      const report = async (dryRun: boolean) => {
        const { events, summary } = await runLibrary("mirror", `${dir}/s`, `${path}/t`, { dryRun });
        const told = events.flatMap((event) => {
          if (event.type === "operation") {
            return [`${event.op} ${String.fromCharCode(...event.path)}`];
          }
          return event.type === "error"
            ? [`${event.op} ${String.fromCharCode(...event.path)}`]
            : [];
        });
        return [...told.sort(), summary.filesFailed, summary.outcome];
      };
      const planned = await report(true);
      assertEquals(await report(false), planned);
      assertEquals(planned.at(-2), 5);
    }),
);
