// The folder for temporary files of a build, and what becomes of a build that fails or is stopped.

import { BuildFailure } from "./build_failure.ts";

const EXIT_STOPPED_BY = { SIGINT: 130, SIGTERM: 143 } as const;
type Stopping = keyof typeof EXIT_STOPPED_BY;
/** Of these Windows knows one. */
const STOPPING: readonly Stopping[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];
/** In which a signal that has come is told to JavaScript. */
const HEARING_MS = 20;

/** Goes on with a build. @throws {BuildFailure} if it is to stop */
export type GoOn = () => Promise<void>;

/**
 * Has something built in a folder that goes afterwards. A failure that tells itself whole is printed, and the exit code
 * is then 1, or that of the signal that stopped the build: a Ctrl-C reaches the program that it runs, too, and that
 * one's failure ends the build; any other signal is heard between two steps.
 *
 * @param name in the folder's, for whoever finds one that a killed build has left
 */
export async function inBuildFolder(
  name: string,
  make: (folder: string, goOn: GoOn) => void | Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: `ferry-${name}-` });
  let stoppedBy: Stopping | null = null;
  const listeners = STOPPING.map((signal) => [signal, () => void (stoppedBy = signal)] as const);
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  try {
    await make(folder, goOn);
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    const signal = await heard();
    console.error(signal === null ? error.message : "stopped");
    Deno.exitCode = signal === null ? 1 : EXIT_STOPPED_BY[signal];
  } finally {
    for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
    Deno.removeSync(folder, { recursive: true });
  }

  async function goOn(): Promise<void> {
    if (await heard() !== null) throw new BuildFailure("stopped");
  }

  async function heard(): Promise<Stopping | null> {
    await new Promise((resolve) => setTimeout(resolve, HEARING_MS));
    return stoppedBy;
  }
}
