// Temporary files of shards name where their process id means something. A container that has the name of its machine
// (Kubernetes' hostNetwork) and process ids of its own was taken for the machine: shards swept what others were filling.

import { assertEquals, assertNotEquals } from "@std/assert";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { testOrSkip } from "../support/skip.ts";

const MODULE = new URL("../../lib/copy/target/temporary_names.ts", import.meta.url).href;
const SCRIPT = `import { createRunToken } from "${MODULE}";
console.log(createRunToken({ index: 1, count: 2 }).slice(0, 4));`;

async function markIn(prefix: readonly string[]): Promise<string> {
  const [program, ...args] = [...prefix, Deno.execPath(), "eval", "--no-lock", SCRIPT];
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

testOrSkip(
  "TemporaryNames: a container is another place than its machine, whatever its name",
  needsRoot() ?? needsPrograms("unshare"),
  async () => {
    const here = await markIn([]);
    assertEquals(await markIn([]), here);
    assertNotEquals(await markIn(["unshare", "--pid", "--fork"]), here);
  },
);
