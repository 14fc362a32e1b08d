// Deno's permissions, looked at before a call that may do without: on a terminal Deno would ask for one that is missing,
// in the middle of a run.

/** Whether a permission was given. */
export function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

let readsEverything = false;

/** For a program that gives no permission back: if it may read everything, it is asked about no path from now on. */
export function keepPermissions(): void {
  const { state, partial } = Deno.permissions.querySync({ name: "read" });
  readsEverything = state === "granted" && !partial;
}

/** Whether Deno may read what a path names. */
export function isReadable(path: string): boolean {
  return readsEverything || isGranted({ name: "read", path });
}

/**
 * Makes a call for which Deno has to be able to read a path.
 *
 * @throws {Deno.errors.NotCapable} where it may not
 */
export function reading<T>(path: string, call: (path: string) => T): T {
  if (!isReadable(path)) throw new Deno.errors.NotCapable(`Requires read access to "${path}"`);
  return call(path);
}
