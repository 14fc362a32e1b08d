// Where the system starts no further thread (`ulimit -u`, the pids limit of a container) a run goes on with those it has: it
// ended in the middle, as by an error of ferry's own.

import { assertEquals } from "@std/assert";
import { Pool } from "../../../lib/engine/run/pool.ts";
import { signIn } from "../../../lib/engine/run/sign_in.ts";
import type { ToWorker } from "../../../lib/engine/run/worker.ts";
import type { RunEvent } from "../../../lib/events.ts";
import { newControl } from "../../support/control.ts";
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

// V8 takes some 120,000 arguments: a mirror of more folders in which something was extra ended in a RangeError.
Deno.test("Pool: a worker leaves as many folders as there are", async () => {
  const control = newControl();
  const extras = new Array(200_000).fill({ root: 0, path: new Uint8Array(), conflicts: null });
  const { Worker } = globalThis;
  globalThis.Worker = class {
    onmessage = (_message: { data: unknown }) => {};
    postMessage(message: ToWorker) {
      if (message.type !== "phase" || !signIn(control, message.number)) return;
      const { number: phase } = message;
      queueMicrotask(() => this.onmessage({ data: { type: "idle", phase, extras } }));
    }
  } as unknown as typeof Worker;
  try {
    const start = () => ({ type: "start" }) as ToWorker;
    const pool = new Pool(control, start, () => {}, () => {}, () => {});
    pool.begin();
    pool.grow(1);
    assertEquals((await pool.finished()).length, extras.length);
  } finally {
    globalThis.Worker = Worker;
  }
});
