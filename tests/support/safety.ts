// What the safety tests share: a folder of its own for each test, and a snapshot that shows whether
// anything in a tree was touched. Built on the shell, find and sha256sum, not on ferry's own calls:
// what judges must not be what is judged.

import { makeScratch } from "./scratch.ts";

const scratch = makeScratch("ferry-safety-");
let count = 0;

/** Runs a shell script and gives its output; fails the test with the script's stderr if it fails. */
export function sh(script: string, cwd?: string): string {
  const { success, stdout, stderr } = new Deno.Command("bash", {
    args: ["-euc", script],
    cwd,
    env: { LC_ALL: "C", PATH: `${Deno.env.get("PATH")}:/usr/sbin:/sbin` },
  }).outputSync();
  const text = new TextDecoder().decode(stdout);
  if (!success) throw new Error(`${script}\n${text}${new TextDecoder().decode(stderr)}`);
  return text;
}

/** Lends a new folder; what was mounted below it is unmounted and all of it removed afterwards. */
export async function withScratch(use: (dir: string) => void | Promise<void>): Promise<void> {
  const dir = `${scratch}/${++count}`;
  Deno.mkdirSync(dir);
  Deno.chmodSync(dir, 0o755);
  try {
    await use(dir);
  } finally {
    for (const path of mountsBelow(dir).reverse()) sh(`umount '${path}' || umount -l '${path}'`);
    sh(`chmod -R u+rwX '${dir}'; rm -rf --one-file-system '${dir}'`);
  }
}

/**
 * Lines of a script that mount an ext4 of its own on `folder`, which they make where it is not there; its image lies in the
 * current folder.
 *
 * @param options of mkfs.ext4
 */
export function mountExt4(folder: string, mib: number, options = ""): string {
  return `mkdir -p ${folder}; truncate -s ${mib}M image
    mkfs.ext4 -qF ${options} image; mount -o loop image ${folder}`;
}

function mountsBelow(dir: string): string[] {
  return Deno.readTextFileSync("/proc/self/mounts").split("\n")
    .map((line) => line.split(" ")[1])
    .filter((path) => path?.startsWith(`${dir}/`));
}

/**
 * Everything about a tree that a program could have changed, as text: names, types, modes, owners,
 * links, inodes, sizes, mtimes, ctimes, link texts and contents.
 */
export function look(dir: string): string {
  return sh(
    `find . -mindepth 1 -printf '%P %y %m %U:%G %n %i %s %T@ %C@ %l\\n' | sort
     find . -type f -exec sha256sum {} + | sort`,
    dir,
  );
}

/** Names that ferry gives files which are not whole yet, wherever they lie below `dir`. */
export function leftovers(dir: string): string {
  return sh(`find . -name '.ferry-*.tmp'`, dir);
}
