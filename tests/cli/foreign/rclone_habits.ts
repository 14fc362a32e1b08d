// Command lines that users of rclone type.

import type { Habit } from "./habit.ts";

export const RCLONE_HABITS: readonly Habit[] = [
  ["sync --progress s d", "mirror --progress s d"],
  ["sync -P --transfers 8 s d", "mirror --progress -j 8 s d"],
  ["sync --checkers=16 s d", "mirror -j 16 s d"],
  ["sync --dry-run --fast-list s d", "mirror -n s d"],
  [
    "sync --max-delete 10 --retries 3 --retries-sleep 5s s d",
    "mirror --max-delete 10 --retries 3 --retry-wait 5s s d",
  ],
  ["copy --create-empty-src-dirs --metadata s d", "copy s d"],
  ["copy --multi-thread-streams 4 --buffer-size 64M s d", "copy s d"],
  ["copy --no-traverse --max-age 24h s d", "copy --max-age 24h s d"],
  ["copy --ignore-checksum --size-only s d", "copy --size-only s d"],
  ["sync -i s d", /asks once for all/],
  ["check --download s d", "verify s d"],
  ["check --one-way s d", "verify --no-extra s d"],
  ["sync --backup-dir ../old --suffix .o s d", "mirror --backup-dir ../old --suffix .o s d"],
  ["move --delete-empty-src-dirs s d", "move s d"],
  ["copy --delete-empty-src-dirs s d", /'ferry move' removes/],
  ["sync --exclude-if-present .no s d", "mirror --exclude-if-present .no s d"],
  ["sync --no-update-dir-modtime s d", "mirror --omit-dir-times s d"],
  ["sync --multi-thread-chunk-size 64M --partial-suffix .p s d", "mirror s d"],
  ["sync --max-delete-size 1G s d", /--max-delete N/],
  ["sync --metadata-include x s d", /--filter/],
  ["sync --copy-dest ../1 s d", /--link-dest DIR links/],
  ["sync --log-file log --log-level INFO s d", /-v/],
  ["sync --log-file log s d", "mirror --log-file log s d"],
  ["sync --max-depth 1 s d", "mirror --max-depth=1 s d"],
  ["sync --drive-chunk-size 64M s d", /^--drive-chunk-size is an option of rclone: .*rclone/],
  ["sync --log-level INFO s d", /-v/],
  ["copyto s d", /ferry copy -T/],
  ["bisync s d", /one direction/],
  ["moveto s d", /ferry move -T/],
];
