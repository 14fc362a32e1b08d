// Runs the test suite and closes with one line that counts: N passed, N failed, N skipped. A skipped
// test names its reason; with CI=true a skip is a failure, so that a missing tool cannot hide one.
//
//   deno task test [PATH…] [-- OPTIONS OF deno test]

import { fromFileUrl } from "@std/path";

const root = fromFileUrl(new URL("..", import.meta.url));
const split = Deno.args.indexOf("--");
const paths = split < 0 ? Deno.args : Deno.args.slice(0, split);
const extra = split < 0 ? [] : Deno.args.slice(split + 1);

const child = new Deno.Command(Deno.execPath(), {
  args: ["test", "-A", "--quiet", ...extra, ...(paths.length > 0 ? paths : ["tests"])],
  cwd: root,
  env: { DENO_TLS_CA_STORE: "mozilla,system", NO_COLOR: "1" },
  stdout: "piped",
  stderr: "inherit",
}).spawn();

const skipped: string[] = [];
let passed = 0, failed = 0, rest = "";
const decoder = new TextDecoder();
for await (const chunk of child.stdout) {
  await Deno.stdout.write(chunk);
  const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
  rest = lines.pop()!;
  for (const line of lines) {
    if (/ \.\.\. ignored/.test(line)) skipped.push(line.replace(/ \.\.\. ignored.*/, ""));
    const totals = /\| (\d+) passed.*\| (\d+) failed/.exec(line);
    if (totals) {
      passed += Number(totals[1]);
      failed += Number(totals[2]);
    }
  }
}
const { code } = await child.status;
if (skipped.length > 0) console.log(`skipped:\n  ${skipped.join("\n  ")}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
const mayNotSkip = Deno.env.get("CI") === "true" && skipped.length > 0;
if (mayNotSkip) console.error("a test was skipped where none may be");
Deno.exit(code !== 0 ? code : mayNotSkip || passed === 0 ? 1 : 0);
