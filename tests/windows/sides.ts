// Whole mirrors on Windows: a source and a target of a test's own, and looks into folders by their paths.

import { assert, assertEquals } from "@std/assert";
import { cString, FileStat, WORD } from "../../ffi/mod.ts";
import { mirror, type RunOptions } from "../support/runs.ts";
import { fs, makeFolder, statOf } from "./support.ts";

/** Source and target of one test, each with an open handle of its folder. */
export interface Sides {
  readonly source: string;
  readonly target: string;
  run(options?: RunOptions): ReturnType<typeof mirror>;
}

export function withSides(test: (sides: Sides) => Promise<void>): () => Promise<void> {
  return async () => {
    const top = makeFolder();
    const source = `${top}\\source`, target = `${top}\\target`;
    Deno.mkdirSync(source);
    try {
      await test({ source, target, run: (options) => mirror(source, target, options) });
    } finally {
      Deno.removeSync(top, { recursive: true });
    }
  };
}

/** Runs `act` with an open handle of a folder. */
export function inside<T>(path: string, act: (folder: number) => T): T {
  const folder = fs.openFolder(cString(path));
  assert(folder > 0, `${path}: ${fs.errorName(folder)}`);
  try {
    return act(folder);
  } finally {
    fs.close(folder);
  }
}

/** Metadata of an entry in the folder of that path. */
export function statIn(path: string, name: string): FileStat {
  return inside(path, (folder) => statOf(folder, name) as FileStat);
}

export function attributesOf(path: string, name: string): number {
  return statIn(path, name).attributes;
}

export function setAttributes(path: string, name: string, attributes: number): void {
  const stat = new FileStat();
  stat.words[WORD.attributes] = attributes;
  const error = inside(path, (folder) => fs.setAttributesAt(folder, cString(name), stat));
  assertEquals(error, 0);
}
