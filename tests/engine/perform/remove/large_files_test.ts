// A move compares what has arrived before it removes it. Large files are read by workers: the main thread would hear no
// signal while it reads.

import { assert, assertEquals } from "@std/assert";
import { SMALLEST_HAND_OVER } from "../../../../lib/thresholds.ts";
import { needsPrograms, needsRoot } from "../../../support/mounts.ts";
import { sh, withScratch } from "../../../support/safety.ts";
import { testOrSkip } from "../../../support/skip.ts";
import { ferryTraced } from "../../../support/trace.ts";

testOrSkip(
  "move: the main thread reads no large file to compare it, but leaves it to a worker",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s other; mount -t tmpfs -o mode=755 t other
         head -c ${SMALLEST_HAND_OVER} /dev/urandom >s/large; echo small >s/small`,
        dir,
      );
      const watch = { calls: "pread64,unlinkat", below: dir };
      // Two threads, so that there is a worker.
      const args = ["move", "-q", "-j2", `${dir}/s`, `${dir}/other`];
      const { code, calls, stderr } = await ferryTraced(watch, ...args);
      assertEquals([code, stderr], [0, ""]);
      // Nothing but a comparison reads what is in DEST.
      const readers = (name: string) =>
        new Set(
          calls.filter(({ name: call, text }) =>
            call === "pread64" && text.includes(`/other/s/${name}>`)
          ).map(({ thread }) => thread),
        );
      // It removes the folder itself.
      const main = calls.find(({ name, text }) => name === "unlinkat" && text.includes('"s"'))!;
      assertEquals(readers("large").size, 1);
      assert(!readers("large").has(main.thread), "by a worker");
    });
  },
);
