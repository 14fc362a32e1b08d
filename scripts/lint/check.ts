// What is checked: by a linter, or by a schema.

import { fromFileUrl, join } from "@std/path";
import { failureOf } from "./tools.ts";

/** One thing that is checked. */
export interface Check {
  readonly what: string;
  /** Programs without which it is skipped. */
  readonly needs: readonly string[];
  /** What is wrong; null if nothing is. */
  readonly run: () => string | null;
}

/**
 * A check of files, taken together, by the JSON schema that SchemaStore has under an id or a title.
 *
 * @param newer properties that are younger than the schema, or have values that are
 */
export function schemaCheck(
  folder: string,
  what: string,
  paths: readonly string[],
  id: string,
  newer: readonly string[] = [],
): Check {
  const script = fromFileUrl(new URL("./schema.py", import.meta.url));
  return {
    what: `${what} (schema ${id})`,
    needs: ["python"],
    run: () =>
      failureOf(join(folder, "python"), ["-W", "ignore", script, id, ...paths, "--", ...newer]),
  };
}
