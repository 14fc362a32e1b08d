// The umask decides what `--no-perms` makes. Where Linux's /proc does not tell it, as in a container without
// one, it is asked for by the call.

import "../support/no_history.ts";
import { assertEquals } from "@std/assert";
import { chosenStandIn } from "../support/chosen_stand_in.ts";
import * as make from "../support/entries.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-umask-");
const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const PERMISSIONS = ["read", "write", "ffi", "env", "sys", "run"].map((name) => `--allow-${name}`);
const WAYS = { "as /proc tells it": [], "without /proc": ["--deny-read=/proc"] };

const reason = Deno.build.os !== "linux" ? "not Linux" : chosenStandIn() && "not Linux's calls";

for (const [way, denied] of Object.entries(WAYS)) {
  testOrSkip(`--no-perms gives what the umask leaves, ${way}`, reason, async () => {
    const [source, target] = ["s", "t"].map((side) => `${scratch}/${side}${denied.length}`);
    make.makeFolder(source, 0o777);
    make.makeFolder(`${source}/folder`, 0o777);
    // More than one thread has to know it.
    for (let i = 0; i < 200; i++) make.makeFile(`${source}/folder/${i}`, `${i}`, 0o666);
    const ferry = [Deno.execPath(), "run", "-q", ...PERMISSIONS, ...denied, MAIN];
    const args = ["mirror", "--no-perms", "-j2", source, target];
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-c", 'umask 027; exec "$@"', "sh", ...ferry, ...args],
    }).output();
    assertEquals([new TextDecoder().decode(stderr), code], ["", 0]);
    for (const folder of [target, `${target}/folder`]) {
      assertEquals(make.statOf(folder).permissions, 0o750);
    }
    for (let i = 0; i < 200; i++) {
      assertEquals(make.statOf(`${target}/folder/${i}`).permissions, 0o640);
    }
  });
}
