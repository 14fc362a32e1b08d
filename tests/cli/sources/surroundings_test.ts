// Where each system keeps the settings of a user's programs.

import { assertEquals } from "@std/assert";
import { settingsPathIn } from "../../../lib/cli/sources/surroundings.ts";

Deno.test("settingsPathIn: the place on each system", () => {
  const home = { HOME: "/home/u" };
  const file = "ferry/settings.json";
  assertEquals(settingsPathIn(home, "linux"), `/home/u/.config/${file}`);
  assertEquals(settingsPathIn({ ...home, XDG_CONFIG_HOME: "/c" }, "linux"), `/c/${file}`);
  assertEquals(
    settingsPathIn({ ...home, XDG_CONFIG_HOME: "c" }, "linux"),
    `/home/u/.config/${file}`,
  );
  assertEquals(settingsPathIn({ HOME: "/" }, "linux"), `/.config/${file}`);
  assertEquals(settingsPathIn({}, "linux"), null);
  assertEquals(
    settingsPathIn({ ...home, XDG_CONFIG_HOME: "/c" }, "darwin"),
    `/home/u/Library/Application Support/${file}`,
  );
  assertEquals(
    settingsPathIn({ APPDATA: "C:\\Users\\u\\AppData\\Roaming" }, "windows"),
    "C:\\Users\\u\\AppData\\Roaming\\ferry\\settings.json",
  );
  assertEquals(settingsPathIn(home, "windows"), null);
});
