// Command lines that users of other tools type, with the tool that they come from: each does what ferry's own
// options do, or is refused in one line.

import { assert, assertEquals } from "@std/assert";
import { parseArguments } from "../../lib/cli/parse.ts";
import type { Settings } from "../../lib/cli/settings.ts";
import { FerryError } from "../../lib/errors.ts";

/** A command line, and ferry's own that means the same, or what the line says that refuses it. */
type Case = readonly [typed: string, meaning: string | RegExp];

const RSYNC: readonly Case[] = [
  ["sync -a s d", "mirror s d"],
  ["sync -av s d", "mirror -v s d"],
  ["sync -avz s d", "mirror -v s d"],
  ["sync -avzP s d", "mirror -v --progress s d"],
  ["sync -aHAX s d", "mirror s d"],
  ["sync -aHAXx --numeric-ids s d", "mirror -x s d"],
  ["mirror -a --sparse s d", "mirror --sparse=always s d"],
  ["mirror -aHAXS s d", "mirror --sparse=always s d"],
  ["mirror -rlptgoD s d", "mirror s d"],
  ["mirror -rltv s d", "mirror -v s d"],
  ["mirror -avP s d", "mirror -v --progress s d"],
  ["mirror -a --delete s d", "mirror --delete s d"],
  ["mirror -a --delete-after s d", "mirror --delete s d"],
  ["mirror -a --delete-delay s d", "mirror --delete s d"],
  ["mirror -an --delete s d", "mirror -n --delete s d"],
  ["mirror -ain s d", "mirror -i -n s d"],
  ["mirror -a --info=progress2 s d", "mirror --progress s d"],
  ["mirror -a --info=progress2,stats2,name0 s d", "mirror --progress --stats s d"],
  ["mirror -a --no-inc-recursive --human-readable s d", "mirror s d"],
  ["mirror -aW --no-compress --inplace s d", "mirror --inplace s d"],
  ["mirror -a --partial --append-verify s d", "mirror --resume --verify s d"],
  ["mirror -aI s d", "mirror --ignore-times s d"],
  ["mirror -a -@ 2 s d", "mirror --modify-window 2 s d"],
  ["mirror -a@2 s d", "mirror --modify-window 2 s d"],
  ["mirror -aB 8192 s d", "mirror s d"],
  ["mirror -a --no-o --no-p s d", "mirror --no-owner --no-perms s d"],
  ["mirror -a --no-o --no-g s d", "mirror --no-owner --no-group s d"],
  ["mirror -aOJ s d", "mirror --omit-dir-times --omit-link-times s d"],
  ["mirror -a --omit-dir-times --no-O s d", "mirror s d"],
  ["mirror -a --no-D --exclude x s d", "mirror --no-specials --exclude x s d"],
  ["mirror -aL s d", "mirror -L s d"],
  ["copy -a --copy-links s d", "copy -L s d"],
  ["copy -a --ignore-non-existing s d", "copy --existing s d"],
  ["copy -auv --whole-file s d", "copy -u -v s d"],
  ["copy -a --partial-dir=.p s d", "copy s d"],
  ["copy -a --checksum-choice xxh64 -c s d", "copy -c s d"],
  ["check -nac s d", "verify s d"],
  ["mirror -a -e ssh s d", /^-e is an option of rsync: .*ssh.*use rsync$/],
  ["mirror -a --rsh=ssh s d", /^--rsh is an option of rsync: .*ssh/],
  ["mirror -avessh s d", /^-e is an option of rsync/],
  ["mirror -a --delete-during s d", /^--delete-during .* once all is copied/],
  ["mirror -a --del s d", /^--del .* once all is copied/],
  ["copy -a --delete-after s d", /'ferry mirror' deletes/],
  ["mirror -a --compress-level=9 s d", /compresses nothing/],
  ["mirror -a --ignore-errors s d", /deletes nothing in a folder that it could not read/],
  ["mirror -a --backup-dir=x -b --suffix .o s d", "mirror -b --suffix=.o --backup-dir x s d"],
  ["mirror -aS --no-S --bwlimit 1M --no-bwlimit s d", "mirror s d"],
  ["mirror -a --no-partial --no-dirs --no-numeric-ids --no-super s d", "mirror s d"],
  ["mirror -a --link-dest=../1 s d", "mirror --link-dest ../1 s d"],
  [
    "sync -aHAX --delete --link-dest=../1 --link-dest ../2 s d",
    "mirror --delete --link-dest ../1 --link-dest ../2 s d",
  ],
  ["mirror -ab --backup-dir=../old s d", "mirror -b --backup-dir ../old s d"],
  ["mirror -a --chown=1:2 --chmod=D755,F644 s d", "mirror --chown 1:2 --chmod D755,F644 s d"],
  ["mirror -a --usermap=0:1 --groupmap=*:1 s d", "mirror --usermap 0:1 --groupmap *:1 s d"],
  ["mirror -am --include */ --exclude * s d", "mirror -m --include */ --exclude * s d"],
  ["mirror -aFF --files-from=l -0 s d", "mirror -F -F --files-from l --from0 s d"],
  ["copy -a --remove-source-files s d", "copy --remove-source-files s d"],
  ["copy -a --remove-sent-files s d", "copy --remove-source-files s d"],
  ["mirror -aC --out-format=%n --log-file=l s d", "mirror -C --out-format %n --log-file l s d"],
  ["copy -d s d", "copy s d"],
  ["move -a --del s d", /only 'ferry mirror' deletes/],
  ["mirror -a --compare-dest ../old s d", /--link-dest DIR links/],
  ["mirror -a --copy-as=bin s d", /--chown/],
  ["mirror -aU s d", /access times/],
  ["mirror -a --relative s d", /DEST/],
  ["mirror -avh s d", /^-h is help and stands alone .* leave it out$/],
  ["mirror -a --rsync-path=x s d", /use rsync/],
  ["mirror --list-only s d", /-n/],
  ["mirror --info=skip2 s d", /'skip2' is none of progress2, stats, name/],
];

const CP: readonly Case[] = [
  ["cp s d", "copy s d"],
  ["cp -a s d", "copy s d"],
  ["cp -r s d", "copy s d"],
  ["cp -R s d", "copy s d"],
  ["cp -rp s d", "copy s d"],
  ["cp -rpf s d", "copy s d"],
  ["cp -dpR s d", "copy s d"],
  ["cp -av s d", "copy -v s d"],
  ["cp -ruv s d", "copy -u -v s d"],
  ["cp -rL s d", "copy -L s d"],
  ["cp -rP s d", "copy s d"],
  ["cp -rx s d", "copy -x s d"],
  ["cp -rT s d", "copy -T s d"],
  ["cp -rt d s", "copy -t d s"],
  ["cp -at d s u", "copy -t d s u"],
  ["cp --reflink=auto -r s d", "copy --reflink=auto s d"],
  ["cp --sparse=always s d", "copy --sparse=always s d"],
  ["cp --no-clobber s d", "copy --ignore-existing s d"],
  ["cp -r --update=none s d", "copy --ignore-existing s d"],
  ["cp -r --update=older s d", "copy -u s d"],
  ["cp --update=none-fail s d", /ferry verify/],
  ["cp --remove-destination --force s d", "copy s d"],
  ["cp --preserve s d", "copy s d"],
  ["cp --preserve=all s d", "copy s d"],
  ["cp --preserve=mode,timestamps s d", "copy --perms --times s d"],
  ["cp --no-preserve=mode,ownership s d", "copy --no-perms --no-owner --no-group s d"],
  ["copy -rpf s d", "copy s d"],
  ["cp -i s d", /asks once for all/],
  ["cp -nr s d", /^-n is an option of cp: .*--ignore-existing .*--dry-run/],
  ["cp -l s d", /--reflink/],
  ["cp -as s d", /cp -s/],
  ["cp -b s d", "copy --backup s d"],
  ["cp -S .o s d", "copy --suffix .o s d"],
  ["cp --backup=simple s d", "copy --backup s d"],
  ["cp --backup=numbered s d", /one backup.*--backup-dir/],
  ["cp -ab s d", "copy --backup s d"],
  ["cp -abS .o s d", "copy --backup --suffix .o s d"],
  ["cp -abS.o s d", "copy --backup --suffix .o s d"],
  ["cp -aH s d", "copy --dereference-args s d"],
  ["cp --backup=none s d", "copy --no-backup s d"],
  ["cp --keep-directory-symlink s d", /never follows a link in DEST/],
  ["cp --debug s d", /-v prints each operation/],
  ["cp -Z s d", /^-Z is an option of cp: .*--no-xattrs/],
  ["cp --parents a/b d", /DEST\/a\/b/],
  ["cp --preserve=colour s d", /'colour' is none of mode/],
];

const RCLONE: readonly Case[] = [
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

const ROBOCOPY: readonly Case[] = [
  ["mirror s d /MIR", "mirror s d"],
  ["mirror s d /PURGE", "mirror s d"],
  [
    "mirror s d /mir /mt:16 /r:2 /w:5 /np",
    "mirror -j 16 --retries 2 --retry-wait 5 --no-progress s d",
  ],
  ["mirror s d /MIR /MT", "mirror -j 8 s d"],
  ["copy s d /E /COPY:DAT /DCOPY:T", "copy --no-acls --no-owner --no-group s d"],
  ["copy s d /E /DCOPY:DA", "copy --omit-dir-times s d"],
  ["copy s d /E /XO /J /NFL /NDL", "copy -u s d"],
  ["mirror s d /L /MIR", "mirror -n s d"],
  [
    "mirror s d /XD tmp .git /XF *.bak /Z",
    "mirror --exclude tmp/ --exclude .git/ --include *.bak/ --exclude *.bak --resume s d",
  ],
  ["copy s d /MAX:1000 /MAXAGE:7 /FFT", "copy --max-size 1000 --max-age 7d --modify-window 2 s d"],
  ["copy s d /MIR", /'ferry mirror' does so$/],
  ["copy s d /MOV", "copy s d --remove-source-files"],
  ["copy s d /NOCLONE", "copy --reflink=never s d"],
  ["verify s d /MOV", /'ferry move' does so$/],
  ["copy s d /A-:SH", /attributes are kept/],
  ["copy s d /MOVE", /'ferry move' does so$/],
  ["move s d /MOVE", "move s d"],
  ["copy s d /LOG:x.txt", "copy --log-file x.txt s d"],
  ["copy s d /log+:x.txt /TEE", "copy --log-file x.txt s d"],
  ["copy s d /S", "copy -m s d"],
  ["copy s d /E /LEV:2", "copy --max-depth 2 s d"],
  ["copy s d /R", /^\/R needs a value \(\/R:N\)$/],
];

const MV: readonly Case[] = [
  ["mv s d", "move s d"],
  ["mv -fv s d", "move -v s d"],
  ["mv -t d s", "move -t d s"],
  ["mv -Tu s d", "move -T --update s d"],
  ["mv --no-clobber s d", "move --ignore-existing s d"],
  ["mv -b s d", "move --backup s d"],
  ["mv -bS .o s d", "move --backup --suffix .o s d"],
  ["mv -S.o s d", "move --suffix .o s d"],
  ["mv --backup=simple -t d s u", "move --backup -t d s u"],
  ["mv --backup=t s d", /^--backup=t is an option of mv: .*one backup/],
  [
    "mv --strip-trailing-slashes s d",
    /^--strip-trailing-slashes is an option of mv: .*without the slash/,
  ],
  ["mv -Z s d", /^-Z is an option of mv: .*xattrs/],
  ["mv --update=none-fail s d", /^--update=none-fail is an option of mv: /],
  ["mv --no-copy s d", /mv --no-copy/],
  ["mv -n s d", /--ignore-existing/],
  ["mv -i s d", /asks once for all/],
  ["mv --exchange s d", /mv --exchange/],
];

const TABLES = { rsync: RSYNC, cp: CP, mv: MV, rclone: RCLONE, robocopy: ROBOCOPY };

function settingsOf(line: string, slashOptions = true): Settings {
  const parsed = parseArguments(line.split(" "), { slashOptions });
  if (!("output" in parsed)) throw new Error(`not a run: ${line}`);
  return parsed;
}

function refusalOf(line: string, slashOptions = true): FerryError {
  try {
    parseArguments(line.split(" "), { slashOptions });
  } catch (refusal) {
    if (refusal instanceof FerryError) return refusal;
    throw refusal;
  }
  throw new Error(`not refused: ${line}`);
}

for (const [tool, cases] of Object.entries(TABLES)) {
  for (const [typed, meaning] of cases) {
    Deno.test(`habits of ${tool}: ferry ${typed}`, () => {
      if (typeof meaning === "string") {
        assertEquals({ ...settingsOf(typed), notices: [] }, settingsOf(meaning));
        return;
      }
      const { kind, message, advice } = refusalOf(typed);
      assert(kind === "usage" && meaning.test(message), message);
      assert(!message.includes("\n") && (advice === null || /'ferry mirror' does/.test(advice)));
    });
  }
}

Deno.test("habits: a hundred command lines at least", () => {
  const count = Object.values(TABLES).reduce((sum, cases) => sum + cases.length, 0);
  assert(count >= 100, `${count}`);
});

Deno.test("habits: what tools disagree on is said in a notice", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["copy -avP a b", []],
    ["copy -avzz --no-compress a b", [
      "-z has no effect: ferry compresses nothing; file systems can (btrfs, ZFS, NTFS), and " +
      "archivers (tar --zstd, restic)",
    ]],
    ["copy -R a b", [
      "-R is taken as cp's (folders are copied whole); rsync's (--relative) is not done",
    ]],
    ["copy -l -l a b", [
      "-l is taken as rsync's (links are copied as links); cp's (--link) is not done",
    ]],
    ["copy -S a b", []],
    [
      "copy -ai a b",
      ["-i is taken as rsync's (--itemize-changes); cp's (--interactive) is not done"],
    ],
    ["copy --itemize-changes a b", []],
    ["mirror -ai a b", []],
    ["verify -i a b", []],
    ["cp -R a b", []],
    [
      "sync --include *.jpg a b",
      ["--include leaves nothing out by itself, as in rsync: --exclude '*' after it does"],
    ],
    ["sync --include *.jpg --exclude * a b", []],
    ["sync --include-from list a b", []],
  ];
  for (const [line, notices] of cases) assertEquals(settingsOf(line).notices, notices, line);
});

Deno.test("habits: -t behind other letters is rsync's or cp's, and no guess is made", () => {
  assertEquals(settingsOf("copy -r -t d s").dest, "d");
  assertEquals(settingsOf("copy -rt d s u").sources, ["s", "u"]);
  for (const line of ["copy -rt s d", "copy -rlptgoD s d", "copy -rtv s d"]) {
    assertEquals(refusalOf(line).code, "AMBIGUOUS", line);
  }
});

Deno.test("habits: where a slash begins a path, robocopy's options are explained when operands do not fit", () => {
  assertEquals(settingsOf("mirror /mir /e", false).sources, ["/mir"]);
  const explained = [
    [
      "mirror s d /MIR",
      "'/MIR' is an option of robocopy, and a path here: leave it out, for a mirror does so",
    ],
    [
      "mirror s d /PURGE",
      "'/PURGE' is an option of robocopy, and a path here: leave it out, for a mirror does so",
    ],
    ["mirror s d /MT:8", "'/MT:8' is an option of robocopy, and a path here: type --jobs"],
    ["mirror s d /XX /L", "'/XX' is an option of robocopy, and a path here: type --no-delete"],
  ];
  for (const [line, message] of explained) assertEquals(refusalOf(line, false).message, message);
  assertEquals(refusalOf("mirror s d /etc", false).code, "EXTRA_OPERAND");
});
