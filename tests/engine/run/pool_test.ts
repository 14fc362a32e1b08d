// Where the system starts no further thread (`ulimit -u`, the pids limit of a container) a run goes on with those it has: it
// ended in the middle, as by an error of ferry's own.

import { assertEquals } from "@std/assert";
import type { RunEvent } from "../../../lib/events.ts";
import { judge } from "../../support/judge.ts";
import { makeFilledFolder } from "../../support/many.ts";
import { mirror } from "../../support/runs.ts";
import { withScratch } from "../../support/safety.ts";

const REFUSED = "Resource temporarily unavailable (os error 11)";
const ALONE = [`works in one thread: ${REFUSED}`];

/** Lets `use` start `most` workers and no more. */
async function withWorkers(most: number, use: () => Promise<void>): Promise<void> {
  const { Worker } = globalThis;
  let asked = 0;
  globalThis.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      if (asked++ >= most) throw new Deno.errors.WouldBlock(REFUSED);
      super(...given);
    }
  };
  try {
    await use();
  } finally {
    globalThis.Worker = Worker;
  }
}

for (const [most, told] of [[0, ALONE], [1, []]] as const) {
  Deno.test(`mirror: where ${most} workers can be started, the run goes on with these`, async () => {
    await withScratch(async (dir) => {
      for (let i = 0; i < 8; i++) makeFilledFolder(`${dir}/${i === 0 ? "s" : `s/${i}`}`, 2000);
      const events: RunEvent[] = [];
      const options = { jobs: 4, onEvent: (event: RunEvent) => events.push(event) };
      await withWorkers(most, async () => {
        const { outcome } = await mirror(`${dir}/s`, `${dir}/t`, options);
        assertEquals(outcome, "done");
      });
      const notices = events.flatMap((event) => event.type === "notice" ? [event.message] : []);
      assertEquals(notices, told);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  });
}
