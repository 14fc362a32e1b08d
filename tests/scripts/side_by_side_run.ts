// A program that runs shell scripts, its arguments, as `deno task test` runs parts of the suite.

import { printCounts, sumOf } from "../../scripts/support/count_tests.ts";
import { endTogether, testSideBySide } from "../../scripts/support/side_by_side.ts";

endTogether();
const scripts = Deno.args.map((script) => [script]);
const counts = sumOf(await testSideBySide(scripts, ([script]) => ["sh", "-c", script], {}));
printCounts(counts);
Deno.exit(counts.code);
