// Ctrl-C on Windows: pressed in a terminal while ferry runs there, in the middle of a copy.

import { assert, assertEquals } from "@std/assert";
import { windowsPath, wineVersion } from "../../scripts/windows/wine.ts";
import { until } from "../support/ferry_process.ts";
import { makeScratch } from "../support/scratch.ts";
import { commandInWine, ferryInWine, wine } from "./ferry_in_wine.ts";

const FOLDERS = 20, FILES_A_FOLDER = 10, FILE_BYTES = 50_000;
/** Makes the copy last 100 s on any machine: the key is pressed in its middle. */
const SLOWLY = ["--bwlimit", "100K"];
/** For a start on a busy machine. */
const LIMIT_MS = 120_000;
const CTRL_C = Uint8Array.of(3);

const scratch = makeScratch("ferry-wine-");
const source = `${scratch}/source`, target = `${scratch}/target`;

function makeTree(): void {
  for (let folder = 0; folder < FOLDERS; folder++) {
    Deno.mkdirSync(`${source}/${folder}`, { recursive: true });
    for (let i = 0; i < FILES_A_FOLDER; i++) {
      const bytes = crypto.getRandomValues(new Uint8Array(FILE_BYTES));
      Deno.writeFileSync(`${source}/${folder}/${i}`, bytes);
    }
  }
}

/** Paths of the files below a folder. */
function filesIn(folder: string): string[] {
  const entries = [...Deno.readDirSync(folder)];
  return entries.flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

function hasWholeFile(folder: string): boolean {
  try {
    return filesIn(folder).some((path) => !path.includes("/.ferry-"));
  } catch {
    return false; // not there yet, or a folder of it is just being made
  }
}

/** Runs ferry in a terminal and presses Ctrl-C when the first file is there; exit code and what it printed. */
async function interrupt(): Promise<{ code: number; printed: string }> {
  const command = commandInWine("mirror", ...SLOWLY, windowsPath(source), windowsPath(target));
  const line = command.map((word) => `'${word}'`).join(" ");
  const child = new Deno.Command("script", {
    args: ["--quiet", "--return", "--command", line, "/dev/null"],
    env: { ...wine.env, SHELL: "/bin/sh" },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const keyboard = child.stdin.getWriter();
  const printed = new Response(child.stdout).text();
  await until("a file was copied", () => hasWholeFile(target), LIMIT_MS);
  await keyboard.write(CTRL_C);
  const { code } = await child.status;
  await keyboard.close();
  return { code, printed: await printed };
}

Deno.test("Ctrl-C stops a mirror: exit 130, every file whole, nothing half-made left", async () => {
  makeTree();
  const { code, printed } = await interrupt();
  // Wine 10 now and then loses the exit code of a program that ends by Ctrl-C; what it printed says the same.
  if (wineVersion() < 9 || code !== 0) assertEquals(code, 130, printed);
  assert(/interrupted: \d+ files? copied/.test(printed), printed);
  const there = filesIn(target);
  assert(there.length < FOLDERS * FILES_A_FOLDER, "it was stopped in the middle");
  for (const path of there) {
    assertEquals(Deno.readFileSync(path), Deno.readFileSync(path.replace(target, source)), path);
  }
  const { code: second, stderr } = await ferryInWine(
    "mirror",
    windowsPath(source),
    windowsPath(target),
  );
  assertEquals(second, 0, stderr);
  assertEquals(filesIn(target).length, FOLDERS * FILES_A_FOLDER);
});
