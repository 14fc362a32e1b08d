// What confines a process, from the files that tell it.

import { assertEquals } from "@std/assert";
import { confinementBy } from "../../ffi/confinement.ts";

/** What is told where these files and no others can be read. */
const toldBy = (files: Readonly<Record<string, string>>) =>
  confinementBy((path) => files[path] ?? null);

Deno.test("confinement: without /proc nothing is told", () => {
  assertEquals(toldBy({}), {
    processors: null,
    processorQuota: null,
    seccomp: null,
    container: null,
    mapsUsers: false,
  });
});

Deno.test("confinement: processors by affinity, and the filter of calls", () => {
  const status = (list: string, seccomp: number) => ({
    "/proc/self/status": `Name:\tferry\nSeccomp:\t${seccomp}\nCpus_allowed_list:\t${list}\n`,
  });
  const { processors, seccomp } = toldBy(status("0-3,8,10-11", 2));
  assertEquals([processors, seccomp], [7, "filter"]);
  assertEquals(toldBy(status("5", 0)).processors, 1);
  assertEquals(toldBy(status("5", 0)).seccomp, "off");
});

Deno.test("confinement: the least quota of all groups above the process, in both versions", () => {
  const { processorQuota } = toldBy({
    "/proc/self/cgroup": "0::/a/b\n",
    "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
    "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
    "/sys/fs/cgroup/cpu.max": "400000 100000\n",
  });
  assertEquals(processorQuota, 1.5);
  const old = toldBy({
    "/proc/self/cgroup": "4:memory:/x\n3:cpu,cpuacct:/x\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
    "/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us": "50000\n",
    "/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us": "100000\n",
  });
  assertEquals(old.processorQuota, 0.5);
  assertEquals(toldBy({ "/proc/self/cgroup": "0::/\n" }).processorQuota, null);
});

Deno.test("confinement: a container by its own mark, else by systemd's, else by its group", () => {
  const docker = { name: "Docker", seenBy: "/.dockerenv" };
  assertEquals(toldBy({ "/.dockerenv": "", "/proc/1/cgroup": "0::/lxc/a" }).container, docker);
  assertEquals(toldBy({ "/run/systemd/container": "systemd-nspawn\n" }).container, {
    name: "systemd-nspawn",
    seenBy: "/run/systemd/container",
  });
  assertEquals(toldBy({ "/proc/1/cgroup": "0::/kubepods/pod1" }).container?.name, "Kubernetes");
  assertEquals(toldBy({ "/proc/1/cgroup": "0::/init.scope" }).container, null);
});

Deno.test("confinement: the first user namespace maps all numbers to themselves", () => {
  const mapsUsers = (map: string) => toldBy({ "/proc/self/uid_map": map }).mapsUsers;
  assertEquals(mapsUsers("         0          0 4294967295\n"), false);
  assertEquals(mapsUsers("         0       1000          1\n"), true);
});
