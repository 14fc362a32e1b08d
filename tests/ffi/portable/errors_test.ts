// What is said where Deno itself refuses a path.

import { assertEquals } from "@std/assert";
import { testOrSkip } from "../../support/skip.ts";
import { notLinux } from "../../support/portable_place.ts";
import { errnoName, errnoOf, errnoText } from "../../../ffi/portable/errors.ts";

testOrSkip(
  "errnoText: a path that Deno opens only with all permissions says so, under the same code",
  notLinux,
  () => {
    const module = import.meta.resolve("../../../ffi/mod.ts");
    const script = Deno.makeTempFileSync({ suffix: ".ts" });
    try {
      Deno.writeTextFileSync(
        script,
        `import { cString, openNative } from ${JSON.stringify(module)};
        const calls = await openNative();
        const error = calls.openFolder(cString("/proc"));
        console.log(calls.errorText(error), calls.errorName(error));`,
      );
      const { stdout, stderr } = new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--no-check", "--allow-read", "--allow-write", script],
        cwd: "/", // below /dev, where the repository may be, Deno lets nobody read who has not all rights
        env: { NO_COLOR: "1" },
      }).outputSync();
      assertEquals(
        new TextDecoder().decode(stdout),
        "Deno opens /dev, /proc and /sys only with --allow-all (-A) EACCES\n",
        new TextDecoder().decode(stderr),
      );
    } finally {
      Deno.removeSync(script);
    }
  },
);

Deno.test("errnoText: another permission that Deno was not given is a denied one", () => {
  const error = errnoOf(new Deno.errors.NotCapable('Requires read access to "/a", run again'));
  assertEquals([errnoText(-error), errnoName(-error)], ["Permission denied", "EACCES"]);
});
