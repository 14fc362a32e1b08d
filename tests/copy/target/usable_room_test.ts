// The room that ext4 keeps back is told to whoever may fill it, and to nobody else: the kernel says who, by what fallocate
// gives in the same skin. It was told to every root, also where it is kept for another user or root lacks the right.

import { assertEquals } from "@std/assert";
import { start } from "../../support/ferry_process.ts";
import { needsPrograms } from "../../support/mounts.ts";
import { cannotSwitchUser, OTHER_GROUP, USER, userCommand } from "../../support/ordinary_user.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

const AS_USER = ["setpriv", `--reuid=${USER}`, `--regid=${USER}`];

/** [who runs it, the words before the command]. */
const SKINS: readonly (readonly [string, readonly string[]])[] = [
  ["root", []],
  [
    "root without CAP_SYS_RESOURCE",
    ["setpriv", "--bounding-set=-sys_resource", "--inh-caps=-sys_resource"],
  ],
  ["root of a user namespace", ["unshare", "-Ur"]],
  ["a user", [...AS_USER, "--clear-groups"]],
  ["a user of a further group", [...AS_USER, `--groups=${OTHER_GROUP}`]],
];

/** For whom a tenth is kept, as tune2fs sets it. */
const KEPT_FOR = ["-u 0 -g 0", `-u ${USER} -g 0`, `-u 1234 -g ${OTHER_GROUP}`, "-r 0"];

const needs = cannotSwitchUser ?? needsPrograms("mkfs.ext4", "tune2fs", "fallocate", "unshare");

for (const keptFor of KEPT_FOR) {
  testOrSkip(
    `usableRoom: what ext4 keeps back, ${keptFor}, is told to whom it is kept for`,
    needs,
    async () => {
      await withScratch(async (dir) => {
        sh(
          `truncate -s 256M image; mkfs.ext4 -q -m 10 image; tune2fs ${keptFor} image >&2
         mkdir s m; mount -o loop image m; chmod 777 m . ; mkdir -m 777 m/t; touch s/x`,
          dir,
        );
        const wrong: string[] = [];
        for (const [who, prefix] of SKINS) {
          const command = [...prefix, ...userCommand().slice(4), "plan", "--json", "s", "m/t"];
          const { stdout, stderr } = await start(command, dir).finished;
          const last = stdout.trimEnd().split("\n").at(-1);
          if (last === "") throw new Error(stderr);
          const [{ free_bytes }] = JSON.parse(last!).plan.room;
          const has = (bytes: number) => {
            const fill = `${prefix.join(" ")} fallocate -l ${bytes} m/t/filled 2>/dev/null`;
            return sh(`${fill} && echo yes; rm -f m/t/filled`, dir).trim() === "yes";
          };
          if (!has(free_bytes - (1 << 20))) wrong.push(`${who}: less than ${free_bytes}`);
          if (has(free_bytes + (1 << 20))) wrong.push(`${who}: more than ${free_bytes}`);
        }
        assertEquals(wrong, []);
      });
    },
  );
}
