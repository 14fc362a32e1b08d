// `--no-perms`: what exists keeps its mode, what is new gets what open(2), mkdir(2) and mknod(2) give for the
// source's: less the umask, or what the folder's default ACL takes the place of it with, and with the setgid
// bit that a folder inherits. rsync is the judge.

import { assertEquals } from "@std/assert";
import { expectSuccess, ferryUnder } from "../support/ferry.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const reason = needsRoot() ?? needsPrograms("rsync", "setfacl");

const SOURCE = `umask 022; mkdir s s/d s/d/e s/there
  echo same >s/same; touch -d @1000 s/same; chmod 640 s/same
  echo newer >s/replaced; echo newer >s/setuid; chmod 600 s/setuid; chmod 640 s/replaced
  echo n >s/new; chmod 4775 s/new; echo n >s/readonly; chmod 444 s/readonly
  echo x | tee s/d/f >s/d/e/f; chmod 664 s/d/f; mkfifo s/p; chmod 666 s/p; mknod s/c c 1 3; chmod 622 s/c
  chown 3:5 s/same s/replaced s/new s/d s/p; chmod 555 s/d s/d/e; chmod 700 s/there`;

const TARGET = `echo same >same; touch -d @1000 same; chmod 666 same; chown 7:7 same
  echo older >replaced; touch -d @2000 replaced; chmod 666 replaced; chown 8:8 replaced
  echo old >setuid; chmod 4755 setuid; mkdir there; chmod 1751 there`;

/** What new entries inherit. */
const FOLDERS = {
  "a plain folder": ":",
  "a setgid folder": "chgrp 33 .; chmod 2775 .",
  "a folder with a default ACL": "setfacl -d -m u:bin:rwx,o::- .",
  "a folder with a default ACL of mode bits only": "setfacl -d -m g::r,o::- .",
};

/** Options, and rsync's for the same. */
const OPTIONS = [
  [["--no-perms"], "-rltog"],
  [["--no-perms", "--no-owner", "--no-group"], "-rlt"],
  [["--no-perms", "--no-owner"], "-rltg"],
  [["--no-perms", "--no-group"], "-rlto"],
] as const;

const MODES = "find . -printf '%P %m %U:%G\\n' | sort";
const ferry = (...args: string[]) =>
  ferryUnder(["sh", "-c", 'umask 022; exec "$@"', "sh"], ...args);

for (const [folder, prepare] of Object.entries(FOLDERS)) {
  for (const [options, letters] of OPTIONS) {
    testOrSkip(`${options.join(" ")} in ${folder} gives what rsync gives`, reason, async () => {
      await withScratch(async (dir) => {
        sh(SOURCE, dir);
        for (const side of ["rsync", "ferry"]) {
          sh(`umask 022; mkdir ${side}; cd ${side}; ${prepare}; ${TARGET}`, dir);
        }
        sh(`umask 022; rsync ${letters} --specials --devices s/ rsync/`, dir);
        expectSuccess(await ferry("copy", "-T", ...options, `${dir}/s`, `${dir}/ferry`));
        assertEquals(sh(MODES, `${dir}/ferry`), sh(MODES, `${dir}/rsync`));
      });
    });
  }
}

testOrSkip("new trees are what cp -r makes of them, ACLs too", reason, async () => {
  await withScratch(async (dir) => {
    sh(
      `${SOURCE}; chown -R 0:0 s; rm s/c; mkdir t; setfacl -d -m u:bin:rwx,o::- t; chmod 2775 t`,
      dir,
    );
    sh("umask 022; cp -r s t/cp", dir);
    expectSuccess(await ferry("copy", "-T", "--no-perms", `${dir}/s`, `${dir}/t/ferry`));
    const acls = "find . | sort | xargs getfacl";
    assertEquals(sh(acls, `${dir}/t/ferry`), sh(acls, `${dir}/t/cp`));
  });
});

testOrSkip(
  "a replaced file keeps its ACL with its mode, and gets none from its folder",
  reason,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s t; echo newer | tee s/a >s/b; echo old | tee t/a >t/b; setfacl -d -m u:bin:rwx t
       chmod 640 t/b; chmod 600 t/a; setfacl -m u:daemon:rw t/a; getfacl t t/a t/b >before`,
        dir,
      );
      expectSuccess(await ferry("mirror", "--no-perms", `${dir}/s`, `${dir}/t`));
      assertEquals(sh("cat t/a; getfacl t t/a t/b", dir), sh("cat s/a before", dir));
    });
  },
);

testOrSkip("setuid does not pass to another owner, though the mode stays", reason, async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir s t; echo newer | tee s/a >s/b; echo old >t/a; cp -p s/b t/b; chown 7:7 t/a t/b
       chmod 6755 t/a t/b`,
      dir,
    );
    expectSuccess(await ferry("mirror", "--no-perms", `${dir}/s`, `${dir}/t`));
    assertEquals(sh("stat -c '%a %u' t/a t/b", dir), "755 0\n755 0\n");
  });
});

testOrSkip("a second run without modes has nothing to do", reason, async () => {
  await withScratch(async (dir) => {
    sh(`${SOURCE}; mkdir t; setfacl -d -m u:bin:rwx,o::- t`, dir);
    const [s, t] = [`${dir}/s`, `${dir}/t`];
    for (const expected of ["copied", "nothing to do"]) {
      const run = await ferry("mirror", "--no-perms", "--no-owner", "--no-group", s, t);
      assertEquals(run.stdout.includes(expected), true, run.stdout);
    }
  });
});
