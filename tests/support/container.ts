// A root folder that has nothing in it but ferry, as scripts/container/Dockerfile makes an image: the executable, or Deno and
// the source where that is what is tested, with the libraries that it is linked to.

import { ferryCommand, type Outcome } from "./ferry.ts";
import { start, type Started } from "./ferry_process.ts";
import { makeScratch } from "./scratch.ts";
import { sh } from "./safety.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
/** Nobody's number: there is no /etc/passwd, either. */
export const ANY_USER = 12345;

/** What is linked: the executable; Deno, which the executable is made of, where the source is tested. */
export const PROGRAM = Deno.realPathSync(ferryCommand()[0]);

/** The line of the Dockerfile that puts the libraries of `dist/ferry` into `/image`. */
function libraryScript(): string {
  const text = Deno.readTextFileSync(`${ROOT}scripts/container/Dockerfile`);
  return /^RUN (mkdir \/image .*)$/m.exec(text)![1];
}

/** How ferry is started in such a root. */
export interface Container {
  /** The root, in which `vol` is the mount point of a volume. */
  readonly root: string;
  /** The command in it. */
  readonly command: readonly string[];
}

/** Makes a root with a tree in `/seed`. Of the programs of the outside it has those in `programs`, as far as they are scripts' own. */
export function makeContainer(programs: readonly string[] = []): Container {
  const root = makeScratch("ferry-container-");
  const [, ...options] = ferryCommand();
  const copied = libraryScript().replaceAll("/image", `'${root}'`);
  const others = programs.map((name) => sh(`realpath "$(command -v ${name})"`).trim());
  for (const program of [PROGRAM, ...others]) {
    sh(copied.replaceAll("dist/ferry", `'${program}'`).replace("mkdir", "mkdir -p"));
  }
  sh(
    `mkdir -p bin proc vol seed/sub; cp '${PROGRAM}' bin/ferry; chmod 755 . bin/ferry
      echo a >seed/a; echo b >seed/sub/b`,
    root,
  );
  others.forEach((path, at) => sh(`cp '${path}' 'bin/${programs[at]}'`, root));
  if (options.length === 0) return { root, command: ["/bin/ferry"] };
  sh(`mkdir '${root}/source'; cp -r main.ts deno.json lib ffi '${root}/source'`, ROOT);
  // What Deno makes of the source is in the image, too: making it takes a second at each start.
  sh(`unshare --mount --pid --fork sh -c '
    mount -t proc proc "${root}/proc" && DENO_DIR=/cache exec "$(command -v chroot)" "${root}" \
      /bin/ferry cache --no-check --no-lock --quiet /source/main.ts'`);
  const flags = ["-A", "--no-check", "--no-lock", "--no-remote", "--no-npm", "--quiet"];
  return { root, command: ["/bin/ferry", "run", ...flags, "/source/main.ts"] };
}

/** How a container is started. */
export interface ContainerOptions {
  readonly uid?: number;
  /** The volume: options of the mount of a tmpfs, or the path of a folder. */
  readonly volume?: string;
  readonly hasProc?: boolean;
  /** What `/seed` is, where it is not in the image. */
  readonly seed?: string;
}

/**
 * Starts ferry as process 1 in a root that is read-only but for the volume, with an empty environment. Files of the
 * volume can be looked at in `seen`.
 */
export function startContainer(
  { root, command }: Container,
  args: readonly string[],
  { uid = ANY_USER, volume = "mode=755", hasProc = true, seed }: ContainerOptions = {},
): Started {
  const script = [
    `mount --bind '${root}' '${root}'`,
    `mount -o remount,bind,ro '${root}'`,
    volume.startsWith("/")
      ? `mount --bind '${volume}' '${root}/vol'`
      : `mount -t tmpfs -o ${volume} tmpfs '${root}/vol'`,
    ...seed === undefined ? [] : [`mount --bind '${seed}' '${root}/seed'`],
    ...hasProc ? [`mount -t proc proc '${root}/proc'`] : [],
    // Deno from source wants to know where it could keep what it compiles.
    `exec env -i ${command.length > 1 ? "DENO_DIR=/cache" : ""} "$(command -v chroot)" ` +
    `--userspec=${uid}:${uid} --groups= '${root}' "$@"`,
  ].join(" && ");
  const shell = ["sh", "-c", script, "sh", ...command, ...args];
  return start(["unshare", "--mount", "--pid", "--fork", "--kill-child", ...shell]);
}

/** Runs it to its end. */
export function runContainer(
  container: Container,
  args: readonly string[],
  options: ContainerOptions = {},
): Promise<Outcome> {
  return startContainer(container, args, options).finished;
}
