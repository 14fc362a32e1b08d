// Root who lacks some of root's rights, as in a container: most of the metadata is kept all the same, never
// with a moment in which more may be read, and what cannot be kept is said.

import { assert, assertEquals } from "@std/assert";
import { judge } from "../support/judge.ts";
import type { Outcome } from "../support/ferry.ts";
import { startFerry } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { run as runProgram } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced } from "../support/trace.ts";

const WITHOUT_FOWNER = ["setpriv", "--bounding-set=-fowner"];
const NO_FSETID = ["setpriv", "--bounding-set=-fsetid"];
const AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const IN_NAMESPACE = ["unshare", "--user", "--map-root-user"];

const reason = needsRoot() ?? needsPrograms("setpriv", "setfacl", "setfattr", "setcap");
const unshared = needsRoot() ?? needsPrograms("unshare") ??
  (runProgram("unshare", ...IN_NAMESPACE.slice(1), "true") === null ? null : "no user namespaces");

const run = (dir: string, prefix: string[], ...args: string[]): Promise<Outcome> =>
  startFerry(args, dir, prefix).finished;

/** Entries of every kind that belong to somebody else. */
const SOURCE =
  `mkdir -p s/d/e; echo a >s/a; echo b >s/d/b; echo c >s/d/e/c; echo x >s/cap; ln -s a s/l; mkfifo s/p
  for i in {1..20}; do echo $i >s/d/e/$i; done; setfattr -n user.k -v v s/a; chown -hR 3:5 s
  chmod 640 s/a; chmod 444 s/d/b; setfacl -m u:7:rw s/d/e/c; setcap cap_net_raw+ep s/cap
  chmod 2750 s/d/e; chmod 1711 s/d; touch -hd @1000 s/a s/d/b s/l s/p s/d/e s/d s`;

testOrSkip("without CAP_FOWNER all is kept of what belongs to others", reason, async () => {
  await withScratch(async (dir) => {
    sh(SOURCE, dir);
    const { code, stderr } = await run(dir, WITHOUT_FOWNER, "mirror", "s", "t");
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

testOrSkip(
  "without CAP_FOWNER an entry that is there already is given away last",
  reason,
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir s t; echo a >s/a; cp -p s/a t/a; chmod 600 s/a; touch -d @1000 s/a; chown 3:5 s/a",
        dir,
      );
      const { code, stderr } = await run(dir, WITHOUT_FOWNER, "mirror", "--size-only", "s", "t");
      assertEquals([code, stderr], [0, ""]);
      assertEquals(sh("stat -c '%a %u:%g %Y' t/a", dir), "600 3:5 1000\n");
    });
  },
);

testOrSkip("without CAP_FOWNER what belongs to others is kept up to date", reason, async () => {
  await withScratch(async (dir) => {
    sh(SOURCE, dir);
    await run(dir, WITHOUT_FOWNER, "mirror", "s", "t");
    sh(
      `chmod 711 s/d t/d; chmod 600 s/a; touch -hd @2000 s/l s/p s/d/b; chown 3:6 s/d/b; rm s/d/e/1; echo more >>s/d/e/2
       setfattr -n user.k -v w s/a; touch -d @3000 s/d s/d/e; chmod 701 s/d`,
      dir,
    );
    const { code, stderr } = await run(dir, WITHOUT_FOWNER, "mirror", "s", "t");
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

testOrSkip("without CAP_FOWNER setuid of others is lost, which is said once", reason, async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; touch s/a s/b; chown 3:5 s/a s/b; chmod 4755 s/a s/b", dir);
    const { code, stderr } = await run(dir, WITHOUT_FOWNER, "mirror", "s", "t");
    assertEquals([code, sh("stat -c '%a %u:%g' t/a t/b", dir)], [0, "755 3:5\n755 3:5\n"]);
    assert(/^ferry: setuid or setgid of 2 entries not kept: .*CAP_FOWNER\n$/.test(stderr), stderr);
    const again = await run(dir, WITHOUT_FOWNER, "mirror", "s", "t");
    assertEquals([again.code, again.stdout.includes("2 unchanged")], [0, true], again.stdout);
    const required = await run(dir, WITHOUT_FOWNER, "mirror", "--perms", "s", "t2");
    assertEquals(required.code, 1, required.stderr);
  });
});

testOrSkip(
  "without CAP_FSETID setgid for a group of others is lost, which is said once, and not tried again",
  reason,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/d/e s/mine; echo a >s/d/a; echo b >s/b; chown 3:5 s/d s/b; chgrp 5 s/d/e
         chmod 2775 s/d s/d/e s/mine; chmod 6755 s/b`,
        dir,
      );
      for (const flags of [[], [], ["-n"]]) {
        const { code, stderr, stdout } = await run(dir, NO_FSETID, "mirror", ...flags, "s", "t");
        assertEquals(code, 0, stderr);
        if (stdout.includes("copied")) {
          assert(
            /^ferry: setuid or setgid of 3 entries not kept: .*CAP_FSETID\n$/.test(stderr),
            stderr,
          );
        } else assert(stdout.includes("nothing to do"), stdout);
      }
      const verified = await run(dir, NO_FSETID, "verify", "s", "t");
      assertEquals(
        [verified.code, verified.stderr.includes("setgid of 3 entries not kept")],
        [0, true],
        verified.stdout,
      );
      const modes = sh("stat -c '%a %u:%g' t/d t/d/e t/mine t/b", dir);
      assertEquals(modes, "775 3:5\n775 0:5\n2775 0:0\n4755 3:5\n");
      // What has the bit already keeps it.
      sh("chmod g+s t/d/e t/b", dir);
      const again = await run(dir, NO_FSETID, "mirror", "s", "t");
      assertEquals([again.code, again.stdout.includes("nothing to do")], [0, true], again.stdout);
    });
  },
);

testOrSkip(
  "an ordinary user: setgid that a foreign group forbids is not tried again and again",
  reason,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s t; mkdir s/d; chmod 2775 s/d; echo a >s/f; chmod 2755 s/f; chown -R 65534:65534 s
         chgrp 5 t; chmod 2777 t; chmod 755 .`,
        dir,
      );
      for (const first of [true, false]) {
        const { code, stdout, stderr } = await run(
          dir,
          AS_NOBODY,
          "mirror",
          "--no-owner",
          "--no-group",
          "s",
          "t/u",
        );
        assertEquals([code, stdout.includes("nothing to do")], [0, !first], stdout + stderr);
      }
    });
  },
);

testOrSkip(
  "without CAP_FOWNER the group is set before the mode lets it in",
  reason ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s t; echo a >s/a; chown 3:5 s/a; chmod 640 s/a", dir);
      const { calls } = await ferryTraced(
        { calls: "openat,fchown,fchmod,linkat", below: `${dir}/t/`, prefix: WITHOUT_FOWNER },
        "mirror",
        `${dir}/s`,
        `${dir}/t`,
      );
      const steps = calls.map(({ text }) => text.replace(/<.*?>/g, ""));
      const order = ["-1, 5)", "0640)", "3, -1)"].map((end) =>
        steps.findIndex((text) => text.includes(end))
      );
      assert(order[0] >= 0 && order[0] < order[1] && order[1] < order[2], steps.join("\n"));
    });
  },
);

testOrSkip(
  "ids without a number in the namespace: an error with advice, the rest counted",
  unshared,
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir s; for i in {1..5}; do echo $i >s/$i; done; chown 3:5 s/*; chown 3:0 s/2; chmod 4755 s/1",
        dir,
      );
      const { code, stderr } = await run(dir, IN_NAMESPACE, "mirror", "s", "t");
      assertEquals(code, 1, stderr);
      assertEquals(stderr.match(/cannot keep owner of/g)?.length, 1, stderr);
      assert(stderr.includes("(EINVAL)") && stderr.includes("--no-owner and --no-group"), stderr);
      assert(/owner or group of 5 entries not kept/.test(stderr), stderr);
      assertEquals(sh("cat t/*; stat -c '%a' t/1", dir), "1\n2\n3\n4\n5\n755\n");
      const { code: without, stderr: silent } = await run(
        dir,
        IN_NAMESPACE,
        "mirror",
        "--no-owner",
        "--no-group",
        "s",
        "t2",
      );
      assertEquals(without, 0, silent);
      assert(!silent.includes("owner or group of"), silent);
    });
  },
);

testOrSkip(
  "ACLs of ids without a number in the namespace: an error with advice, the rest counted",
  unshared ?? needsPrograms("setfacl"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/d; for i in {1..4}; do echo $i >s/$i; setfacl -m u:7:r s/$i; done; chmod 755 .
         setfacl -m g:7:r,d:u:7:r s/d; echo 5 >s/5; setfacl -m u:0:r s/5`,
        dir,
      );
      const { code, stderr } = await run(dir, IN_NAMESPACE, "mirror", "s", "t");
      assertEquals([code, stderr.match(/cannot keep ACL of/g)?.length], [1, 1], stderr);
      assert(/cannot keep ACL of .*--no-acls leaves ACLs out \(EINVAL\)/.test(stderr), stderr);
      assert(stderr.includes("ACLs of 5 entries not kept"), stderr);
      assertEquals(sh("cat t/[1-5]", dir), "1\n2\n3\n4\n5\n");
      assert(sh("getfacl -cn t/5", dir).includes("user:0:r--"));
      const without = await run(dir, IN_NAMESPACE, "mirror", "--no-acls", "s", "t2");
      assertEquals([without.code, without.stderr], [0, ""]);
      const named = await run(dir, IN_NAMESPACE, "mirror", "--acls", "s", "t3");
      assertEquals([named.code, named.stderr.match(/cannot keep ACL of/g)?.length], [1, 6]);
    });
  },
);
