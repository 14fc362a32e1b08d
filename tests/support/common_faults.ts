// Faults whose causes are no system's own, in the few lines that each system can run: whoever runs them says how
// a run is started there, and lets calls fail.

import { assert, assertEquals } from "@std/assert";
import type { Summary } from "../../lib/summary.ts";
import type { RunOptions } from "./runs.ts";

/** One system under test. */
export interface System {
  mirror(source: string, target: string, options?: RunOptions): Promise<Summary>;
  /** Lets reading contents fail meanwhile. */
  withoutReading<T>(act: () => Promise<T>): Promise<T>;
  /** Lets setting times, and what goes with them, fail meanwhile. */
  withoutTimes<T>(act: () => Promise<T>): Promise<T>;
  /** Lets the file of that path vanish when it is opened, after its folder was listed. */
  whileVanishing<T>(path: string, act: () => Promise<T>): Promise<T>;
  /** Whether links that are entries of their own can be made. */
  readonly hasSymlinks: boolean;
}

interface Fault {
  readonly name: string;
  readonly needsSymlinks?: boolean;
  /** In a folder with an empty `source` and `target`. */
  test(system: System, source: string, target: string): Promise<void>;
}

function write(path: string, text: string): void {
  Deno.writeTextFileSync(path, text);
}

function namesIn(path: string): string[] {
  return [...Deno.readDirSync(path)].map(({ name }) => name).sort();
}

function codesOf({ errors }: Summary): string[] {
  return errors.map(({ code }) => code);
}

export const COMMON_FAULTS: readonly Fault[] = [
  {
    name: "a link onto its target is refused, and the target keeps its contents",
    needsSymlinks: true,
    async test({ mirror }, source, target) {
      write(`${target}/a`, "contents");
      Deno.symlinkSync("../target/a", `${source}/a`);
      for (const dryRun of [true, false]) {
        const summary = await mirror(source, target, { dryRun });
        assertEquals([summary.outcome, codesOf(summary)], ["partial", ["SAME_FILE"]]);
        assertEquals(Deno.readTextFileSync(`${target}/a`), "contents");
      }
    },
  },
  {
    name: "two names of one file are left alone, whichever side they are on",
    async test({ mirror }, source, target) {
      write(`${source}/a`, "contents");
      Deno.linkSync(`${source}/a`, `${target}/a`);
      const { outcome, deleted, filesReplaced } = await mirror(source, target);
      assertEquals([outcome, deleted, filesReplaced], ["done", 0, 0]);
      assertEquals(Deno.readTextFileSync(`${target}/a`), "contents");
    },
  },
  {
    name: "excluded entries stay, with the folders above them, and a dry run says so",
    async test({ mirror }, source, target) {
      write(`${source}/a`, "a");
      Deno.mkdirSync(`${target}/extra/deep`, { recursive: true });
      write(`${target}/extra/gone`, "");
      write(`${target}/extra/deep/kept.log`, "log");
      const filters = [{ include: false, pattern: "*.log" }];
      const planned = await mirror(source, target, { filters, dryRun: true });
      const done = await mirror(source, target, { filters });
      assertEquals([planned.deleted, done.deleted, done.outcome], [1, 1, "done"]);
      assertEquals(namesIn(`${target}/extra`), ["deep"]);
      assertEquals(Deno.readTextFileSync(`${target}/extra/deep/kept.log`), "log");
    },
  },
  {
    name: "a folder gives way to a file only when that is whole, and so does a file",
    async test(system, source, target) {
      for (const name of ["file", "folder"]) write(`${source}/${name}`, "new");
      write(`${target}/file`, "the old one");
      Deno.mkdirSync(`${target}/folder`);
      write(`${target}/folder/in`, "it");
      const failed = await system.withoutReading(() => system.mirror(source, target));
      assertEquals([failed.outcome, failed.filesFailed], ["partial", 2]);
      assertEquals(namesIn(target), ["file", "folder"]);
      assertEquals(Deno.readTextFileSync(`${target}/file`), "the old one");
      assertEquals(Deno.readTextFileSync(`${target}/folder/in`), "it");
      assertEquals((await system.mirror(source, target)).outcome, "done");
      for (const name of ["file", "folder"]) {
        assertEquals(Deno.readTextFileSync(`${target}/${name}`), "new");
      }
    },
  },
  {
    name: "a source that vanishes is named and is no failure: exit code 5",
    async test(system, source, target) {
      for (const name of ["gone", "here"]) write(`${source}/${name}`, name);
      const { outcome, changedCount, filesFailed } = await system.whileVanishing(
        `${source}/gone`,
        () => system.mirror(source, target),
      );
      assertEquals([outcome, changedCount, filesFailed], ["changed", 1, 0]);
      assertEquals(namesIn(target), ["here"]);
    },
  },
  {
    name: "times that cannot be set are errors by name, of files and folders",
    async test(system, source, target) {
      Deno.mkdirSync(`${source}/folder`);
      write(`${source}/folder/file`, "text");
      const { outcome, errors } = await system.withoutTimes(() => system.mirror(source, target));
      assertEquals(outcome, "partial");
      const named = errors.map(({ path }) => new TextDecoder().decode(path));
      for (const name of ["folder/file", "folder"]) {
        assert(named.some((path) => path.endsWith(`target/${name}`)), `${named}`);
      }
    },
  },
];
