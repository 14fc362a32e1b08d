// An ordinary user's files that their owner may not write to, with attributes, through the stand-in: Darwin sets and
// removes attributes of what may be written to alone, whatever it was opened for (fsetxattr(2), EACCES).

import { assertEquals } from "@std/assert";
import { runThroughStandIn } from "../support/through_stand_in.ts";

runThroughStandIn("aarch64");
// What these run is decided when they are loaded.
const { cannotSwitchUser, runAsUser, USER } = await import("../support/ordinary_user.ts");
const { look, sh, withScratch } = await import("../support/safety.ts");
const { testOrSkip } = await import("../support/skip.ts");
const { needsPrograms } = await import("../support/mounts.ts");

const reason = cannotSwitchUser ?? needsPrograms("setfattr", "getfattr");
/** Copied by another method each: bytes that are read, those that the system copies, and none. */
const NAMES = { small: 1000, large: 300_000, empty: 0 };
/** As the stand-in keeps Apple's names here. */
const QUARANTINE = "user.com.apple.quarantine", MACL = "user.com.apple.macl";

function makeSource(dir: string): void {
  sh("mkdir s", dir);
  for (const [name, size] of Object.entries(NAMES)) {
    sh(
      `head -c ${size} /dev/urandom >s/${name}
       setfattr -n ${QUARANTINE} -v '0081;Safari;' s/${name}; setfattr -n ${MACL} -v 1 s/${name}
       chmod 0444 s/${name}; touch -d 2020-02-02T02:02:02.123456789Z s/${name}`,
      dir,
    );
  }
  sh(`mkdir s/folder; setfattr -n ${QUARANTINE} -v folder s/folder; chmod 0555 s/folder`, dir);
  sh(`chown -R ${USER}:${USER} .`, dir);
}

function attributesIn(dir: string): string {
  return sh("getfattr -R -h -d -m - . | sort; stat -c '%n %a %Y' * folder", dir);
}

async function mirror(dir: string, ...options: string[]): Promise<void> {
  const { code, stderr } = await runAsUser(["mirror", ...options, "s", "t"], dir);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(attributesIn(`${dir}/t`), attributesIn(`${dir}/s`));
  sh("diff -r s t", dir);
}

const WAYS = [[], ["--reflink=never"], ["--no-zero-copy"]];
for (const options of WAYS) {
  testOrSkip(
    `a user's read-only files are copied, updated and replaced with their attributes (${options})`,
    reason,
    () =>
      withScratch(async (dir) => {
        makeSource(dir);
        await mirror(dir, ...options);
        sh(`for f in s/*; do setfattr -n ${QUARANTINE} -v changed $f; done`, dir);
        sh(`setfattr -x ${MACL} s/small`, dir);
        await mirror(dir, ...options);
        sh("for f in small large empty; do echo more >>s/$f; done", dir);
        await mirror(dir, ...options);
        const before = look(`${dir}/t`);
        await mirror(dir, ...options);
        assertEquals(look(`${dir}/t`), before, "there is nothing left to do");
      }),
  );
}
