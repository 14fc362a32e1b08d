// ferry as an ordinary user, who cannot give files away: what cannot be kept is said, and is an error only where it
// was asked for by name.

import { assert, assertEquals } from "@std/assert";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { OTHER_GROUP, runAsUser, testAsUser, USER } from "../support/ordinary_user.ts";
import { look, sh } from "../support/safety.ts";

testAsUser("owners that cannot be kept are a notice, exit 0", async (dir) => {
  sh("mkdir s s/sub; echo a >s/a; ln -s a s/l; chown -h 1234:1234 s/*", dir);
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals(code, 0, stderr);
  assert(/owner or group of \d+ entries not kept/.test(stderr), stderr);
  assertEquals(sh("find t -not -user nobody", dir), "");
  assertEquals(sh("cat t/a", dir), "a\n");
});

testAsUser(
  "what a mirror says of owners and setuid, verify says of the same trees: no difference",
  async (dir) => {
    sh(
      "mkdir s s/sub; echo a >s/a; ln -s a s/l; echo b >s/sub/b; chown -h 1234:1234 s/* s/sub/b",
      dir,
    );
    sh("chmod 4755 s/a; chmod 2755 s/sub/b", dir);
    const mirrored = await runAsUser(["mirror", "s", "t"], dir);
    const verified = await runAsUser(["verify", "s", "t"], dir);
    assertEquals([verified.code, verified.stderr], [0, mirrored.stderr], verified.stdout);
    assert(verified.stderr.includes("of 5 entries not kept"), verified.stderr);
    // What is asked for by name differs, and so does what is somebody else's.
    const named = await runAsUser(["verify", "--owner", "s", "t"], dir);
    assertEquals([named.code, named.stdout.match(/owner of/g)?.length], [3, 5], named.stdout);
    sh("chown 7 t/sub/b; chown -h 7 t/l", dir);
    const theirs = await runAsUser(["verify", "s", "t"], dir);
    assertEquals([theirs.code, theirs.stdout.match(/owner of/g)?.length], [3, 2], theirs.stdout);
  },
);

testAsUser("a group that this user may give is compared", async (dir) => {
  sh(`mkdir s; echo a >s/a; chown 1234:${OTHER_GROUP} s/a`, dir);
  assertEquals((await runAsUser(["mirror", "s", "t"], dir, true)).code, 0);
  assertEquals((await runAsUser(["verify", "s", "t"], dir, true)).code, 0);
  sh(`chown ${USER}:${USER} t/a`, dir);
  const { code, stdout } = await runAsUser(["verify", "s", "t"], dir, true);
  assertEquals([code, stdout.split("\n")[0].split(":")[0]], [3, "group of 'a'"]);
});

testAsUser("--owner makes an owner that cannot be kept an error, exit 1", async (dir) => {
  sh("mkdir s; echo a >s/a; chown 1234 s/a", dir);
  const { code, stderr } = await runAsUser(["mirror", "--owner", "s", "t"], dir);
  assertEquals(code, 1, stderr);
  assert(stderr.includes("'t/a'") && stderr.includes("EPERM"), stderr);
  // Nothing else is left to do, but still it does not have it.
  const again = await runAsUser(["mirror", "--owner", "s", "t"], dir);
  assertEquals([again.code, again.stderr.match(/cannot keep owner of/g)?.length], [1, 2]);
  assertEquals(
    (await runAsUser(["mirror", "--owner", "--ignore-existing", "s", "t"], dir)).code,
    1,
  );
  // What has its owner already lacks nothing, whatever else is set.
  sh("chown 1234 t/a; chown 0:0 t; chmod 777 t; chmod 777 s; touch s", dir);
  const { stderr: said } = await runAsUser(["mirror", "--owner", "s", "t"], dir);
  assert(!said.includes("cannot keep owner"), said);
  assertEquals(sh("cat t/a", dir), "a\n");
});

/** What another user owns and everybody may write into, as a container's volume: `v`. */
const MAKE_VOLUME = "mkdir s s/sub; echo a >s/a; chown -h 65534:65534 s s/*; mkdir -m 1777 v; " +
  "chown 0:0 v; touch -d 2001-01-01 v s";

testAsUser(
  "DEST itself of another user's is told once, exit 0, and a second run is idle",
  async (dir) => {
    sh(MAKE_VOLUME, dir);
    const notice = "ferry: mode and times of DEST itself not kept: it belongs to another user\n";
    for (
      const [args, said] of [
        [["mirror", "-n"], "dry run: 1 file would be copied (2 B), 1 folder"],
        [["mirror"], "1 file copied (2 B), 1 folder created in"],
        [["mirror"], "nothing to do"],
        [["mirror", "-n"], "dry run: nothing to do"],
        [["verify"], "1 file verified (2 B), no differences"],
      ] as const
    ) {
      const { code, stdout, stderr } = await runAsUser([...args, "s", "v"], dir);
      assertEquals([code, stderr, stdout.includes(said)], [0, notice, true], stdout);
    }
    sh("cmp s/a v/a; test $(stat -c %a:%u v) = 1777:0", dir);
    const moved = await runAsUser(["move", "-T", "s", "v"], dir);
    assertEquals([moved.code, moved.stderr, sh("ls; ls v", dir)], [0, notice, "v\na\nsub\n"]);
  },
);

testAsUser(
  "DEST itself of another user's gets folders of many files without an error",
  async (dir) => {
    sh(`${MAKE_VOLUME}; for i in $(seq 20); do echo $i >s/sub/$i; done`, dir);
    sh(`chown -R ${USER}:${USER} s`, dir);
    const { code, stderr } = await runAsUser(["mirror", "s", "v"], dir);
    assertEquals([code, stderr.split("\n").length], [0, 2], stderr);
  },
);

testAsUser(
  "DEST itself of another user's is an error in what was asked for by name",
  async (dir) => {
    for (
      const [flag, what] of [
        ["--times", "times"],
        ["--perms", "mode"],
        ["--chmod=D700", "mode"],
        ["--chown=1234", "owner"],
      ]
    ) {
      sh(`rm -rf s v; ${MAKE_VOLUME}`, dir);
      const { code, stderr } = await runAsUser(["copy", "-T", flag, "s", "v"], dir);
      const onRoot = stderr.split("\n").filter((line) => line.includes("'v':"));
      const expected = `ferry: cannot keep ${what} of 'v': Operation not permitted (EPERM)`;
      assertEquals([code, onRoot], [1, [expected]], stderr);
    }
    assertEquals((await runAsUser(["verify", "--times", "--no-owner", "s", "v"], dir)).code, 3);
    // A folder below it is no mount point: that it cannot be kept stays an error.
    sh("chown 0:0 v/sub; chmod 777 v/sub; touch s/sub/new; chown 65534:65534 s/sub/new", dir);
    const { code, stderr } = await runAsUser(["copy", "-T", "s", "v"], dir);
    assertEquals([code, stderr.includes("cannot keep times of 'v/sub'")], [1, true], stderr);
  },
);

testAsUser("--chown and --usermap fail for each owner that this user cannot set", async (dir) => {
  sh(`mkdir s; echo a >s/mine; echo b >s/theirs; chown ${USER}:${USER} s s/mine`, dir);
  const mapped = await runAsUser(["mirror", "--usermap=0:5", "s", "t"], dir);
  assertEquals([mapped.code, mapped.stderr.match(/cannot keep/g)?.length], [1, 1], mapped.stderr);
  assert(mapped.stderr.includes("cannot keep owner of 't/theirs'"), mapped.stderr);
  const group = await runAsUser(["mirror", `--chown=:${OTHER_GROUP}`, "s", "g"], dir, true);
  assertEquals([group.code, sh("stat -c %g g g/*", dir)], [0, `${OTHER_GROUP}\n`.repeat(3)]);
});

testAsUser(
  "--chmod is kept, setgid of a foreign group is an error, and a second run is idle",
  async (dir) => {
    sh(`mkdir s; echo a >s/f; mkdir s/d; echo b >s/d/g; chown -R ${USER}:${USER} s`, dir);
    for (const expected of ["2 files copied", "nothing to do"]) {
      const { code, stdout, stderr } = await runAsUser(
        ["mirror", "--chmod=D500,F440", "s", "t"],
        dir,
      );
      assertEquals([code, stdout.includes(expected)], [0, true], stdout + stderr);
      assertEquals(sh("stat -c %a t t/d t/f t/d/g", dir), "500\n500\n440\n440\n");
    }
    sh(`mkdir -m 2777 u; chgrp ${OTHER_GROUP} u`, dir);
    const lost = await runAsUser(["mirror", "--no-group", "--chmod=Dg+s", "s", "u/t"], dir);
    assertEquals([lost.code, sh("stat -c %a u/t/d", dir)], [1, "755\n"], lost.stderr);
    assert(lost.stderr.includes("cannot keep mode of 'u/t/d'"), lost.stderr);
  },
);

testAsUser("setuid and setgid go where the owner is not kept", async (dir) => {
  sh(
    `mkdir s; echo a >s/theirs; echo a >s/mine; echo a >s/group
     chown 1234:1234 s/theirs; chown ${USER}:${USER} s/mine; chown ${USER}:1234 s/group
     chmod 6755 s/*`,
    dir,
  );
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals(code, 0, stderr);
  assertEquals(sh("stat -c '%a %n' *", `${dir}/t`), "4755 group\n6755 mine\n755 theirs\n");
  assert(stderr.includes("setuid or setgid of 2 entries not kept"), stderr);
});

testAsUser(
  "setgid that a folder or file cannot have is told in each run, and is no difference of verify",
  async (dir) => {
    const notice = "ferry: setuid or setgid of 2 entries not kept";
    // Owner and group as they may be: of others, and this user's own with a group of others.
    for (const owner of ["0:5", `${USER}:5`, `${USER}:${OTHER_GROUP}`]) {
      sh(
        `rm -rf s t; mkdir -p s/sub t/sub; echo a >s/f; cp -p s/f t/f; chown ${owner} s/f s/sub
         chown ${USER}:${OTHER_GROUP} t/f t/sub; chown ${USER} . s t; chmod 2755 s/f s/sub
         touch -r s t; touch -r s/sub t/sub`,
        dir,
      );
      for (const args of [["mirror"], ["verify"], ["mirror", "--ignore-times"], ["verify"]]) {
        const { code, stdout, stderr } = await runAsUser([...args, "s", "t"], dir);
        assertEquals([code, stderr.includes(notice)], [0, true], `${args} ${stdout}${stderr}`);
        assertEquals(stderr.match(/setgid/g)?.length, 1, stderr);
      }
      for (const [command, expected] of [["mirror", 1], ["verify", 3]] as const) {
        const { code, stdout, stderr } = await runAsUser([command, "--perms", "s", "t"], dir);
        assertEquals(code, expected, stdout + stderr);
        assert((stdout + stderr).includes(command === "mirror" ? "t/sub'" : "mode of 'sub'"));
      }
      // What else a mode lacks is a difference.
      sh("chmod 700 t/sub", dir);
      assertEquals((await runAsUser(["verify", "s", "t"], dir)).code, 3);
    }
  },
);

testAsUser("a group is kept where the user is a member, and is lost elsewhere", async (dir) => {
  sh(`mkdir s; echo a >s/a; chown ${USER}:${OTHER_GROUP} s/a; chmod 2755 s/a`, dir);
  const lost = await runAsUser(["mirror", "s", "lost"], dir);
  assertEquals([lost.code, sh("stat -c '%g %a' lost/a", dir)], [0, `${USER} 755\n`]);
  const kept = await runAsUser(["mirror", "s/", "kept"], dir, true);
  assertEquals([kept.code, sh("stat -c '%g %a' kept/a", dir)], [0, `${OTHER_GROUP} 2755\n`]);
});

testAsUser(
  "security attributes are dropped with a notice, user attributes are kept",
  async (dir) => {
    sh(
      `mkdir s; echo a >s/a; setfattr -n user.note -v kept s/a; chown -R ${USER} s
     setcap cap_net_raw+ep s/a`,
      dir,
    );
    const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
    assertEquals(code, 0, stderr);
    assert(stderr.includes("security.* or trusted.* attributes of 1 entry not kept"), stderr);
    assertEquals(sh("getfattr -d -m - t/a", dir), '# file: t/a\nuser.note="kept"\n\n');
  },
  needsPrograms("setcap", "setfattr", "getfattr"),
);

/** Attributes and an ACL on what its owner must not write to: a file in a folder, and another name of it. */
const READ_ONLY_WITH_XATTRS = `mkdir -p s/d; echo a >s/d/f; ln s/d/f s/h; echo alone >s/alone
  setfattr -n user.k -v v s/d/f s/alone; setfattr -n user.d -v v s/d; setfacl -m u:daemon:r s/d/f
  for n in {1..40}; do echo $n >s/d/$n; done
  chmod 444 s/d/f; chmod 400 s/alone; chmod 555 s/d; chown -hR ${USER}:${USER} s`;
const noXattrTools = needsPrograms("setfattr", "setfacl", "rsync");

testAsUser("attributes of read-only files and folders are kept, also changed ones", async (dir) => {
  const mirrored = async () => {
    const { code, stdout, stderr } = await runAsUser(["mirror", "s", "t"], dir);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    return stdout;
  };
  sh(READ_ONLY_WITH_XATTRS, dir);
  await mirrored();
  assert((await mirrored()).includes("nothing to do"));
  sh("setfattr -n user.k -v new s/alone; setfattr -x user.d s/d; setfattr -n user.e -v e s/d", dir);
  sh("setfattr -n user.k -v new s/d/f", dir);
  await mirrored();
  sh("echo other >s/d/f; echo other >s/alone; setfattr -n user.k -v newer s/alone", dir);
  await mirrored();
  sh("setfattr -x user.k s/alone; chmod 0 t/alone", dir);
  await mirrored();
  assertEquals((await runAsUser(["verify", "s", "t"], dir)).code, 0);
}, noXattrTools);

testAsUser("--no-perms: a read-only target gets attributes and keeps its mode", async (dir) => {
  sh(
    `echo a >f; cp -p f g; setfattr -n user.k -v v f; chmod 444 g; chown ${USER}:${USER} f g`,
    dir,
  );
  const { code, stderr } = await runAsUser(["copy", "--no-perms", "f", "g"], dir);
  assertEquals([code, stderr], [0, ""]);
  const is = sh("stat -c %a g; getfattr --only-values -n user.k g", dir);
  assertEquals(is, "444\nv");
}, noXattrTools);

testAsUser("a device is named and counted, exit 1, the rest is done", async (dir) => {
  sh("mkdir s; mknod s/zero c 1 5; mkfifo s/fifo; echo a >s/a; chmod 644 s/*", dir);
  const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
  assertEquals([code, sh("ls t", dir)], [1, "a\nfifo\n"], stderr);
  assert(stderr.includes("'t/zero'") && stderr.includes("EPERM"), stderr);
});

testAsUser("a second mirror touches nothing where owners could not be kept", async (dir) => {
  sh("mkdir s s/sub; echo a >s/a; ln -s a s/l; chown -h 1234:1234 s/*; chmod 6755 s/a", dir);
  await runAsUser(["mirror", "s", "t"], dir);
  const before = look(`${dir}/t`);
  assertEquals((await runAsUser(["mirror", "s", "t"], dir)).code, 0);
  assertEquals(look(`${dir}/t`), before);
});
