// Variables of the environment. One that may not be read (`deno run` without --allow-env) counts as not set, and nobody
// is asked: on a terminal Deno would.

/** The value of a variable; null if it is not set or may not be read. */
export function variable(name: string): string | null {
  if (!mayRead({ name: "env", variable: name })) return null;
  return Deno.env.get(name) ?? null;
}

/** Whether a permission was given. */
export function mayRead(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
