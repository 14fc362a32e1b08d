// A move to another volume on Windows, where a folder that is open is neither renamed nor removed: SOURCE goes, as a whole.

import { assertEquals } from "@std/assert";
import { windowsPath } from "../../scripts/windows/wine.ts";
import { needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryInWine } from "./ferry_in_wine.ts";

testOrSkip(
  "move in Wine: to another volume, SOURCE goes and no mark stays",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir other; mount -t tmpfs t other", dir);
      for (const [dest, arrives] of [["other/new", "other/new"], ["other", "other/s"]]) {
        sh("mkdir -p s/d; echo 1 >s/d/1", dir);
        const [from, to] = [`${dir}/s`, `${dir}/${dest}`].map(windowsPath);
        const { code, stderr } = await ferryInWine("move", from, to);
        assertEquals([code, stderr], [0, ""]);
        assertEquals(
          sh(`ls; find other -mindepth 1 | sort`, dir),
          [
            "other",
            arrives,
            `${arrives}/d`,
            `${arrives}/d/1`,
            "",
          ].join("\n"),
        );
        sh("rm -r other/*", dir);
      }
    });
  },
);
