// ferry run by an ordinary user. What root has may be out of such a user's reach (a clone in root's home,
// Deno in an npm cache, Deno's own cache), so a copy of all three that anybody may read is made first.

import { chosenStandIn, standInVariable } from "./chosen_stand_in.ts";
import { ferryCommand, type Outcome } from "./ferry.ts";
import { start } from "./ferry_process.ts";
import { needsPrograms, needsRoot } from "./mounts.ts";
import { makeScratch } from "./scratch.ts";
import { sh, withScratch } from "./safety.ts";
import { testOrSkip } from "./skip.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
/** The user and group that are nobody's; the group that the user is a member of besides. */
export const USER = 65534;
export const OTHER_GROUP = 61234;

/** Reason not to run a test as another user, or null. */
export const cannotSwitchUser: string | null = needsRoot() ?? needsPrograms("setpriv");

let command: readonly string[] | null = null;

/** Runs ferry as `USER`, with `OTHER_GROUP` if `inGroup`. */
export function runAsUser(
  args: readonly string[],
  cwd: string,
  inGroup = false,
): Promise<Outcome> {
  return start([...userCommand(inGroup), ...args], cwd).finished;
}

/** The command that starts ferry as `USER`. */
export function userCommand(inGroup = false): string[] {
  command ??= commandForAll();
  const groups = inGroup ? `--groups=${OTHER_GROUP}` : "--clear-groups";
  return ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, groups, ...command];
}

/** The command that starts ferry, all of it readable by everybody. */
function commandForAll(): readonly string[] {
  const dir = makeScratch("ferry-safety-user-");
  const [program, ...rest] = ferryCommand();
  sh(`cp '${program}' program; chmod 755 program; mkdir -m 777 cache`, dir);
  const env = ["env", `HOME=${dir}/cache`, `DENO_DIR=${dir}/cache`, "DENO_NO_UPDATE_CHECK=1"];
  if (rest.length === 0) return [...env, `${dir}/program`];
  sh(`cd '${ROOT}'; cp -r main.ts deno.json lib ffi '${dir}'`);
  const { main, more } = entryFor(dir);
  sh(`chmod -R a+rX '${dir}'`);
  const flags = ["run", "-A", "--no-check", "--no-lock", "--no-remote", "--no-npm"];
  return [...env, ...more, `${dir}/program`, ...flags, main];
}

/** What is to be run there, and what it has to find in its environment. */
function entryFor(dir: string): { main: string; more: readonly string[] } {
  const standIn = chosenStandIn();
  if (standIn === null) return { main: `${dir}/main.ts`, more: [] };
  const library = `${dir}/stand_in.so`;
  sh(`mkdir -p tests/support; cp '${standIn.library}' '${library}'`, dir);
  sh(`cp stand_in_main.ts chosen_stand_in.ts '${dir}/tests/support'`, `${ROOT}tests/support`);
  return {
    main: `${dir}/tests/support/stand_in_main.ts`,
    more: [standInVariable({ ...standIn, library })],
  };
}

/** Registers a test whose folder belongs to the user. */
export function testAsUser(
  name: string,
  body: (dir: string) => Promise<void>,
  reason: string | null = null,
): void {
  testOrSkip(`as a user: ${name}`, cannotSwitchUser ?? reason, async () => {
    await withScratch(async (dir) => {
      sh(`chown ${USER}:${USER} .`, dir);
      await body(dir);
    });
  });
}
