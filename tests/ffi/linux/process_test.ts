// Which calls serve, who the process is, and what error numbers are called.

import { assertEquals } from "@std/assert";
import * as errno from "../../../ffi/errno.ts";
import { native, testIn } from "../../support/linux_place.ts";
import { needsPrograms, run } from "../../support/programs.ts";
import { testOrSkip } from "../../support/skip.ts";

testIn("openNative selects Linux's calls where FFI is granted", () => {
  assertEquals(native.platform, "linux");
});

testIn("errorName and errorText take numbers of both signs", () => {
  assertEquals(native.errorName(-errno.ENOSPC), "ENOSPC");
  assertEquals(native.errorName(errno.EDQUOT), "EDQUOT");
  assertEquals(native.errorName(-9999), "errno 9999");
  assertEquals(native.errorText(-errno.ENOSPC), native.errorText(errno.ENOSPC));
  assertEquals(native.errorText(-errno.ENOENT), "No such file or directory");
});

testIn("identity is who the process is", () => {
  assertEquals(native.identity.uid, Deno.uid());
  assertEquals(native.identity.gid, Deno.gid());
  assertEquals(native.identity.umask, Deno.umask());
});

testOrSkip(
  "allowMoreHandles: the soft limit becomes the hard one",
  needsPrograms("prlimit"),
  () => {
    const set = (soft: string) =>
      assertEquals(run("prlimit", "--pid", String(Deno.pid), `--nofile=${soft}:`), null);
    const softAndHard = () =>
      /^Max open files\s+(\d+)\s+(\d+)/m.exec(Deno.readTextFileSync("/proc/self/limits"))!.slice(1);
    const [before, hard] = softAndHard();
    try {
      set("256");
      assertEquals(softAndHard(), ["256", hard]);
      native.allowMoreHandles();
      assertEquals(softAndHard(), [hard, hard]);
    } finally {
      set(before);
    }
  },
);
