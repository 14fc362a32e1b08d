// `ferry settings` on screens of all widths.

import { assertEquals } from "@std/assert";
import { settingsTable } from "../../../lib/cli/commands/settings.ts";

const REQUEST = {
  command: "settings",
  json: false,
  notices: [],
  file: { path: "/home/user/.config/ferry/settings.json", isThere: false },
  otherSections: ["mirror"],
  rows: [
    { option: "--jobs", value: "3", source: "flag", where: "" },
    { option: "--perms", value: "auto", source: "default", where: "" },
    {
      option: "--exclude",
      value: "*.tmp *.bak and others",
      source: "environment",
      where: "FERRY_EXCLUDE",
    },
  ],
} as const;

Deno.test("settingsTable: a row is a line where nothing says how wide the screen is, or there is room", () => {
  for (const width of [Infinity, 90]) {
    assertEquals(settingsTable(REQUEST, width).split("\n").slice(1, 4), [
      "--jobs                    3                flag",
      "--perms                   auto             default",
      '--exclude                 "*.tmp *.bak and others" environment FERRY_EXCLUDE',
    ]);
  }
});

Deno.test("settingsTable: on 40 columns no line is longer", () => {
  assertEquals(
    settingsTable(REQUEST, 40),
    [
      "settings file:",
      "    /home/user/.config/ferry/settings.json",
      "    (not there)",
      "--jobs                    3      flag",
      "--perms                   auto   default",
      "--exclude",
      '    "*.tmp *.bak and others"',
      "    environment FERRY_EXCLUDE",
      "'ferry settings mirror' has what is set",
      "    for mirror alone",
      "",
    ].join("\n"),
  );
});
