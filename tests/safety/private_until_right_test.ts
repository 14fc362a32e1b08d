// Nobody may open a file, not even for a moment, whom neither the old nor the new one lets in: it is made
// private, and its mode is widened only when owner, group and ACL are right. Judged by the order of the calls.

import { assertEquals } from "@std/assert";
import { expectSuccess } from "../support/ferry.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced } from "../support/trace.ts";

const reason = needsRoot() ?? needsPrograms("strace", "setfacl", "setfattr");
const CALLS = "openat,mknodat,mkdirat,fchown,fchownat,fchmod,fsetxattr,setxattr,pwrite64," +
  "copy_file_range,sendfile,linkat,renameat,renameat2";

/** What ferry does to the entries of `t`, a word or two a call; only making, owners, modes, ACLs and names. */
async function steps(dir: string, ...args: string[]): Promise<string[]> {
  const run = await ferryTraced({ calls: CALLS, below: dir }, ...args);
  expectSuccess({ ...run, stderr: "" });
  return run.calls.map(({ name, text }) => stepOf(name, text))
    .filter((step) => step !== null)
    .filter((step, i, all) => step !== "bytes" || all[i - 1] !== "bytes");
}

function stepOf(call: string, text: string): string | null {
  const octal = /, (?:S_IF\w+\|)?(0\d*)[,)]/.exec(text)?.[1].replace(/^0+/, "");
  switch (call) {
    case "openat":
      return /O_TMPFILE|O_CREAT/.test(text) ? `file ${octal}` : null;
    case "mkdirat":
      return `folder ${octal}`;
    case "mknodat":
      return `special ${octal}`;
    case "fchmod":
      return `mode ${octal}`;
    case "fchown":
    case "fchownat":
      return `owner ${/(-?\d+, -?\d+)(?:, AT_|\))/.exec(text)?.[1]}`;
    case "fsetxattr":
    case "setxattr":
      return `set ${/"([a-z_.]+)"/.exec(text)?.[1]}`;
    case "pwrite64":
    case "copy_file_range":
    case "sendfile":
      return "bytes";
    default:
      return "name";
  }
}

function test(name: string, script: string, args: string[], expected: string[]): void {
  testOrSkip(name, reason, async () => {
    await withScratch(async (dir) => {
      sh(`umask 022; mkdir s t; ${script}`, dir);
      const paths = args.map((arg) => arg.replace(/^(?=[st](\/|$))/, `${dir}/`));
      assertEquals(await steps(dir, ...paths), expected);
    });
  });
}

const SECRET = "echo secret >s/f; chown 3:5 s/f; chmod 640 s/f;";
const PRIVATE = ["file 600", "bytes", "owner 3, 5", "mode 640"];

test("a new file gets its owner before its group may read it", SECRET, ["copy", "s/f", "t"], [
  ...PRIVATE,
  "name",
]);

test(
  "a replacement gets its owner before its group may read it",
  `${SECRET} echo older >t/f; chmod 600 t/f`,
  ["mirror", "s", "t"],
  [...PRIVATE, "name"],
);

test(
  "a large file that is written slowly is private meanwhile",
  `${SECRET} truncate -s 3M s/f; echo older >t/f; chmod 644 t/f`,
  ["copy", "--bwlimit=30M", "--sparse=never", "s/f", "t"],
  ["file 600", "bytes", "owner 3, 5", "mode 640", "name"],
);

test(
  "a file with an ACL gets that before anybody else may read it",
  "echo secret >s/f; chmod 600 s/f; setfacl -m u:3:rw s/f",
  ["copy", "s/f", "t"],
  ["file 600", "bytes", "set system.posix_acl_access", "mode 660", "name"],
);

test(
  "an ACL that a folder hands down lets nobody read before it is gone",
  "echo secret >s/f; chmod 640 s/f; setfacl -d -m u:3:rwx t; setfacl -m u:3:rwx t",
  ["copy", "s/f", "t"],
  ["file 600", "bytes", "mode 640", "name"],
);

test(
  "files that need no other owner are made with their mode, but for the first of a folder",
  "for i in 1 2 3; do echo $i >s/$i; chmod 644 s/$i; done; touch t/x",
  ["mirror", "--no-delete", "s", "t"],
  [
    "file 600",
    "bytes",
    "mode 644",
    "name",
    "file 644",
    "bytes",
    "name",
    "file 644",
    "bytes",
    "name",
  ],
);

test(
  "in a new folder, which nobody else can search, files are made with their mode",
  "echo secret >s/f; chown 3:5 s/f s; chmod 640 s/f; chmod 750 s; rmdir t",
  ["mirror", "s", "t"],
  ["folder 700", "file 640", "bytes", "owner 3, 5", "name", "owner 3, 5", "mode 750"],
);

test(
  "--inplace shuts out whom the new mode does not let in before the first byte",
  `${SECRET} echo older >t/f; chmod 644 t/f`,
  ["mirror", "--inplace", "s", "t"],
  ["mode 600", "bytes", "owner 3, 5", "mode 640"],
);

test(
  "a mode that lets the old group in is narrowed before there is a new group",
  "echo a >s/f; cp -p s/f t/f; chown 3:5 s/f; chmod 600 s/f; chmod 660 t/f",
  ["mirror", "s", "t"],
  ["mode 600", "owner 3, 5", "mode 600"],
);

test(
  "a device is made private, and so is the one that shows whether there can be any",
  "mknod s/c c 1 3; chown 3:5 s/c; chmod 666 s/c",
  ["mirror", "s", "t"],
  ["special 600", "special 600", "owner 3, 5"],
);

test(
  "--chown sets the owner that is asked for before anybody else may read",
  SECRET,
  ["copy", "--chown=7:9", "s/f", "t"],
  ["file 600", "bytes", "owner 7, 9", "mode 640", "name"],
);

test(
  "--chmod narrows from the first moment on, and so does the ACL that it narrows",
  "echo secret >s/f; chmod 644 s/f; setfacl -m u:3:rw s/f; rmdir t; mkdir t; echo old >t/f; chmod 600 t/f",
  ["mirror", "--chmod=F600", "s", "t"],
  ["file 600", "bytes", "set system.posix_acl_access", "mode 600", "name"],
);

test(
  "--chmod gives setuid after the owner, who would lose it again",
  "echo a >s/f; chmod 755 s/f",
  ["copy", "--chown=7", "--chmod=u+s", "s/f", "t"],
  ["file 600", "bytes", "owner 7, -1", "mode 4755", "name"],
);
