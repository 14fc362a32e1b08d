// A worker of the recorder: writes down the bytecode that V8 has each time that it has done all its jobs. The
// largest of what workers write is kept: that of a run which does most kinds of work.

import { useCountingClock } from "./recorded_time.ts";
import { compile, enter } from "./load.ts";
import type { WorkerProgram } from "./program.ts";
import { RECORDED } from "./recorded.ts";

const scope = globalThis as unknown as { postMessage(message: { readonly type: string }): void };
const post = scope.postMessage.bind(scope);
const script = compile("worker", new Uint8Array());
useCountingClock();

scope.postMessage = (message) => {
  if (message.type === "idle") write(script.createCachedData(), Deno.env.get(RECORDED)!);
  post(message);
};
await enter<WorkerProgram>(script).work();

function write(bytecode: Uint8Array, path: string): void {
  if (bytecode.length > Deno.statSync(path).size) Deno.writeFileSync(path, bytecode);
}
