// What other programs can do in a folder, to hold against what `capabilities` tells of it.

import type { PathCapabilities, Trial } from "../../lib/capabilities/types.ts";
import { needsPrograms } from "./mounts.ts";
import { run } from "./programs.ts";
import { sh } from "./safety.ts";

/** Reason not to ask them, or null. */
export const noJudge = needsPrograms("setfattr", "findmnt", "cp", "mkfifo");

export const answer = (trial: Trial | undefined) => trial?.works ?? null;

/** All that is in a folder. */
export const all = (path: string) => sh("find . -printf '%P %i %s %m %u\\n' | sort", path);

/** What other programs can be asked about as well. */
export function judgeable({ features }: PathCapabilities) {
  const { user_xattrs, trusted_xattrs, hard_links, symlinks, fifos, owners, holes } = features!;
  return [user_xattrs, trusted_xattrs, hard_links, symlinks, fifos, owners, holes].map(answer);
}

/** What they can do; the folder is changed. */
export function judge(folder: string) {
  const does = (script: string) => run("sh", "-ec", `cd '${folder}'; ${script}`) === null;
  const features = [
    `touch x; setfattr -n user.a -v 1 x`,
    `setfattr -n trusted.a -v 1 x`,
    `ln x y; [ x -ef y ]`,
    `ln -s x z; [ "$(readlink z)" = x ]`,
    `mkfifo f; [ -p f ]`,
    `chown 54321 x; [ "$(stat -c %u x)" = 54321 ]`,
    `truncate -s 4M h; [ "$(du -k h | cut -f 1)" -lt 4096 ]`,
  ].map(does);
  const reflinks = does("head -c 65536 /dev/urandom >c; cp --reflink=always c d");
  return { features, reflinks };
}
