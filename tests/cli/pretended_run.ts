// A process that mirrors nothing, for the tests of signals. It says on stderr when it runs and when it is
// asked to stop; `polite` then stops, `stubborn` never does.

import { transfer } from "../../lib/cli/commands/transfer.ts";
import { openScreen } from "../../lib/cli/screen/terminal.ts";
import type { Summary } from "../../lib/summary.ts";
import { operation, settingsOf, summary } from "./fixtures.ts";

const settings = settingsOf("mirror", "-v", "src", "dst");
const screen = openScreen(settings.output);

function say(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

// A test that fails must not leave this process behind.
setTimeout(() => Deno.exit(99), 60_000);

const exitCode = await transfer(settings, screen, (common) =>
  new Promise<Summary>((resolve) => {
    common.signal!.addEventListener("abort", () => {
      say("aborted");
      if (Deno.args[0] === "stubborn") return common.onEvent!(operation());
      resolve(summary({ outcome: "cancelled" }));
    });
    say("running");
  }));
screen.painter.close();
Deno.exit(exitCode);
