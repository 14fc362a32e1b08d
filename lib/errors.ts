// ferry's own errors: those that end a run before or while it works. An entry that fails is not an
// exception but an event (`lib/events.ts`), and the run goes on.

/** `usage`: nothing was touched, exit 2. `stopped`: a condition ended the run, exit 4. */
export type ErrorKind = "usage" | "stopped";

/** An error that ends the run, with what a user needs to mend it. */
export class FerryError extends Error {
  override readonly name = "FerryError";
  /**
   * @param kind decides the exit code
   * @param code an errno name such as `ENOENT`, or one of ferry's own such as `SAME_FILE`
   * @param message what was being done, the quoted path, and the system's text
   * @param advice one line that names the option that helps, if one does
   * @param path that it is about, as typed; null where that is DEST or none
   */
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly advice: string | null = null,
    readonly path: string | null = null,
  ) {
    super(message);
  }
}
