// Unmounts and removes everything that the benchmark made, also after a failure or a signal: images on
// RAM that stay behind take the machine's memory until it is started again.

/** Fired by the first SIGINT, SIGTERM or SIGHUP; every command of the benchmark listens to it. */
const interruption = new AbortController();
const cleanUpSteps: (() => Promise<void>)[] = [];
/** Exit codes as a shell reports them: 128 and the signal's number. */
const SIGNALS = Deno.build.os === "windows"
  ? { SIGINT: 130 }
  : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** The signal that ended the run. */
export class Interrupted extends Error {
  constructor(readonly exitCode: number) {
    super("interrupted");
  }
}

/** Aborted once the benchmark is to stop. */
export const interrupted: AbortSignal = interruption.signal;

/** Makes signals end the run by way of the clean-up. */
export function catchSignals(): void {
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    Deno.addSignalListener(
      signal as Deno.Signal,
      () => interruption.abort(new Interrupted(exitCode)),
    );
  }
}

/**
 * Registers a step of the clean-up.
 *
 * @returns runs the step at once; a step runs only once
 */
export function onCleanUp(undo: () => Promise<void>): () => Promise<void> {
  let isDone = false;
  const once = async () => {
    if (isDone) return;
    isDone = true;
    await undo();
  };
  cleanUpSteps.push(once);
  return once;
}

/** Runs all steps, the last registered first; a step that fails does not keep the others from running. */
export async function cleanUp(): Promise<void> {
  for (let undo = cleanUpSteps.pop(); undo; undo = cleanUpSteps.pop()) {
    try {
      await undo();
    } catch (error) {
      console.error(`bench: left behind: ${error instanceof Error ? error.message : error}`);
    }
  }
}
