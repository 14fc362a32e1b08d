// Made-up surroundings for the tests of sources: variables, and a settings file that is a text.

import { FerryError } from "../../../lib/errors.ts";
import { parseArguments } from "../../../lib/cli/parse.ts";
import type { Settings } from "../../../lib/cli/settings.ts";
import type { SettingsRow } from "../../../lib/cli/sources/explain.ts";
import type { Surroundings } from "../../../lib/cli/sources/surroundings.ts";

/** Where the made-up file is. */
export const PATH = "/home/u/.config/ferry/settings.json";

/** What surrounds a command line. */
export interface Around {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of the user's settings file, or what is in it. */
  readonly file?: string | object;
}

/** As the command line takes it. */
function surroundingsOf({ env = {}, file }: Around): Surroundings {
  const text = typeof file === "object" ? JSON.stringify(file) : file;
  return {
    environment: env,
    settingsPath: PATH,
    readSettings: (path) =>
      path === PATH && text !== undefined ? { path, text, home: "/home/u" } : null,
  };
}

/** The settings of a run, `mirror -v a b` for example. */
export function settingsIn(around: Around, line: string): Settings {
  const parsed = parseArguments(line.split(" "), { around: surroundingsOf(around) });
  if (!("output" in parsed)) throw new Error(`not a run: ${line}`);
  return parsed;
}

/** What `ferry settings` has of an option, a row for each value. */
export function rowsIn(around: Around, line: string, option: string): readonly SettingsRow[] {
  const parsed = parseArguments(`settings ${line}`.trim().split(" "), {
    around: surroundingsOf(around),
  });
  if (!("rows" in parsed)) throw new Error(`no settings: ${line}`);
  return parsed.rows.filter((row) => row.option === option);
}

/** The message and the advice with which a command line is refused. */
export function refusalIn(around: Around, line: string): string {
  try {
    settingsIn(around, line);
  } catch (error) {
    if (!(error instanceof FerryError) || error.kind !== "usage") throw error;
    return error.advice === null ? error.message : `${error.message}; ${error.advice}`;
  }
  throw new Error(`not refused: ${line}`);
}
