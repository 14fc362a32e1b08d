// scripts/cluster/, as far as it can be read without a cluster: what the job of Kubernetes says is what ferry takes. Its schema
// is checked by `deno task lint:workflows`, its script by `deno task test:cluster`.

import { assertEquals } from "@std/assert";
import { parse } from "npm:deno-std@1.3.1/yaml/mod.js";
import { parseArguments } from "../../lib/cli/parse.ts";
import type { Settings } from "../../lib/cli/settings.ts";
import { textOf } from "../support/documents.ts";

// deno-lint-ignore no-explicit-any -- a file that somebody wrote
const { kind, spec } = parse(textOf("scripts/cluster/job.yaml")) as any;
const [container] = spec.template.spec.containers;

/** What ferry makes of the container's command in the pod of an index. */
function settingsOfPod(index: number): Settings {
  const variables: Record<string, string> = { JOB_COMPLETION_INDEX: `${index}` };
  for (const { name, value } of container.env) variables[name] = value;
  const before = Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    return parseArguments(container.command.slice(1)) as Settings;
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
}

Deno.test("job.yaml: each pod does its shard of as many as there are completions", () => {
  assertEquals([kind, spec.completionMode], ["Job", "Indexed"]);
  const shards = Array.from({ length: spec.completions }, (_, i) => settingsOfPod(i).options.shard);
  const count = shards.length;
  assertEquals(shards, Array.from({ length: count }, (_, i) => ({ index: i + 1, count })));
  assertEquals([spec.parallelism, spec.maxFailedIndexes], [count, count]);
});

Deno.test("job.yaml: the paths are the volumes', the source is read only, and what is printed can be reported", () => {
  const { sources, dest, output } = settingsOfPod(0);
  const mounts = container.volumeMounts.map((mount: { mountPath: string; readOnly?: boolean }) => [
    mount.mountPath,
    mount.readOnly ?? false,
  ]);
  assertEquals(mounts, [[sources[0], true], [dest, false]]);
  assertEquals(output.json, true);
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  assertEquals(names(spec.template.spec.volumes), names(container.volumeMounts));
});

Deno.test("job.yaml: a pod whose run is refused is not started again", () => {
  const [{ action, onExitCodes }] = spec.podFailurePolicy.rules;
  assertEquals([action, onExitCodes.containerName, onExitCodes.values], [
    "FailIndex",
    container.name,
    [2],
  ]);
  assertEquals(spec.template.spec.restartPolicy, "Never");
});
