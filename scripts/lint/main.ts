// Checks what deno lint cannot read: workflows, Dockerfiles, shell scripts, Kubernetes and Compose files, and
// what package managers take, each by a program or a schema from outside. A line each, passed, failed or
// skipped with the reason; with CI=true a skip is a failure.
//
//   deno task lint:workflows

import type { Check } from "./check.ts";
import { fileChecks } from "./file_checks.ts";
import { packageChecks } from "./package_checks.ts";
import { installTools } from "./tools.ts";

const tools = installTools();
const scratch = Deno.makeTempDirSync({ prefix: "ferry-lint-" });
let passed = 0, failed = 0, skipped = 0;
try {
  for (const check of [...fileChecks(tools), ...packageChecks(tools, scratch)]) report(check);
} finally {
  Deno.removeSync(scratch, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
Deno.exit(failed > 0 || passed === 0 || skipped > 0 && Deno.env.get("CI") === "true" ? 1 : 0);

function report({ what, needs, run }: Check): void {
  const reasons = needs.map((name) => tools.missing.get(name)).filter((reason) => reason);
  if (reasons.length > 0) {
    skipped++;
    return console.log(`skipped  ${what} [skipped: ${reasons[0]}]`);
  }
  const wrong = run();
  if (wrong === null) passed++;
  else failed++;
  console.log(`${wrong === null ? "passed " : "failed "}  ${what}`);
  if (wrong !== null) console.log(wrong.replace(/^/gm, "         "));
}
