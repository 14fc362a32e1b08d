// Other owners and modes on Darwin, where a clone has its source's at first: names are looked up, and the second run is
// idle.

import { assertEquals } from "@std/assert";
import { verify } from "../support/runs.ts";
import * as make from "../support/entries.ts";
import { runOn, testOnBoth } from "../support/on_stand_in.ts";

const MAPPED = {
  userMap: [{ from: "root", to: "daemon" }, { from: "*", to: "7" }],
  groupMap: [{ from: "0-9", to: "bin" }],
  chmod: ["D750,F640"],
} as const;

testOnBoth("clones get the owner, the group and the mode that are asked for", async (place) => {
  const source = `${place.path}/source`, target = `${place.path}/target`;
  make.makeFolder(source);
  make.makeFile(`${source}/roots`, make.pattern(100_000), 0o755);
  make.makeFile(`${source}/others`, make.pattern(100_000, 1));
  make.setOwner(`${source}/others`, 1000, 1000);
  for (const copied of [2, 0]) {
    const { summary } = await runOn(place, "mirror", source, target, MAPPED);
    assertEquals([summary.filesCopied, summary.metadataUpdated], [copied, 0]);
  }
  const owners = ["", "/roots", "/others"].map((path) => {
    const { uid, gid, permissions } = make.statOf(target + path);
    return [uid, gid, permissions.toString(8)];
  });
  assertEquals(owners, [[1, 2, "750"], [1, 2, "640"], [7, 1000, "640"]]);
  assertEquals((await verify(source, target, MAPPED)).differences, 0);
});
