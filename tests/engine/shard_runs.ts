// Runs of shards as a script starts them, from the folder `s` of a scratch folder to its folder `t`.

import type { RunEvent } from "../../lib/events.ts";
import { verify } from "../../lib/mod.ts";
import { runLibrary } from "../support/ferry.ts";
import { sh } from "../support/safety.ts";

/** A tree with folders of several kinds, files of several names, and times of its own. */
export function makeTree(dir: string): void {
  sh(
    "mkdir -p s/a/b/c s/empty/below s/ro s/many; " +
      "for i in $(seq 60); do echo $i > s/a/f$i; echo $i > s/many/$i; done; " +
      "for i in $(seq 9); do ln s/a/f$i s/a/b/l$i; ln s/a/f$i s/m$i; ln -s f$i s/a/b/c/s$i; done; " +
      "echo x > s/ro/x; echo y > s/ro/y; chmod 555 s/ro; chmod 2750 s/many; mkfifo s/fifo; " +
      "find s -depth -type d -exec touch -d '2001-02-03 04:05:06.789' {} +",
    dir,
  );
}

/** What shards may do. */
export type Command = "copy" | "mirror" | "verify";

/** One run from `s` to `t` in `dir`: its summary, and its events. */
export async function run(command: Command, dir: string, options: Record<string, unknown>) {
  if (command !== "verify") return await runLibrary(command, `${dir}/s`, `${dir}/t`, options);
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  return { summary: await verify(`${dir}/s`, `${dir}/t`, { ...options, onEvent }), events };
}

/** Runs all shards, one after the other or at once. */
export async function all(
  command: Command,
  dir: string,
  count: number,
  options: Record<string, unknown> = {},
  isAtOnce = false,
) {
  const one = (i: number) => run(command, dir, { ...options, shard: `${i}/${count}` });
  const indexes = Array.from({ length: count }, (_, i) => i + 1);
  if (isAtOnce) return await Promise.all(indexes.map(one));
  const done = [];
  for (const index of indexes.reverse()) done.push(await one(index));
  return done;
}
