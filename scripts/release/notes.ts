// Prints what CHANGELOG.md says of the version that a tag names, and fails unless it is the one of deno.json.
//
//   deno task release:notes v0.2.0

import { fromFileUrl } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { notesFor } from "./changelog.ts";

const changelog = Deno.readTextFileSync(
  fromFileUrl(new URL("../../CHANGELOG.md", import.meta.url)),
);
try {
  console.log(notesFor(Deno.args[0] ?? "", project.version, changelog).trimEnd());
} catch (error) {
  console.error(`release: ${(error as Error).message}`);
  Deno.exitCode = 1;
}
