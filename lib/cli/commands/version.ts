// `ferry --version`. The number has one home, `deno.json`.

import project from "../../../deno.json" with { type: "json" };
import { EXIT } from "../exit_codes.ts";
import type { Painter } from "../screen/painter.ts";

/** Prints the version; gives the exit code. */
export function versionCommand(painter: Painter): number {
  painter.out(`ferry ${project.version}\n`);
  return EXIT.done;
}
