// Names of users and groups where there is no FFI: from the files that most systems keep them in (passwd(5), group(5)).

import { textOf } from "../c_string.ts";
import { ENOENT } from "../errno.ts";
import { noAccountCalls } from "../absent.ts";
import type { AccountCalls } from "../calls/accounts.ts";
import { attempt } from "./errors.ts";
import { reading } from "../permission.ts";

/** Name and number, in the order of the file. */
type Accounts = readonly (readonly [name: string, id: number])[];

export function accountCalls(): AccountCalls {
  if (Deno.build.os === "windows") return noAccountCalls;
  const users = new AccountFile("/etc/passwd"), groups = new AccountFile("/etc/group");
  return {
    userId: (name) => users.idOf(textOf(name)),
    groupId: (name) => groups.idOf(textOf(name)),
    userName: (uid) => users.nameOf(uid),
    groupName: (gid) => groups.nameOf(gid),
  };
}

/** One such file, read when it is first asked. */
class AccountFile {
  #accounts: Accounts = [];
  /** 0, a negated errno, or null before it was read. */
  #error: number | null = null;

  constructor(private readonly path: string) {}

  idOf(name: string): number {
    const error = this.#read();
    return error < 0 ? error : this.#accounts.find(([known]) => known === name)?.[1] ?? -ENOENT;
  }

  nameOf(id: number): string | number {
    const error = this.#read();
    return error < 0 ? error : this.#accounts.find(([, known]) => known === id)?.[0] ?? "";
  }

  #read(): number {
    return this.#error ??= attempt(() => {
      this.#accounts = reading(this.path, Deno.readTextFileSync).split("\n").flatMap((line) => {
        const [name, , id] = line.split(":");
        return /^\d+$/.test(id ?? "") ? [[name, Number(id)] as const] : [];
      });
    });
  }
}
