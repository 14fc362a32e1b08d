// Plays a scene in a terminal, in a folder that goes away.

import { drawScreen } from "./svg.ts";
import { COLUMNS, ROWS, type Scene } from "./scenes.ts";
import { Terminal } from "./terminal.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** The picture of a scene, as an SVG. */
export async function pictureOf(scene: Scene): Promise<string> {
  const dir = Deno.makeTempDirSync();
  try {
    const { success, stderr } = new Deno.Command("bash", {
      args: ["-euc", scene.setup],
      cwd: dir,
    }).outputSync();
    if (!success) throw new Error(`${scene.name}: ${new TextDecoder().decode(stderr)}`);
    return drawScreen(await play(scene, dir), COLUMNS, scene.label);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

async function play({ typed, until }: Scene, cwd: string): Promise<string> {
  const prepare = [
    "export FERRY_NO_HISTORY=1 FERRY_NO_CONFIG=1",
    "unset NO_COLOR",
    `ferry() { '${Deno.execPath()}' run -A --no-check --quiet '${MAIN}' "$@"; }`,
  ];
  const terminal = new Terminal({ columns: COLUMNS, rows: ROWS, cwd, prepare });
  try {
    for (const [i, line] of typed.entries()) {
      await terminal.waitForPrompt();
      await terminal.type(line);
      if (i === typed.length - 1 && until !== null) await terminal.waitFor(until);
    }
    if (until === null) await terminal.waitForPrompt();
    return terminal.screen.replace(/\n\$ *$/, "");
  } finally {
    terminal.close();
  }
}
