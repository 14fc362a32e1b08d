// `ferry verify --check`: compares a tree with a list of digests. The threads hash; each digest is looked up
// in the list as it comes, and what is left of the list in the end is missing.

import { bytesOfBinaryText } from "../../../ffi/c_string.ts";
import { binaryText } from "../../../ffi/mod.ts";
import type {
  DifferenceEvent,
  DifferenceKind,
  DigestEvent,
  OperationEvent,
  RunEvent,
} from "../../events.ts";
import type { Summary } from "../../summary.ts";
import { UsageError } from "../../errors.ts";
import { isFolderRule } from "../../filter_rules.ts";
import type { Manifest } from "../../manifest.ts";
import { pathExclusion } from "../../plan/selection.ts";
import type { RunRequest } from "../roots/request.ts";
import { run } from "./run.ts";

/** Carries out a request that reads DEST alone. @throws {FerryError} */
export async function checkAgainst(manifest: Manifest, request: RunRequest): Promise<Summary> {
  if (request.options.filters.some(isFolderRule)) {
    throw new UsageError(
      "CONFLICT",
      "a list of digests has no folders whose rules could be read: -F, -C, --gitignore, " +
        "--exclude-caches, --exclude-if-present and ': NAME' exclude --check",
    );
  }
  const left = new Map(manifest);
  let differences = 0;
  const differ = (
    what: DifferenceKind,
    path: string,
    source: string | null = null,
    target: string | null = null,
  ) => {
    differences++;
    const bytes = bytesOfBinaryText(path);
    const event: DifferenceEvent = {
      type: "difference",
      what,
      path: bytes,
      entryType: "file",
      source,
      target,
    };
    request.onEvent(event);
  };
  const onEvent = (event: RunEvent) => {
    if (event.type !== "digest") return request.onEvent(event);
    const path = binaryText(event.path);
    const expected = left.get(path);
    left.delete(path);
    if (event.digest === null) return; // that it cannot be read was reported
    if (expected === undefined) {
      if (!request.options.ignoreExtra) differ("extra", path);
    } else if (expected !== event.digest) differ("digest", path, expected, event.digest);
    else if (request.options.reportOperations) request.onEvent(equal(event));
  };
  const summary = await run({ ...request, onEvent });
  if (summary.outcome === "cancelled" || summary.outcome === "stopped") return summary;
  const isExcluded = pathExclusion(request.options);
  for (const path of left.keys()) if (!isExcluded(path)) differ("missing", path);
  const outcome = differences > 0 ? "different" : summary.outcome;
  return { ...summary, outcome, differences };
}

/** What tells of a file whose digest is the expected one. */
function equal({ path, size }: DigestEvent): OperationEvent {
  return {
    type: "operation",
    op: "verify",
    path,
    entryType: "file",
    size,
    method: null,
    changes: null,
    replaces: null,
  };
}
