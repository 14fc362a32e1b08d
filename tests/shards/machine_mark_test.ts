// Temporary files of shards name where their process id means something. A container that has the name of its machine
// (Kubernetes' hostNetwork) and process ids of its own was taken for the machine: shards swept what others were filling.

import { assertEquals, assertNotEquals } from "@std/assert";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { testOrSkip } from "../support/skip.ts";

const MODULE = new URL("../../lib/copy/target/machine_mark.ts", import.meta.url).href;
const SCRIPT = `import { machineMark } from "${MODULE}";
console.log(machineMark());`;

async function markIn(prefix: readonly string[]): Promise<string> {
  const [program, ...args] = [...prefix, Deno.execPath(), "eval", "--no-lock", SCRIPT];
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

testOrSkip(
  "machineMark: a container is another place than its machine, whatever its name",
  needsRoot() ?? needsPrograms("unshare"),
  async () => {
    const here = await markIn([]);
    assertEquals(await markIn([]), here);
    assertNotEquals(await markIn(["unshare", "--pid", "--fork"]), here);
  },
);
