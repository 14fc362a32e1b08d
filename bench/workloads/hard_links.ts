// A backup made of hard links: 2,000 files under ten names each, in ten folders, so that
// different threads meet the names of one file.

import { type Scale, scaled } from "../options.ts";
import { fileName, fillFolder, folderName, setOldTimes, yieldToSignals } from "./tree.ts";
import { number, removeTarget, roomOf, size, type Workload } from "./workload.ts";

const FILES = 2000;
const NAMES = 10;
const FILE_BYTES = 4 * 1024;

/** 20,000 names of 2,000 files. */
export function hardLinks(scale: Scale): Workload {
  const files = scaled(scale, FILES);
  return {
    name: "hard-links",
    title: `${number(files)} files of ${size(FILE_BYTES)} under ${NAMES} names each`,
    work: "tree",
    files: files * NAMES,
    room: roomOf(files, FILE_BYTES),
    ferryFlags: [],
    rivals: ["cp -a", "rsync -aHAX", "roofline"],
    others: ["tar | tar"],
    build: ({ source }) => build(source, files),
    reset: removeTarget,
  };
}

async function build(source: string, files: number): Promise<void> {
  Deno.mkdirSync(source);
  const first = `${source}/${folderName(0)}`;
  Deno.mkdirSync(first);
  await fillFolder(first, files, FILE_BYTES);
  for (let folder = 1; folder < NAMES; folder++) {
    const path = `${source}/${folderName(folder)}`;
    Deno.mkdirSync(path);
    for (let file = 0; file < files; file++) {
      Deno.linkSync(`${first}/${fileName(file)}`, `${path}/${fileName(file)}`);
    }
    await yieldToSignals();
  }
  await setOldTimes(source);
}
