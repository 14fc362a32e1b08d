// The gate: format, lint, types, layers, tests. Each must be clean before a change lands.
//
//   deno task ok

import { fromFileUrl } from "@std/path";

const STEPS: readonly (readonly string[])[] = [
  ["fmt", "--check"],
  ["lint", "--quiet"],
  ["task", "--quiet", "check"],
  ["task", "--quiet", "layers"],
  ["task", "--quiet", "test"],
];

for (const step of STEPS) {
  console.log(`ok: deno ${step.join(" ")}`);
  const { code } = new Deno.Command(Deno.execPath(), {
    args: [...step],
    cwd: fromFileUrl(new URL("..", import.meta.url)),
    stdout: "inherit",
    stderr: "inherit",
  }).outputSync();
  if (code !== 0) Deno.exit(code);
}
