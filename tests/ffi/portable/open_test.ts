// Where the portable calls serve.

import { assert, assertEquals, assertGreater } from "@std/assert";
import { portable } from "../../support/portable_place.ts";
import { testOrSkip } from "../../support/skip.ts";

testOrSkip("openNative selects the portable calls when told to", null, () => {
  assertEquals(portable.platform, "portable");
  assert(!portable.can.xattrs && !portable.can.sharedHandles);
  assertEquals(portable.can.timeGranularityNs, 1_000_000);
  assertGreater(portable.can.cannotKeep.length, 0);
});

testOrSkip(
  "openNative selects the portable calls where only reading and writing is allowed",
  null,
  () => {
    const script = Deno.makeTempFileSync({ suffix: ".ts" });
    try {
      Deno.writeTextFileSync(
        script,
        `import { cString, openNative } from ${
          JSON.stringify(import.meta.resolve("../../../ffi/mod.ts"))
        };
      const calls = await openNative();
      const folder = calls.openFolder(cString("."));
      console.log(calls.platform, calls.identity.canChown, calls.identity.uid, folder > 0);`,
      );
      const { stdout, stderr } = new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--allow-read", "--allow-write", script],
        cwd: "/", // below /dev, where the repository may be, Deno lets nobody read who has not all rights
        env: { NO_COLOR: "1" },
      }).outputSync();
      const text = new TextDecoder().decode(stdout);
      assertEquals(text, "portable false -1 true\n", new TextDecoder().decode(stderr));
    } finally {
      Deno.removeSync(script);
    }
  },
);
