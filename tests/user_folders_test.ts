// Where each system keeps the files of a user's programs.

import { assertEquals } from "@std/assert";
import { userFileIn, type UserFileKind, userFilePath } from "../lib/user_folders.ts";

type System = typeof Deno.build.os;

function path(kind: UserFileKind, variables: Record<string, string>, os: System): string | null {
  const file = userFileIn(kind, "file", variables, os);
  return file && userFilePath(file, os);
}

const HOME = "/home/me";

Deno.test("userFileIn: the folder of each system", () => {
  const set = { HOME, XDG_CONFIG_HOME: "/c/", XDG_STATE_HOME: "/s/mine" };
  assertEquals(path("settings", { HOME }, "linux"), `${HOME}/.config/ferry/file`);
  assertEquals(path("state", { HOME }, "linux"), `${HOME}/.local/state/ferry/file`);
  assertEquals(path("settings", set, "linux"), "/c/ferry/file");
  assertEquals(path("state", set, "linux"), "/s/mine/ferry/file");
  for (const kind of ["settings", "state"] as const) {
    const mac = `${HOME}/Library/Application Support/ferry/file`;
    assertEquals(path(kind, set, "darwin"), mac);
    assertEquals(path(kind, { HOME: `${HOME}/` }, "darwin"), mac);
    assertEquals(path(kind, { HOME: "/" }, "linux")?.startsWith("/."), true);
  }
  const APPDATA = "C:\\Users\\me\\Roaming", LOCALAPPDATA = "C:\\Users\\me\\Local";
  assertEquals(path("settings", { APPDATA }, "windows"), `${APPDATA}\\ferry\\file`);
  assertEquals(path("state", { LOCALAPPDATA }, "windows"), `${LOCALAPPDATA}\\ferry\\file`);
});

Deno.test("userFileIn: a relative folder is none, and without variables there is no place", () => {
  for (const kind of ["settings", "state"] as const) {
    const relative = { XDG_CONFIG_HOME: "c", XDG_STATE_HOME: "s" };
    assertEquals(path(kind, { HOME, ...relative }, "linux"), path(kind, { HOME }, "linux"));
    assertEquals(path(kind, relative, "linux"), null);
    for (const home of ["", "here"]) assertEquals(path(kind, { HOME: home }, "linux"), null);
    for (const os of ["linux", "darwin", "windows"] as const) {
      assertEquals(path(kind, {}, os), null);
    }
    assertEquals(path(kind, { HOME }, "windows"), null);
  }
});
