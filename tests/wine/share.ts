// A share of a server, as Wine has it: a folder of its own settings stands for the servers.

import { basename } from "@std/path";
import { wine } from "./ferry_in_wine.ts";

/** Shows a folder of this machine as `\\\\server\\share` while `use` runs. */
export async function withShare(
  folder: string,
  use: (share: string) => Promise<void>,
): Promise<void> {
  const server = basename(folder).toLowerCase(); // the name is looked up in lower case
  const path = `${wine.env.WINEPREFIX}/dosdevices/unc/${server}`;
  Deno.mkdirSync(path, { recursive: true });
  try {
    Deno.symlinkSync(folder, `${path}/share`);
    await use(`\\\\${server}\\share`);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
}
