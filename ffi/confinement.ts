// What confines a process on Linux, by the files that tell it: proc_pid_status(5), cgroups(7), user_namespaces(7), and
// what the usual container programs leave in a container.

import type { Confinement } from "./calls/confinement.ts";

/** The text of a file; null if it cannot be read. */
type Read = (path: string) => string | null;

const CGROUPS = "/sys/fs/cgroup";
const SECCOMP = { "0": "off", "1": "strict", "2": "filter" } as const;

/** Files that stand in the containers of one program. */
const MARKS: readonly (readonly [name: string, path: string])[] = [
  ["Kubernetes", "/var/run/secrets/kubernetes.io/serviceaccount/namespace"],
  ["Podman", "/run/.containerenv"],
  ["Docker", "/.dockerenv"],
];
/** The control groups in which they put the first process. */
const GROUPS: readonly (readonly [name: string, group: RegExp])[] = [
  ["Kubernetes", /\/kubepods/],
  ["Podman", /\/libpod-/],
  ["Docker", /\/docker[-/]/],
  ["containerd", /\/(?:cri-)?containerd[-/]/],
  ["LXC", /\/lxc[./]/],
];
/** systemd(1) writes there which container it runs in. */
const CONTAINER = "/run/systemd/container";

/** Reads what confines this process. */
export function confinementBy(read: Read): Confinement {
  const status = read("/proc/self/status") ?? "";
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1] ?? "";
  const allowed = field("Cpus_allowed_list");
  return {
    processors: allowed === "" ? null : countOf(allowed),
    processorQuota: quotaOf(read),
    seccomp: SECCOMP[field("Seccomp") as keyof typeof SECCOMP] ?? null,
    container: containerOf(read),
    mapsUsers: mapsUsers(read("/proc/self/uid_map")),
  };
}

/** How many numbers a list such as `0-3,8` has. */
function countOf(list: string): number {
  return list.split(",").reduce((count, range) => {
    const [first, last = first] = range.split("-").map(Number);
    return count + last - first + 1;
  }, 0);
}

/** The initial namespace maps all numbers to themselves. */
function mapsUsers(map: string | null): boolean {
  return map !== null && !/^\s*0\s+0\s+4294967295\s*$/.test(map);
}

/** The least of what the process's group and those above it allow. */
function quotaOf(read: Read): number | null {
  const lines = (read("/proc/self/cgroup") ?? "").split("\n");
  const quotas = lines.flatMap((line) => {
    const [, id, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (id === "0" && controllers === "") return foldersOf(path).map((at) => quotaIn(read, at));
    const isOfProcessors = controllers?.split(",").includes("cpu") === true;
    return isOfProcessors ? foldersOf(path).map((at) => oldQuotaIn(read, controllers, at)) : [];
  });
  const limits = quotas.filter((quota) => quota !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

/** `/a/b`, `/a` and the root, which is empty. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return [...parts.keys(), parts.length].map((count) =>
    parts.slice(0, count).map((part) => `/${part}`).join("")
  );
}

/** `200000 100000`: microseconds in each so many. */
function quotaIn(read: Read, group: string): number | null {
  return ratioOf(read(`${CGROUPS}${group}/cpu.max`)?.split(" "));
}

/** The same of the first version of control groups. */
function oldQuotaIn(read: Read, controllers: string, group: string): number | null {
  const folder = `${CGROUPS}/${controllers}${group}`;
  const quota = read(`${folder}/cpu.cfs_quota_us`);
  return quota === null ? null : ratioOf([quota, read(`${folder}/cpu.cfs_period_us`) ?? ""]);
}

/** Null for `max` and -1, which are no limit. */
function ratioOf(texts: readonly string[] | undefined): number | null {
  const [quota, period] = (texts ?? []).map(Number);
  return quota > 0 && period > 0 ? quota / period : null;
}

function containerOf(read: Read): Confinement["container"] {
  for (const [name, path] of MARKS) if (read(path) !== null) return { name, seenBy: path };
  const told = read(CONTAINER)?.trim();
  if (told) return { name: told, seenBy: CONTAINER };
  const groups = read("/proc/1/cgroup") ?? "";
  const [name] = GROUPS.find(([, group]) => group.test(groups)) ?? [];
  return name === undefined ? null : { name, seenBy: "/proc/1/cgroup" };
}
