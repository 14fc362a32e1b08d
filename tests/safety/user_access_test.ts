// ferry as an ordinary user, who may not read and write everything: what cannot be read is named and counted, and
// nothing is deleted on account of it; what may be written, the owner's own read-only folders too, is.

import { assert, assertEquals } from "@std/assert";
import { chosenStandIn } from "../support/chosen_stand_in.ts";
import { judge } from "../support/judge.ts";
import { runAsUser, testAsUser, USER } from "../support/ordinary_user.ts";
import { needsPrograms } from "../support/programs.ts";
import { leftovers, look, sh } from "../support/safety.ts";

/** Folders that must not be written to, two deep, with files, in a source of the user's own. */
const READ_ONLY = `mkdir -p s/ro/deep; echo a >s/ro/a; echo b >s/ro/deep/b; ln -s a s/ro/l
  chmod 555 s/ro/deep s/ro; chown -hR ${USER}:${USER} s`;

testAsUser("read-only folders are copied with what is in them", async (dir) => {
  sh(READ_ONLY, dir);
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
});

testAsUser("a second mirror of read-only folders touches nothing", async (dir) => {
  sh(READ_ONLY, dir);
  await runAsUser(["mirror", "s", "t"], dir);
  const before = look(`${dir}/t`);
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(look(`${dir}/t`), before);
});

testAsUser(
  "what changed in read-only folders is mirrored, deletions too, and their mode is right",
  async (dir) => {
    sh(
      `${READ_ONLY}; cp -a s t
     chmod 755 t/ro t/ro/deep; mkdir t/ro/gone; echo x >t/ro/gone/x; echo y >t/ro/deep/y
     chmod 555 t/ro/gone t/ro/deep t/ro; chown -hR ${USER}:${USER} t
     chmod 755 s/ro; echo new >s/ro/new; echo other >s/ro/a; rm s/ro/l; chmod 555 s/ro
     chown -hR ${USER}:${USER} s`,
      dir,
    );
    const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  },
);

testAsUser(
  "a mark in a target that becomes read-only does not stay",
  async (dir) => {
    sh(
      `mkdir -p s/x e/old d; echo a >s/x/a; chown -hR ${USER}:${USER} .; bindfs -o allow_other e d`,
      dir,
    );
    const line = ["copy", "--remove-source-files", "--chmod=D555", "-T", "s", "d"];
    const { code, stderr } = await runAsUser(line, dir);
    assertEquals([code, stderr, leftovers(`${dir}/e`)], [0, "", ""]);
    assertEquals(sh("stat -c %a e e/x; cat e/x/a", dir), "555\n555\na\n");
  },
  needsPrograms("bindfs"),
);

testAsUser("a folder of mode 0 in the target's way is deleted", async (dir) => {
  sh(`mkdir -p s t/gone/deep; echo a >s/a; touch t/gone/deep/x; chown -R ${USER}:${USER} .`, dir);
  sh("chmod 0 t/gone/deep t/gone", dir);
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
});

/** Target entries below each folder that cannot be read; the rest of the target is out of date. */
const UNREADABLE =
  `mkdir -p s/{none,list,search,open} ; touch s/{none,list,search,open}/f; echo a >s/a
  echo secret >s/closed; cp -a s t; touch t/{none,list,search,open}/extra; echo old >t/a
  chown -R ${USER}:${USER} .
  chmod 0 s/none s/closed; chmod 444 s/list; chmod 111 s/search`;

testAsUser(
  "what cannot be read is named and counted, the rest is done, nothing is deleted there",
  async (dir) => {
    sh(UNREADABLE, dir);
    const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
    assertEquals(code, 1, stderr);
    for (const path of ["s/none", "s/search", "s/list/f"]) {
      assert(stderr.includes(`'${path}': Permission denied (EACCES)`), stderr);
    }
    assert(/ferry: \d+ errors/.test(stderr), stderr);
    assertEquals(
      sh("cat a; ls open none search", `${dir}/t`),
      "a\nnone:\nextra\nf\n\nopen:\nf\n\nsearch:\nextra\nf\n",
    );
    // Darwin's source is listed once more before anything is deleted, by a stream that has to be opened in it.
    const listed = chosenStandIn() === null ? "f\n" : "extra\nf\n";
    assertEquals(sh("ls list", `${dir}/t`), listed, "a complete listing allows deletions");
  },
);

testAsUser("a file that cannot be read leaves its old version, and is an error", async (dir) => {
  sh(`${UNREADABLE}; echo old >t/closed; chown ${USER} t/closed`, dir);
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals([code, sh("cat t/closed", dir)], [1, "old\n"]);
  assert(stderr.includes("'s/closed': Permission denied (EACCES)"), stderr);
});

testAsUser("a source that cannot be read is refused, exit 2, nothing touched", async (dir) => {
  sh("mkdir s t; echo a >t/a; chmod 0 s", dir);
  const before = look(dir);
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals(code, 2, stderr);
  assert(stderr.includes("'s': Permission denied (EACCES)"), stderr);
  assertEquals(look(dir), before);
});

testAsUser(
  "a target that is not writable: each entry named, exit 1, nothing touched",
  async (dir) => {
    sh("mkdir s s/sub t; echo a >s/a; echo b >s/b; echo old >t/a; touch t/extra; chmod 755 t", dir);
    const before = look(`${dir}/t`);
    const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
    assertEquals(code, 1, stderr);
    for (const path of ["t/a", "t/b", "t/sub", "t/extra"]) {
      assert(stderr.includes(`'${path}': Permission denied (EACCES)`), stderr);
    }
    assertEquals(look(`${dir}/t`), before);
  },
);

testAsUser("a target that cannot be made: exit 4, nothing touched", async (dir) => {
  sh("mkdir s t; echo a >s/a; chmod 755 t", dir);
  const before = look(dir);
  const { code, stderr } = await runAsUser(["mirror", "s", "t/new"], dir);
  assertEquals(code, 4, stderr);
  assert(stderr.includes("'t/new': Permission denied (EACCES)"), stderr);
  assertEquals(look(dir), before);
});

testAsUser(
  "files of another user in a shared folder: what may be replaced is, the rest is named",
  async (dir) => {
    sh(
      "mkdir s; mkdir -m 1777 t; echo new >s/theirs; echo new >s/mine; echo older | tee t/theirs >t/mine",
      dir,
    );
    sh(`chown ${USER} t/mine`, dir);
    const { code, stderr } = await runAsUser(["copy", "s/theirs", "s/mine", "t"], dir);
    assertEquals([code, sh("cat t/mine t/theirs", dir)], [1, "new\nolder\n"], stderr);
    assert(stderr.includes("'t/theirs'") && stderr.includes("EPERM"), stderr);
    assertEquals(leftovers(`${dir}/t`), "");
  },
);

/** Links into the target, to entries that it alone has and that this user may not read. */
const BEHIND_LINKS = {
  "a file": "echo x >d/extra; chmod 0 d/extra; ln -s ../d/extra s/a",
  "a file in a folder": "mkdir d/k; echo x >d/k/extra; chmod 0 d/k/extra; ln -s ../d/k s/a",
  "a folder": "mkdir d/k; echo x >d/k/extra; chmod 0 d/k; ln -s ../d/k s/a",
  "a file in a closed folder": "mkdir d/k; echo x >d/k/extra; chmod 0 d/k; ln -s ../d/k/extra s/a",
};
for (const [what, made] of Object.entries(BEHIND_LINKS)) {
  testAsUser(`mirror -L: ${what} that is extra and could not be copied stays`, async (dir) => {
    sh(`mkdir s d; echo f >s/f; echo y >d/other; ${made}; chown -hR ${USER}:${USER} .`, dir);
    const { code, stderr } = await runAsUser(["mirror", "-L", "s", "d"], dir);
    assertEquals([code, stderr.includes("SOURCE holds it")], [4, true], stderr);
    assertEquals(
      sh("find d -name extra; cat d/f d/other", dir).replace(/.*\/extra\n/, ""),
      "f\ny\n",
    );
  });
}

testAsUser("mirror -L: what failed elsewhere does not keep extra entries", async (dir) => {
  sh(`mkdir s d; echo x >s/f; chmod 0 s/f; echo y >d/other; chown -hR ${USER}:${USER} .`, dir);
  const { code } = await runAsUser(["mirror", "-L", "s", "d"], dir);
  assertEquals([code, sh("ls d", dir)], [1, ""]);
});
