// Makes the pictures of the README, from real runs in a terminal.
//
//   deno task screenshots

import { pictureOf } from "./screenshots/record.ts";
import { SCENES } from "./screenshots/scenes.ts";

for (const scene of SCENES) {
  const path = new URL(`./screenshots/${scene.name}.svg`, import.meta.url);
  Deno.writeTextFileSync(path, await pictureOf(scene));
  console.log(path.pathname);
}
