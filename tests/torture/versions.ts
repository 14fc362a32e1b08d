// What tells the versions of files apart, for "old or new and nothing else".

import { sh } from "../support/safety.ts";

/** A line for each file under a final name: path, mode, time and digest. */
export function versions(dir: string): string[] {
  const script = `names=$(mktemp); find . -type f -not -path '*/.ferry-*.tmp*' -print0 >$names
     paste -d ' ' <(xargs -0r stat -c '%n %a %y' <$names) <(xargs -0r md5sum <$names); rm $names`;
  return sh(script, dir).split("\n").filter((line) => line.trim() !== "");
}
