// What is mounted below a target, or shown there by a mount: no deletion goes through it, no source is written to
// by way of it, and what it refuses is its own failure, not the end of the run.

import { assert, assertEquals } from "@std/assert";
import { ferry } from "../support/ferry.ts";
import { needsPrograms } from "../support/programs.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const COMMANDS = [["mirror"], ["mirror", "-x"], ["mirror", "-j2", "--max-delete=90%"]];

/** Runs a command on `s` and `d`, which must fail for some entries, and name one; first as a dry run, which tells and counts the same. */
async function expectPartial(dir: string, named: string, ...args: string[]): Promise<string> {
  const run = async (...flags: string[]) => {
    const typed = [...args, "-v", "--json", ...flags, `${dir}/s`, `${dir}/d`];
    if (args[0] === "copy") typed.splice(1, 0, "-T");
    const { code, stdout } = await ferry(...typed);
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
    const lines = events.filter(({ type, op }) => type === "error" || op === "delete")
      .map(({ type, path, code }) => [type, path, code].join(" ")).sort();
    return { code, lines, deleted: events.at(-1).deleted };
  };
  const dry = await run("-n");
  const real = await run();
  assertEquals(real.code, 1, real.lines.join("\n"));
  assert(
    real.lines.some((line) => line.startsWith(`error ${dir}/${named} `)),
    real.lines.join("\n"),
  );
  assertEquals(dry, real);
  return real.lines.join("\n");
}

for (const command of COMMANDS) {
  testOrSkip(
    `${command.join(" ")}: an extra entry that is or holds a mount is named and left whole`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(
          `mkdir -p s d/mnt d/extra/{deep/mnt,other} d/bound elsewhere; echo a | tee s/a d/extra/other/f d/gone >elsewhere/p
          mount -t tmpfs t d/mnt; mount -t tmpfs t d/extra/deep/mnt; mount --bind elsewhere d/bound
          touch d/file d/mnt/p d/extra/deep/mnt/p; mount --bind elsewhere/p d/file`,
          dir,
        );
        const told = await expectPartial(dir, "d/extra/deep/mnt", ...command);
        for (const name of ["mnt", "bound", "file"]) {
          assert(told.includes(`${dir}/d/${name} `), told);
        }
        assertEquals(
          sh("find d elsewhere -type f | sort", dir),
          "d/a\nd/bound/p\nd/extra/deep/mnt/p\nd/extra/other/f\nd/file\nd/mnt/p\nelsewhere/p\n",
        );
      });
    },
  );
}

for (const mounted of ["a", "b", "c"]) {
  testOrSkip(
    `mirror: ${mounted}, one of three names of a file, is a mount point in the target: it is named, and the others do not wait for it`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(
          `mkdir s d m; echo one >s/a; ln s/a s/b; ln s/a s/c; echo other >m/f; : >d/${mounted}
          mount --bind m/f d/${mounted}`,
          dir,
        );
        const told = await expectPartial(dir, `d/${mounted}`, "mirror");
        assert(told.includes("MOUNT_POINT"), told);
        assertEquals(
          sh(`cat m/f; umount d/${mounted}; find d -type f -links 2 | wc -l`, dir),
          "other\n2\n",
        );
      });
    },
  );
}

for (const args of [["mirror"], ["mirror", "--inplace"], ["copy", "--inplace", "-u"]]) {
  testOrSkip(
    `${
      args.join(" ")
    }: a file of the source that is mounted on a target file of another name is not written to`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(
          `mkdir s d; echo k >s/k; echo longer >s/j; echo m >s/m; cp -p s/m s/n; chmod 600 s/n; touch -d @1 s/k
          touch d/j d/n; mount --bind s/k d/j; mount --bind s/m d/n`,
          dir,
        );
        const before = look(`${dir}/s`);
        const told = await expectPartial(dir, "d/j", ...args);
        assert(told.includes(`${dir}/d/n MOUNT_POINT`), told);
        assertEquals([look(`${dir}/s`), sh("cat d/k", dir)], [before, "k\n"]);
      });
    },
  );
}

testOrSkip(
  "mirror --inplace: a file of another file system that is mounted on a target file is written to",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s d o; echo new >s/f; mount -t tmpfs none o; echo older >o/f; touch d/f; mount --bind o/f d/f`,
        dir,
      );
      assertEquals(await expectPartial(dir, "d/f", "mirror"), `error ${dir}/d/f MOUNT_POINT`);
      const { code, stderr } = await ferry("mirror", "--inplace", `${dir}/s`, `${dir}/d`);
      assertEquals([code, sh("cat o/f", dir)], [0, "new\n"], stderr);
    });
  },
);

for (const args of [["mirror"], ["copy"], ["mirror", "-x"], ["copy", "--inplace"]]) {
  testOrSkip(
    `${
      args.join(" ")
    }: a target folder that is a mount of some source folder, or lies in one, is not touched`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(
          `mkdir -p s/{a/in,b/in,sub,z} d/{a,x,outer}; echo k | tee s/b/in/k s/b/k s/sub/k s/z/f >/dev/null
          echo longer | tee s/a/in/k s/a/k >/dev/null; mount --bind s/b d/a; mount --bind s/sub d/x`,
          dir,
        );
        const before = look(`${dir}/s`);
        const told = await expectPartial(dir, "d/a", ...args);
        assertEquals(told.includes(`${dir}/d/x `), args[0] === "mirror", told);
        assertEquals(look(`${dir}/s`), before);
        assertEquals(sh("cat d/z/f", dir), "k\n");
      });
    },
  );
}

testOrSkip(
  "mirror: a mount in the target that shows the folder above the source leaves the source as it is",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p up/src/x d/x; echo a | tee up/src/a up/src/x/b >/dev/null; mount --bind up d/x; ln -s up/src s",
        dir,
      );
      const before = sh("cd up/src; find . -printf '%P %i %T@\\n' | sort", dir);
      await expectPartial(dir, "d/x/src", "mirror");
      assertEquals(sh("cd up/src; find . -printf '%P %i %T@\\n' | sort", dir), before);
    });
  },
);

testOrSkip(
  "mirror: a folder of the target that a mount in the source shows is neither copied nor deleted",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/{x,p/x} d/{sub,p}; echo p | tee d/sub/precious s/a >/dev/null
        mount --bind d/sub s/x; mount --bind d/p s/p/x`,
        dir,
      );
      const told = await expectPartial(dir, "d/sub", "mirror");
      assert(told.includes(`${dir}/s/x `) && told.includes(`${dir}/d/p `), told);
      assertEquals(
        sh("find d | sort; cat d/sub/precious", dir),
        "d\nd/a\nd/p\nd/sub\nd/sub/precious\nd/x\np\n",
      );
    });
  },
);

testOrSkip(
  "mirror: a mount that the rules leave out is in nobody's way",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s/out d; echo a >s/a; mount --bind s/out d; echo x >d/extra", dir);
      const { code, stderr } = await ferry("mirror", "--exclude=/out", `${dir}/s`, `${dir}/d`);
      assertEquals([code, stderr, sh("ls d", dir)], [0, "", "a\n"]);
    });
  },
);

testOrSkip(
  "mirror: extra entries in a folder that both sides have go from another file system, too, but not with -x",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s/m d/m; echo a >s/m/a; mount -t tmpfs t d/m; touch d/m/extra", dir);
      const kept = await ferry("mirror", "-x", `${dir}/s`, `${dir}/d`);
      assertEquals([kept.code, sh("ls d/m", dir)], [0, "a\nextra\n"]);
      const { code } = await ferry("mirror", `${dir}/s`, `${dir}/d`);
      assertEquals([code, sh("ls d/m", dir)], [0, "a\n"]);
    });
  },
);

/** What may be mounted on `d/m`, and what it cannot take. */
const REFUSING = {
  "a read-only file system": "mount -t tmpfs -o ro t d/m",
  "a read-only bind mount": "mount --bind d/m d/m; mount -o remount,bind,ro d/m",
  "a full file system": "mount -t tmpfs -o size=16k t d/m; head -c 16k /dev/zero >d/m/full || :",
};
for (const [what, mount] of Object.entries(REFUSING)) {
  testOrSkip(
    `mirror: ${what} below the target is that folder's failure, and the rest is done`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(
          `mkdir -p s/{a,m/in,z} d/m; head -c 9k /dev/zero | tee s/a/f s/m/f s/m/in/f s/z/f >/dev/null; ${mount}`,
          dir,
        );
        for (const command of ["copy", "mirror"]) {
          const typed = command === "copy" ? ["copy", "-T"] : ["mirror", "--no-delete"];
          const { code, stderr } = await ferry(...typed, `${dir}/s`, `${dir}/d`);
          assertEquals(code, 1, stderr);
          assert(stderr.includes(`${dir}/d/m/`), stderr);
          assertEquals(
            sh("cmp s/a/f d/a/f; cmp s/z/f d/z/f; find d -name '.ferry*'; rm -rf d/a d/z", dir),
            "",
          );
        }
      });
    },
  );
}

testOrSkip(
  "mirror: subvolumes below the target are other file systems: an extra one is left, a read-only snapshot fails alone",
  needsRoot() ?? needsPrograms("mkfs.btrfs", "btrfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `truncate -s 256M image; mkfs.btrfs -q image; mkdir d s; mount -o loop image d
        mkdir -p s/{snap,z}; echo new | tee s/snap/f s/z/f >/dev/null
        for v in d/extra d/old; do btrfs -q subvolume create $v; echo p >$v/p; done
        btrfs -q subvolume snapshot -r d/old d/snap; mkdir d/holds; btrfs -q subvolume create d/holds/sub; echo p >d/holds/sub/p`,
        dir,
      );
      const { code, stderr } = await ferry("mirror", `${dir}/s`, `${dir}/d`);
      assertEquals(code, 1, stderr);
      assertEquals(
        sh("find d -type f | sort", dir),
        "d/extra/p\nd/holds/sub/p\nd/old/p\nd/snap/p\nd/z/f\n",
      );
      for (const name of ["extra", "old", "holds/sub", "snap/f"]) {
        assert(stderr.includes(`d/${name}'`), stderr);
      }
    });
  },
);
