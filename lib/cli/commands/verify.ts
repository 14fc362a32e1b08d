// `ferry verify`, with a list of digests to write or to compare with.

import { binaryText } from "../../../ffi/mod.ts";
import type { RunEvent } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import type { RunOptions } from "../../library/request.ts";
import { startCheck, startVerify } from "../../library/start.ts";
import type { Manifest } from "../../manifest.ts";
import { isAbort } from "../lists/list_reader.ts";
import { lookAtManifest, readManifest, writeManifest } from "../lists/manifest_files.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { transfer } from "./transfer.ts";

/** Runs the command; gives the exit code. */
export function verifyCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest, manifest, check: list } = settings;
  return transfer(settings, screen, (common) => {
    if (list !== null) return checkList(list, dest, common);
    if (manifest !== null) return verifyAndList(sources[0], dest, manifest, common);
    return startVerify(sources[0], dest, common);
  });
}

/** The list stands where the source would, in the summary too. */
async function checkList(path: string, dest: string, common: RunOptions): Promise<Summary> {
  const list = await readManifest(path, common.signal!);
  return { ...await startCheck(list, dest, common), source: [path] };
}

/** Compares, and writes the digests of what is equal. */
async function verifyAndList(
  source: string,
  dest: string,
  path: string,
  common: RunOptions,
): Promise<Summary> {
  const file = await lookAtManifest(path);
  const manifest: Manifest = new Map();
  const onEvent = (event: RunEvent) => {
    if (event.type !== "digest") return common.onEvent!(event);
    if (event.digest !== null) manifest.set(binaryText(event.path), event.digest);
  };
  const list = path === "-" ? [] : [{ path: file.end.path, what: "the digests" }];
  const ownFiles = [...list, ...common.ownFiles ?? []];
  const summary = await startVerify(source, dest, { ...common, onEvent, ownFiles });
  // A list that ends somewhere in the middle would look like one of a smaller tree.
  if (summary.outcome === "cancelled" || summary.outcome === "stopped") return summary;
  try {
    await writeManifest(file, manifest, common.signal!);
  } catch (error) {
    if (isAbort(error)) return { ...summary, outcome: "cancelled" };
    throw error;
  }
  return summary;
}
