// `--acls` by a user who may not give files away: access lists are kept all the same, owners are told of
// once and never compared. Wine lets everybody set any owner, so refusals are stood in for here.

import { assertEquals } from "@std/assert";
import * as k from "../../ffi/windows/constants.ts";
import type { RunEvent } from "../../lib/events.ts";
import { intercepting, type StandIn } from "./intercept.ts";
import { pathOfHandle } from "./paths.ts";
import { dropLastAce, securityOf } from "./security.ts";
import { type Sides, withSides } from "./sides.ts";
import { writeFile } from "./support.ts";

const OWNERS = k.OWNER_SECURITY_INFORMATION | k.GROUP_SECURITY_INFORMATION;
const NAMES = ["one", "two"];

/** What ntdll answers an ordinary user. */
const ORDINARY: Readonly<Record<string, StandIn>> = {
  RtlAdjustPrivilege: () => k.STATUS_PRIVILEGE_NOT_HELD,
  NtSetSecurityObject: (real, handle, parts, descriptor) =>
    (parts & OWNERS) !== 0 ? k.STATUS_INVALID_OWNER : real(handle, parts, descriptor),
};
/** The same for one to whom the folder's access list gives no right to change owners. */
const WITHOUT_RIGHT: Readonly<Record<string, StandIn>> = {
  ...ORDINARY,
  NtCreateFile: (real, handle, access, ...rest) =>
    (access & k.WRITE_OWNER) !== 0 ? k.STATUS_ACCESS_DENIED : real(handle, access, ...rest),
};

/** Gives all that lies below the source another owner, by what is read of it. */
const theirs: StandIn = (real, handle, parts, descriptor: Uint8Array, ...rest) => {
  const status = real(handle, parts, descriptor, ...rest);
  if (status >= 0 && descriptor.length > 0 && pathOfHandle(handle).includes("\\source")) {
    const view = new DataView(descriptor.buffer, descriptor.byteOffset);
    const owner = view.getUint32(4, true); // SECURITY_DESCRIPTOR_RELATIVE.Owner
    const last = owner + 4 + 4 * descriptor[owner + 1]; // SID.SubAuthorityCount, SubAuthority
    view.setUint32(last, view.getUint32(last, true) ^ 1, true);
  }
  return status;
};

async function runAs(
  { run }: Sides,
  user: Readonly<Record<string, StandIn>>,
  required: { acls: true; owner?: true } = { acls: true },
): Promise<{ notices: string[]; summary: Awaited<ReturnType<Sides["run"]>> }> {
  const notices: string[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.type === "notice") notices.push(event.message);
  };
  const summary = await intercepting(user, () => run({ jobs: 1, required, onEvent }));
  return { notices, summary };
}

function makeFiles({ source }: Sides): void {
  for (const name of NAMES) {
    writeFile(source, name);
    dropLastAce(source, name);
  }
}

for (
  const [what, user] of [["may not set", ORDINARY], ["has no right to", WITHOUT_RIGHT]] as const
) {
  Deno.test(
    `owners that a user ${what} are told of once, and access lists are kept`,
    withSides(async (sides) => {
      makeFiles(sides);
      const asThem = { ...user, NtQuerySecurityObject: theirs };
      const { notices, summary } = await runAs(sides, asThem);
      assertEquals([summary.outcome, summary.filesCopied, summary.errors], ["done", 2, []]);
      const entries = NAMES.length + 1; // the folder itself
      assertEquals(notices, [
        `owner or group of ${entries} entries not kept (an ordinary user may not set it)`,
      ]);
      for (const name of NAMES) {
        assertEquals(securityOf(sides.target, name), securityOf(sides.source, name), name);
      }
      const again = await runAs(sides, asThem);
      assertEquals([again.summary.filesUnchanged, again.summary.metadataUpdated], [2, 0]);
    }),
  );
}

Deno.test(
  "a user's own files are kept whole, though setting owners is refused",
  withSides(async (sides) => {
    makeFiles(sides);
    const { notices, summary } = await runAs(sides, ORDINARY);
    assertEquals([summary.outcome, summary.filesCopied, notices], ["done", 2, []]);
    for (const name of NAMES) {
      assertEquals(securityOf(sides.target, name), securityOf(sides.source, name), name);
    }
  }),
);

Deno.test(
  "owners that were asked for by name and cannot be kept are errors",
  withSides(async (sides) => {
    makeFiles(sides);
    const user = { ...ORDINARY, NtQuerySecurityObject: theirs };
    const { summary } = await runAs(sides, user, { acls: true, owner: true });
    assertEquals(summary.errors.map(({ op, code }) => `${op}: ${code}`), [
      "keep owner of: EPERM",
      "keep owner of: EPERM",
      "keep owner of: EPERM",
    ]);
  }),
);

Deno.test(
  "who has the right to restore asks for it and sets owners with the rest",
  withSides(async (sides) => {
    makeFiles(sides);
    const asked: unknown[] = [];
    const { notices } = await runAs(sides, {
      RtlAdjustPrivilege: (_real, privilege, enable, thread) => {
        asked.push([privilege, enable, thread]);
        return 0;
      },
      NtSetSecurityObject: (real, handle, parts, descriptor) => {
        asked.push(parts);
        // The other owner is made up: with it Wine would take the folder away from this user.
        return real(handle, parts & ~OWNERS, descriptor);
      },
      NtQuerySecurityObject: theirs,
    });
    const all = OWNERS | k.DACL_SECURITY_INFORMATION;
    assertEquals(asked, [[k.SE_RESTORE_PRIVILEGE, 1, 0], all, all, all]);
    assertEquals(notices, []);
  }),
);
