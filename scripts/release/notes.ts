// Prints what CHANGELOG.md says of the version that a tag names, and fails unless it is the one of deno.json. With
// GITHUB_REPOSITORY=OWNER/NAME it is for that repository's page of the release.
//
//   deno task release:notes v0.2.0

import { fromFileUrl } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { forPage, notesFor } from "./changelog.ts";

const changelog = Deno.readTextFileSync(
  fromFileUrl(new URL("../../CHANGELOG.md", import.meta.url)),
);
const repository = Deno.env.get("GITHUB_REPOSITORY");
try {
  const tag = Deno.args[0] ?? "";
  const notes = notesFor(tag, project.version, changelog).trimEnd();
  console.log(repository ? forPage(notes, `https://github.com/${repository}/blob/${tag}`) : notes);
} catch (error) {
  console.error(`release: ${(error as Error).message}`);
  Deno.exitCode = 1;
}
