// The path by which an operation is shown. A run's root has the empty path: a folder is shown as `.`,
// and a single file, which is its own root, under the name it was typed with.

import type { DifferenceEvent, OperationEvent } from "../../events.ts";
import type { Text } from "../text.ts";

/**
 * What to show for the path of an operation or a difference.
 *
 * @param root what the user typed for the source
 */
export function entryPath(event: OperationEvent | DifferenceEvent, root: string): Text {
  if (event.path.length > 0) return event.path;
  return event.entryType === "folder" ? "." : root;
}
