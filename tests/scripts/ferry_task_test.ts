// `deno task ferry` runs in the repository's folder, but is typed elsewhere: paths are relative to where.

import { assertEquals } from "@std/assert";
import { ROOT } from "../support/documents.ts";
import { makeScratch } from "../support/scratch.ts";

const scratch = makeScratch("ferry-task-");

/** A folder to type in: it has a configuration of its own, which is none of ferry's. */
function makePlace(name: string): string {
  const place = `${scratch}/${name}`;
  Deno.mkdirSync(`${place}/source`, { recursive: true });
  Deno.writeTextFileSync(`${place}/source/file`, name);
  Deno.writeTextFileSync(`${place}/deno.json`, '{ "imports": { "@std/path": "./nothing.ts" } }');
  return place;
}

function runTask(place: string, where: string[], target: string): string {
  const args = ["task", ...where, "ferry", "copy", "source", target];
  // A task that runs these tests has set it, and the inner one would take it over.
  const { INIT_CWD: _, ...env } = Deno.env.toObject();
  const options = { args, cwd: place, clearEnv: true, env };
  const { code, stderr } = new Deno.Command(Deno.execPath(), options).outputSync();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return Deno.readTextFileSync(`${place}/${target}/file`);
}

Deno.test("task ferry: paths are relative to the folder in which it is typed", () => {
  const place = makePlace("a folder's name; $HOME");
  assertEquals(
    runTask(place, ["--config", `${ROOT}/deno.json`], "by config"),
    "a folder's name; $HOME",
  );
  assertEquals(runTask(place, ["--cwd", ROOT], "by cwd"), "a folder's name; $HOME");
});

Deno.test("ferry itself: a variable that npm has set moves nothing", () => {
  const place = makePlace("place");
  const args = ["run", "-A", "--no-check", `${ROOT}/main.ts`, "copy", "source", "target"];
  const env = { INIT_CWD: scratch };
  assertEquals(new Deno.Command(Deno.execPath(), { args, cwd: place, env }).outputSync().code, 0);
  assertEquals(Deno.readTextFileSync(`${place}/target/file`), "place");
});
