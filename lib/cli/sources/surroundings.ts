// What lies around a command line: the environment, and the settings file in the user's own folder. What a program may
// not read (`deno run` without --allow-env, without --allow-read) counts as not there, and nobody is asked.

import { isGranted, isReadable } from "../../../ffi/permission.ts";
import { folderVariables, userFileIn, userFilePath } from "../../user_folders.ts";
import { refuseGarbled, settingsVariable, variable } from "../variable.ts";
import { longNamesOfAll } from "../flags.ts";
import { decodeStrict } from "../text.ts";
import { type Environment, variableOf } from "./environment.ts";
import { readSettingsFile } from "./read_settings_file.ts";
import type { SettingsText } from "./settings_file.ts";

/** Where settings come from beside argv. */
export interface Surroundings {
  readonly environment: Environment;
  /** Where the settings file of this user is; null if that is not known. */
  readonly settingsPath: string | null;
  /**
   * Reads a settings file.
   *
   * @returns null for one that is not there
   * @throws {FerryError} `usage` if it cannot be read
   */
  readSettings(path: string): SettingsText | null;
}

/** Variables that say where the user's own folders are. */
const FOLDER_VARIABLES = [...folderVariables("settings"), "USERPROFILE"];

/** Nothing around: argv alone counts. */
export const NO_SURROUNDINGS: Surroundings = {
  environment: {},
  settingsPath: null,
  readSettings: () => null,
};

/** What surrounds this process. */
export function surroundings(): Surroundings {
  const environment = readVariables();
  const settingsPath = settingsPathIn(environment, Deno.build.os);
  return {
    environment,
    settingsPath,
    readSettings: (path) =>
      readSettingsFile(path, { home: homeIn(environment), isTyped: path !== settingsPath }),
  };
}

/** Where a system keeps the settings of a user's programs. */
function settingsPathIn(environment: Environment, os: typeof Deno.build.os): string | null {
  const place = userFileIn("settings", "settings.json", environment, os);
  return place === null ? null : userFilePath(place, os);
}

function homeIn({ HOME, USERPROFILE }: Environment): string | null {
  return HOME || USERPROFILE || null;
}

function readVariables(): Environment {
  // All, so that misspelt ones are told; asking for the right to each would take longer than all else.
  if (isGranted({ name: "env" })) {
    if (!isAllText()) settingNames().forEach(refuseGarbled);
    return Deno.env.toObject();
  }
  const settings = settingNames().map((name) => [name, settingsVariable(name)]);
  const folders = FOLDER_VARIABLES.map((name) => [name, variable(name)]);
  return Object.fromEntries([...settings, ...folders].filter(([, value]) => value !== null));
}

function settingNames(): readonly string[] {
  return longNamesOfAll().map(variableOf);
}

/** As execve(2) was given it. */
const OWN_ENVIRONMENT = "/proc/self/environ";

/** Whether each variable is known to be UTF-8, by one look: asking Deno for each takes 1 ms. */
function isAllText(): boolean {
  if (!isReadable(OWN_ENVIRONMENT)) return false;
  try {
    return decodeStrict(Deno.readFileSync(OWN_ENVIRONMENT)) !== null;
  } catch {
    return false;
  }
}
