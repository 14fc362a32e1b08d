// `ferry help --man`: the manual page.

import { EXIT } from "../exit_codes.ts";
import { manualPage } from "../manual/manual.ts";
import type { Painter } from "../screen/painter.ts";

/** Prints the page; gives the exit code. */
export function manualCommand(painter: Painter): number {
  painter.out(manualPage());
  return EXIT.done;
}
