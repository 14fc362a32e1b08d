// A folder in memory for one test file, with everything mounted below it. It goes away at the end of
// the tests, and also when the run fails, is interrupted or killed: a shell that waits for the end of
// a pipe, which the kernel closes whatever happens, unmounts and removes.

const SWEEP = `trap '' INT TERM HUP; cat > /dev/null
sed -n "s|^[^ ]* \\($1/[^ ]*\\) .*|\\1|p" /proc/mounts | sort -r | while read -r at; do
  umount "$at" || umount -l "$at"
done
rm -rf "$1"`;

/** Where tests keep their trees: in memory if there is a place for that. */
const inMemory = isFolder("/dev/shm") ? "/dev/shm" : undefined;

/** Makes the folder. Call it outside of tests: it lasts as long as the test file's module. */
export function makeScratch(prefix: string): string {
  const path = Deno.makeTempDirSync({ dir: inMemory, prefix });
  Deno.chmodSync(path, 0o755);
  const sweeper = new Deno.Command("sh", { args: ["-c", SWEEP, "sweep", path], stdin: "piped" })
    .spawn();
  sweeper.unref();
  globalThis.addEventListener("unload", () => sweep(path));
  return path;
}

const SWEEP_AFTER = `trap '' INT TERM HUP; while kill -0 "$2"; do sleep 1; done; rm -rf "$1"`;

/** Makes a folder that lasts as long as this process, for all test files that it runs; nothing may be mounted there. */
export function makeShared(prefix: string): string {
  const path = Deno.makeTempDirSync({ dir: inMemory, prefix });
  // A pipe would be closed at the end of the test file.
  const args = ["-c", SWEEP_AFTER, "sweep", path, `${Deno.pid}`];
  new Deno.Command("sh", { args, stdin: "null", stdout: "null", stderr: "null" }).spawn().unref();
  return path;
}

/** Does at once what the shell would do later, which then finds nothing left. */
function sweep(path: string): void {
  new Deno.Command("sh", { args: ["-c", SWEEP, "sweep", path], stdin: "null" }).outputSync();
}

/** Removes a tree, however deep and whatever its names and modes. */
export async function removeTree(path: string): Promise<void> {
  const { success } = await new Deno.Command("rm", { args: ["-rf", path] }).output();
  if (!success) throw new Error(`cannot remove ${path}`);
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
