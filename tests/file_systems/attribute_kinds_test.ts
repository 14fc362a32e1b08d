// Attributes that are no values like any other: xfs' second list of its ACLs, labels that security modules
// give, properties that one file system alone has. None of them makes a mirror widen access, take a label
// away or do the same work on every run.

import { assert, assertEquals } from "@std/assert";
import { kindOfXattr, XATTR_KIND } from "../../lib/copy/metadata/xattr_names.ts";
import { makeDenier } from "../support/deny.ts";
import { expectSuccess, ferry, ferryUnder } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { mountOdd } from "../support/odd_mounts.ts";
import { look, sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-attributes-");
const mounts = mountAll(scratch);
const tools = needsRoot() ?? needsPrograms("setfattr", "setfacl", "rsync");
const denier = makeDenier(scratch);
let count = 0;

/** Registers a test that has a folder on each file system. */
function test(
  name: string,
  kinds: readonly (keyof typeof mounts)[],
  body: (folders: Record<keyof typeof mounts, string>) => Promise<void>,
  reason: string | null = null,
) {
  const missing = tools ?? reason ?? kinds.map((kind) => mounts[kind].reason).find((text) => text);
  testOrSkip(name, missing ?? null, async () => {
    count++;
    const folders = { ...mounts } as unknown as Record<keyof typeof mounts, string>;
    for (const kind of new Set(kinds)) {
      folders[kind] = `${mounts[kind].path}/${count}`;
      Deno.mkdirSync(folders[kind]);
    }
    await body(folders);
  });
}

/** Names of the attributes of an entry, without its own line. */
function namesOf(path: string): string[] {
  return sh(`getfattr -h -m- --absolute-names '${path}'`).split("\n").slice(1)
    .filter((line) => line !== "").sort();
}

const WITH_ACLS = `mkdir s s/d; echo secret >s/f; chmod 600 s/f
  setfacl -m u:daemon:rw,g::---,m::rw s/f; setfacl -m u:daemon:rwx s/d; setfacl -d -m g:audio:rx s/d`;

for (const [from, to] of [["tmpfs", "xfs"], ["xfs", "ext4"]] as const) {
  test(`mirror: ACLs are there after each of three, ${from} to ${to}`, [from, to], async (on) => {
    sh(WITH_ACLS, on[from]);
    const [source, target] = [`${on[from]}/s`, `${on[to]}/t`];
    for (const run of [1, 2, 3]) {
      const { stdout } = expectSuccess(await ferry("mirror", source, target));
      assertEquals(stdout.includes("nothing to do"), run > 1, stdout);
      assert(sh(`getfacl -pc '${target}/f'`).includes("user:daemon:rw-\ngroup::---"));
    }
    expectSuccess(await ferry("verify", source, target));
    assertEquals(sh("getfacl -pc f d", target), sh("getfacl -pc f d", source));
  });
}

test("--no-acls: neither an ACL nor xfs' second name of it is copied", ["xfs"], async ({ xfs }) => {
  sh(`${WITH_ACLS}; setfattr -n user.a -v 1 s/f`, xfs);
  expectSuccess(await ferry("mirror", "--no-acls", `${xfs}/s`, `${xfs}/t`));
  assertEquals(namesOf(`${xfs}/t/f`), ["user.a"]);
  expectSuccess(await ferry("verify", "--no-acls", `${xfs}/s`, `${xfs}/t`));
});

const LABELS = ["security.SMACK64", "security.evm", "security.ima", "security.selinux"];

test(
  "mirror: labels that only the target has stay, a capability goes",
  ["ext4"],
  async ({ ext4 }) => {
    const setAll = LABELS.map((name) =>
      `setfattr -n ${name} -v label t/f; setfattr -n ${name} -v l t`
    );
    sh(`mkdir s; echo a >s/f; cp -a s t; ${setAll.join("; ")}`, ext4);
    const before = look(ext4);
    for (const command of [["verify"], ["mirror"], ["mirror", "-n"]]) {
      const { stdout } = expectSuccess(await ferry(...command, `${ext4}/s`, `${ext4}/t`));
      assert(/nothing to do|no differences/.test(stdout), stdout);
    }
    assertEquals(look(ext4), before);
    sh(
      "setfattr -n security.capability -v 0sAQAAAgAgAAAAAAAAAAAAAAAAAAA= t/f; chmod 600 s/f",
      ext4,
    );
    expectSuccess(await ferry("mirror", `${ext4}/s`, `${ext4}/t`));
    assertEquals([namesOf(`${ext4}/t/f`), namesOf(`${ext4}/t`)], [LABELS, LABELS]);
  },
);

test(
  "mirror: a file that is replaced hands its labels on, not the digests",
  ["ext4"],
  async ({ ext4 }) => {
    sh(
      `mkdir s; for n in 1 2 3; do echo $n >s/$n; done; cp -a s t
     for n in 1 2 3; do for l in selinux ima evm; do setfattr -n security.$l -v $l t/$n; done; done
     for n in 1 2 3; do echo longer >s/$n; done; setfattr -n security.selinux -v new s/3`,
      ext4,
    );
    expectSuccess(await ferry("mirror", `${ext4}/s`, `${ext4}/t`));
    const values = sh("cat [123]; getfattr -d -m- [123] | grep =", `${ext4}/t`);
    const labels = ["selinux", "selinux", "new"].map((label) => `security.selinux="${label}"`);
    assertEquals(values, `${"longer\n".repeat(3)}${labels.join("\n")}\n`);
    expectSuccess(await ferry("verify", `${ext4}/s`, `${ext4}/t`));
  },
);

test(
  "mirror: labels and marks that the source has arrive",
  ["ext4", "xfs"],
  async ({ ext4, xfs }) => {
    sh(
      `mkdir s s/d; echo a >s/f; setfattr -n trusted.overlay.opaque -v y s/d
     for n in ${LABELS.join(" ")} trusted.t; do setfattr -n $n -v new s/f; done`,
      ext4,
    );
    for (const target of [`${ext4}/t`, `${xfs}/t`]) {
      expectSuccess(await ferry("mirror", `${ext4}/s`, target));
      assertEquals(await judge(`${ext4}/s`, target), []);
      expectSuccess(await ferry("verify", `${ext4}/s`, target));
    }
  },
);

test(
  "mirror: a property that the target's file system has not is told once, and no change",
  ["btrfs", "ext4"],
  async ({ btrfs, ext4 }) => {
    sh(
      `mkdir -p s/d; for n in 1 2 3; do echo $n >s/d/$n; setfattr -n btrfs.compression -v zstd s/d/$n
       setfattr -n user.a -v $n s/d/$n; done; setfattr -n btrfs.compression -v zstd s/d`,
      btrfs,
    );
    const [source, target] = [`${btrfs}/s`, `${ext4}/t`];
    const first = await ferry("mirror", source, target);
    assertEquals(first.code, 0, first.stderr);
    assertEquals(
      first.stderr,
      "ferry: attributes of 4 entries not kept, for the target's file system has none of their " +
        "kind: btrfs.compression\n",
    );
    assertEquals(namesOf(`${target}/d/1`), ["user.a"]);
    for (const flags of [[], ["-n"]]) {
      assert((await ferry("mirror", ...flags, source, target)).stdout.includes("nothing to do"));
    }
    const verified = await ferry("verify", source, target);
    assertEquals([verified.code, verified.stderr], [0, first.stderr]);
    const asked = await ferry("mirror", "--xattrs", source, target);
    assertEquals([asked.code, asked.stderr.match(/cannot keep attribute/g)?.length], [1, 4]);
    assertEquals((await ferry("verify", "--xattrs", source, target)).code, 3);
    expectSuccess(await ferry("mirror", source, `${btrfs}/t`));
    assertEquals(await judge(source, `${btrfs}/t`), []);
  },
);

for (const kind of ["ntfs", "ntfs-acls"] as const) {
  const mount = mountOdd(scratch, kind);
  const keepsAcls = kind === "ntfs-acls";
  testOrSkip(
    `${kind}: attributes that it does not list are compared, ACLs that it forgets are told`,
    mount.reason ?? tools ?? needsPrograms("setcap"),
    async () => {
      const source = `${scratch}/from-${kind}`, target = `${mount.path}/t`;
      sh(
        `mkdir '${source}'; cd '${source}'; echo a >f; chmod 640 f; setfacl -m u:daemon:r f; ln f g
         echo b >c; setcap cap_net_raw+ep c; setfattr -n trusted.t -v 1 c
         echo d >early; touch -d 1960-01-01T00:00:00.5Z early`,
      );
      const acls = keepsAcls ? 0 : 1;
      for (const flags of [[], [], ["-n"]]) {
        const { code, stderr, stdout } = await ferry("mirror", ...flags, source, target);
        assertEquals(code, 0, stderr);
        if (stdout.includes("copied")) {
          assertEquals(stderr.match(/ACL|acl_access/g)?.length ?? 0, acls, stderr);
        } else assert(stdout.includes("nothing to do"), stdout);
      }
      const verified = await ferry("verify", source, target);
      assertEquals(verified.code, 0, verified.stdout);
      assertEquals(verified.stderr.match(/acl_access/g)?.length ?? 0, acls, verified.stderr);
      if (!keepsAcls) return;
      sh("chmod 604 c", source);
      assertEquals((await ferry("mirror", source, target)).code, 0);
      assertEquals(sh("stat -c %a c", target), "604\n");
      assertEquals(sh("getfacl -c f g", target), sh("getfacl -c f g", source));
    },
  );
}

test(
  "mirror: labels that a security module refuses are one error, and no change",
  ["tmpfs"],
  async ({ tmpfs }) => {
    sh(
      `mkdir s; for n in 1 2 3; do echo $n >s/$n; setfattr -n security.selinux -v l s/$n; done`,
      tmpfs,
    );
    const [source, target] = [`${tmpfs}/s`, `${tmpfs}/t`];
    for (const run of [1, 2]) {
      const prefix = denier.prefix("fsetxattr:EPERM");
      const { code, stderr, stdout } = await ferryUnder(prefix, "mirror", source, target);
      assertEquals(code, 1, stderr);
      assertEquals(stderr.match(/security\.selinux of 3 entries/g)?.length, 1, stderr);
      assertEquals(stdout.includes("nothing to do"), run > 1, stdout);
    }
  },
  denier.reason,
);

test(
  "mirror: a process without CAP_SYS_ADMIN says once which attributes it may not set",
  ["tmpfs"],
  async ({ tmpfs }) => {
    sh(
      `mkdir s; for n in 1 2 3; do echo $n >s/$n; setfattr -n security.ima -v l s/$n; done`,
      tmpfs,
    );
    const [source, target] = [`${tmpfs}/s`, `${tmpfs}/t`];
    const prefix = ["setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin"];
    const { code, stderr } = await ferryUnder(prefix, "mirror", source, target);
    assertEquals(code, 0, stderr);
    assert(stderr.includes("attributes of 3 entries not kept: this process lacks"), stderr);
    expectSuccess(await ferryUnder(prefix, "mirror", source, target));
  },
  needsPrograms("setpriv"),
);

const CONF = "/etc/xattr.conf";

testOrSkip(
  "kindOfXattr: what attr(5) says is not to be copied is left alone",
  exists(CONF) ? null : `no ${CONF}`,
  () => {
    // An index of file contents that travels with them, and what a kernel decides about each time.
    const ours = new Set(["user.Beagle.*", "security.evm"]);
    const skipped = Deno.readTextFileSync(CONF).split("\n").map((line) => line.split(/\s+/))
      .filter(([name, action]) => !name.startsWith("#") && action === "skip" && !ours.has(name))
      .map(([name]) => name);
    assert(skipped.length >= 5);
    for (const name of skipped) {
      const kind = kindOfXattr(name.replace("*", "X"));
      assert(kind === XATTR_KIND.fsInternal || kind === XATTR_KIND.fsInternalReported, name);
    }
  },
);

Deno.test("kindOfXattr: ACLs are ACLs, other system.* are not", () => {
  const { acl, fsInternal, fsInternalReported, label, ordinary } = XATTR_KIND;
  const kinds = {
    "system.posix_acl_access": acl,
    "system.posix_acl_default": acl,
    "system.nfs4_acl": fsInternalReported,
    "system.ntfs_attrib": fsInternal,
    "trusted.SGI_ACL_FILE": fsInternal,
    "trusted.overlay.opaque": ordinary,
    "trusted.overlay.origin": fsInternal,
    "btrfs.compression": ordinary,
    "security.capability": ordinary,
    "security.selinux": label,
    "user.system.posix_acl_access": ordinary,
    "com.apple.quarantine": ordinary,
  };
  for (const [name, kind] of Object.entries(kinds)) assertEquals(kindOfXattr(name), kind, name);
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
