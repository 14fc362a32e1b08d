// A test that cannot run on a machine must say so and why: it is registered as ignored under a name
// that carries the reason, and never left out in silence.

/** Registers a test, or its skipping when `reason` is not null. */
export function testOrSkip(
  name: string,
  reason: string | null,
  fn: (context: Deno.TestContext) => void | Promise<void>,
): void {
  const ignore = reason !== null;
  Deno.test({ name: ignore ? `${name} [skipped: ${reason}]` : name, ignore, fn });
}
