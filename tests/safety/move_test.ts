// A move never removes what did not arrive: what changes while it is moved, what differs, what is mounted, what has no
// name of its own. And what could not be removed is not copied in vain.

import { assert, assertEquals } from "@std/assert";
import { FerryError } from "../../lib/errors.ts";
import type { RunEvent } from "../../lib/events.ts";
import { copy, move, type PlacedOptions } from "../support/runs.ts";
import { cannotSwitchUser, runAsUser } from "../support/ordinary_user.ts";
import { ferry } from "../support/ferry.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Moves, and calls `meddle` once all is copied. */
async function moveMeddled(
  dir: string,
  meddle: () => void,
  options: PlacedOptions = {},
): Promise<{ outcome: string; errors: string[] }> {
  let copies = 0;
  const onEvent = (event: RunEvent) => {
    if (event.type !== "operation" || event.op !== "copy") return;
    if (++copies === 2) meddle();
  };
  const summary = await move(`${dir}/s`, `${dir}/other/d`, {
    placement: "exact",
    reportOperations: true,
    ...options,
    onEvent,
  });
  const errors = summary.errors.map(({ path, code }) =>
    `${code} ${new TextDecoder().decode(path).slice(dir.length + 1)}`
  );
  return { outcome: summary.outcome, errors };
}

/** What another process may do between the copy and the removal, and what must not be lost then. */
const MEDDLED = [
  ["a file written to", "echo more >>s/f", "s/f", "changed", ["SOURCE_CHANGED s/f"]],
  ["contents alone", "echo HALLO >s/f; touch -d @5 s/f", "s/f", "partial", ["CONTENTS_DIFFER s/f"]],
  ["a copy spoilt", "echo HALLO >other/d/f; touch -d @5 other/d/f", "s/f", "partial", [
    "CONTENTS_DIFFER s/f",
  ]],
  ["a copy removed", "rm other/d/f", "s/f", "changed", ["SOURCE_CHANGED s/f"]],
  ["a new file", "echo new >s/new", "s/new", "changed", ["SOURCE_CHANGED s/new"]],
  ["a new folder", "mkdir s/new", "s/new", "changed", ["SOURCE_CHANGED s/new"]],
  ["another mode", "chmod 600 s/f", "s/f", "changed", ["SOURCE_CHANGED s/f"]],
  ["a folder's mode", "chmod 700 s/sub", "s/sub", "changed", ["SOURCE_CHANGED s/sub"]],
  ["a link elsewhere", "ln -sfn elsewhere s/l", "s/l", "changed", ["SOURCE_CHANGED s/l"]],
] as const;

for (const [what, script, stays, outcome, errors] of MEDDLED) {
  testOrSkip(`move: ${what} after the copy stays in SOURCE`, needsRoot(), async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/sub other; mount -t tmpfs t other; echo hallo >s/f; touch -d @5 s/f
         echo sub >s/sub/g; ln -s f s/l`,
        dir,
      );
      let before = "";
      const told = await moveMeddled(dir, () => {
        sh(script, dir);
        before = sh(`stat -c '%A %F' ${stays}; cat ${stays} 2>/dev/null || true`, dir);
      });
      assertEquals(told, { outcome, errors: [...errors] });
      assertEquals(sh(`stat -c '%A %F' ${stays}; cat ${stays} 2>/dev/null || true`, dir), before);
      assertEquals(sh("cat other/d/sub/g; ls s/sub/g 2>/dev/null || true", dir), "sub\n");
    });
  });
}

/** Refused with this code, whatever is asked for besides; nothing is touched. */
const REFUSED = [
  ["onto itself", ["s", "s"], "TARGET_IN_SOURCE"],
  ["a file onto itself", ["f", "./f"], "SAME_FILE"],
  ["onto another name of the file", ["f", "hard"], "SAME_FILE"],
  ["into itself", ["s", "s/sub"], "TARGET_IN_SOURCE"],
  ["the folder by a dot", ["s/.", "d"], "NO_NAME"],
  ["the folder above", ["s/sub/..", "d"], "NO_NAME"],
  ["the root", ["/", "d"], "TARGET_IN_SOURCE"],
  ["a link by a slash", ["link/", "d"], "SOURCE_IS_LINK"],
  ["a mount", ["mnt", "d"], "MOUNT_POINT"],
  ["what lies on a read-only file system", ["ro/x", "d"], "EROFS"],
  ["a file that lies there", ["ro/x/y", "d"], "EROFS"],
  ["a device", ["dev", "d"], "SOURCE_IS_SPECIAL"],
  ["a FIFO", ["fifo", "d"], "SOURCE_IS_SPECIAL"],
  ["a folder onto a file", ["s", "f"], "ENOTDIR"],
  ["a file onto a folder of its name", ["f", "has"], "EISDIR"],
  ["what links lead to", ["-L", "s", "d"], "WRONG_COMMAND"],
] as const;

testOrSkip("move: refuses what must not be removed, and touches nothing", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/sub mnt ro has/f; echo f >f; ln f hard; echo g >s/g; ln -s s link; mkfifo fifo; mknod dev c 1 3; mount -t tmpfs t mnt
       mount -t tmpfs t ro; mkdir ro/x; echo y >ro/x/y; mount -o remount,ro ro`,
      dir,
    );
    const before = look(dir);
    for (const [what, args, code] of REFUSED) {
      const typed = args.map((arg) => arg.startsWith("-") || arg === "/" ? arg : `${dir}/${arg}`);
      const { code: exit, stdout } = await ferry("move", "--json", ...typed);
      const last = stdout.trim().split("\n").at(-1)!;
      const found = exit === 2 && last !== "" ? JSON.parse(last).errors[0].code : `exit ${exit}`;
      assertEquals([what, found], [what, code === "WRONG_COMMAND" ? found : code]);
      assertEquals(exit, 2, what);
    }
    assertEquals(look(dir), before);
  });
});

testOrSkip(
  "move: several SOURCEs, one of which cannot be opened: none is renamed",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s d/t; echo t >t; echo a >s/a", dir);
      const before = look(dir);
      const refusal = await move([`${dir}/s`, `${dir}/t`], `${dir}/d`).then(() => null, (e) => e);
      assert(refusal instanceof FerryError && refusal.kind === "usage");
      assertEquals(look(dir), before);
    });
  },
);

/** Mounts folders of SOURCE once more, through a file system with inode numbers of its own. */
const shownAt = (lower: string, at: string) =>
  `mkdir -p layers ${at}; mount -t tmpfs t layers; mkdir layers/up layers/work
  mount -t overlay -o lowerdir=${lower},upperdir=layers/up,workdir=layers/work o ${at}`;

testOrSkip("move: what another file system shows as DEST is not removed", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p data/s/sub/empty; echo f >data/s/f; ln -s f data/s/l; echo g >data/s/sub/g
       ${shownAt("data", "view")}`,
      dir,
    );
    const before = sh("find data -printf '%p %y %l %T@\\n' | sort", dir);
    const removing = { removeSource: "files", placement: "exact" } as const;
    for (
      const [source, target, options, code] of [
        ["s", "", {}, "SAME_FILE"],
        ["s", "s", { placement: "exact" }, "SAME_FILE"],
        ["s", "s", {}, "TARGET_IN_SOURCE"],
        ["s/f", "s", {}, "SAME_FILE"],
        ["s/l", "s/l", {}, "SAME_FILE"],
        ["s", "s", removing, "SAME_FILE"],
        ["s/f", "s/f", removing, "SAME_FILE"],
      ] as const
    ) {
      const run = options === removing ? copy : move;
      const refusal = await run(`${dir}/data/${source}`, `${dir}/view/${target}`, options)
        .then(() => null, (error) => error);
      assert(refusal instanceof FerryError, `${source} ${target}`);
      assertEquals([source, target, refusal.code], [source, target, code]);
    }
    assertEquals(sh("find data -printf '%p %y %l %T@\\n' | sort", dir), before);
    // Under another name it is no move of a name onto itself.
    const { outcome } = await move(`${dir}/data/s/f`, `${dir}/view/s/other`);
    assertEquals([outcome, sh("ls data/s view/s | grep -c other; cat view/s/other", dir)], [
      "done",
      "1\nf\n",
    ]);
  });
});

/** How DEST shows a folder of SOURCE once more, and the error that tells of it. */
const SHOWN = {
  "an overlay": [shownAt("s/sub", "other/d/sub"), "SAME_FILE other/d/sub"],
  "a bind mount": ["mkdir other/d/sub; mount --bind s/sub other/d/sub", "SAME_FILE s/sub"],
} as const;

for (const [how, [mount, told]] of Object.entries(SHOWN)) {
  const name =
    `move: what ${how} shows once more below DEST stays in SOURCE, with its empty folders`;
  testOrSkip(name, needsRoot(), async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/sub/empty s/a other/d; echo f >s/a/f; echo g >s/sub/g
         mount -t tmpfs t other/d; ${mount}`,
        dir,
      );
      const { outcome, errors } = await moveMeddled(dir, () => {});
      assertEquals([outcome, errors], ["partial", [told]]);
      assertEquals(sh("find s | sort", dir), "s\ns/sub\ns/sub/empty\ns/sub/g\n");
      assertEquals(sh("cat other/d/a/f s/sub/g", dir), "f\ng\n");
    });
  });
}

testOrSkip(
  "move: a subvolume of SOURCE stays, and that is an error",
  needsRoot() ?? needsPrograms("mkfs.btrfs", "btrfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `truncate -s 300M image; mkfs.btrfs -q image; mkdir m other; mount -o loop image m; mount -t tmpfs t other
         mkdir m/s; btrfs -q subvolume create m/s/sub; mkdir m/s/sub/a; echo f >m/s/sub/a/f; echo g >m/s/g`,
        dir,
      );
      const { outcome, errors } = await move(`${dir}/m/s`, `${dir}/other`);
      const told = errors.map(({ path, code }) => `${code} ${new TextDecoder().decode(path)}`);
      assertEquals([outcome, told], ["partial", [`MOUNT_POINT ${dir}/m/s/sub`]]);
      assertEquals(
        sh("find m/s -type f; find other -type f | sort", dir),
        "m/s/sub/a/f\nother/s/g\nother/s/sub/a/f\n",
      );
    });
  },
);

testOrSkip("move --existing: an empty folder in DEST stays empty", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s d/s; echo f >s/f", dir);
    const before = look(`${dir}/s`);
    const { renamed, outcome } = await move(`${dir}/s`, `${dir}/d`, { existingOnly: true });
    assertEquals([renamed, outcome, look(`${dir}/s`)], [0, "done", before]);
    assertEquals(sh("ls -A d/s", dir), "");
  });
});

testOrSkip("move: what is mounted in SOURCE stays", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/mnt s/bound s/a other elsewhere; mount -t tmpfs t other; mount -t tmpfs t s/mnt
       echo m >s/mnt/m; echo e >elsewhere/e; mount --bind elsewhere s/bound; echo a >s/a/a`,
      dir,
    );
    const { outcome } = await moveMeddled(dir, () => {});
    assertEquals(outcome, "partial");
    assertEquals(
      sh("find s elsewhere -type f | sort; grep -rh . other/d | sort", dir),
      [
        "elsewhere/e",
        "s/bound/e",
        "s/mnt/m",
        "a",
        "e",
        "m",
        "",
      ].join("\n"),
    );
  });
});

testOrSkip(
  "move: a folder of SOURCE in which nothing may be removed stays",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/locked s/open other; echo 1 >s/locked/1; echo 2 >s/open/2; mount -t tmpfs -o mode=777 t other
       chown -R 65534:65534 s; chmod 777 .; chmod 555 s/locked`,
        dir,
      );
      const outcome = await runAsUser(["move", "s", "other/d"], dir);
      assertEquals(outcome.code, 1, outcome.stderr);
      assertEquals(sh("find s | sort; cat other/d/*/*", dir), "s\ns/locked\ns/locked/1\n1\n2\n");
    });
  },
);

Deno.test("move --ignore-existing: what has another one in DEST stays, whatever its type", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; ln -s a s/link; ln -s b d/link; mkfifo s/fifo; mkfifo -m 600 d/fifo", dir);
    const { stderr } = await ferry("move", "--ignore-existing", "-T", `${dir}/s`, `${dir}/d`);
    assertEquals(sh("find s d | sort; readlink s/link d/link", dir).split("\n"), [
      ...["d", "d/fifo", "d/link", "s", "s/fifo", "s/link", "a", "b", ""],
    ], stderr);
  });
});
