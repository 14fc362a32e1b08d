// What Deno may read, asked once for all in a program that gives no permission back.

import { assertEquals } from "@std/assert";

const MODULE = new URL("../../ffi/permission.ts", import.meta.url).href;

/** Whether a program that was started so may read /etc and /usr, by its own account. */
async function tells(flags: readonly string[], before: string): Promise<string> {
  const code = `import { isReadable, keepPermissions } from "${MODULE}";
    ${before}
    console.log(["/etc", "/usr"].filter(isReadable).join(" "));`;
  const args = ["run", "--no-prompt", "--no-lock", ...flags, "-"];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout).trim();
}

const GIVE_BACK = `Deno.permissions.revokeSync({ name: "read" });`;

Deno.test("keepPermissions: a path that is denied stays so, whatever else may be read", async () => {
  const some = ["--allow-read=/usr"], allBut = ["--allow-read", "--deny-read=/etc"];
  assertEquals(await tells(some, "keepPermissions();"), "/usr");
  assertEquals(await tells(allBut, "keepPermissions();"), "/usr");
  assertEquals(await tells(["--allow-read"], "keepPermissions();"), "/etc /usr");
});

Deno.test("isReadable: asks again each time, unless permissions are kept", async () => {
  assertEquals(await tells(["--allow-read"], GIVE_BACK), "");
  assertEquals(await tells(["--allow-read"], `keepPermissions(); ${GIVE_BACK}`), "/etc /usr");
});
