// A Slurm cluster of one node that claims eight processors, on the loopback, with a folder, keys and ports of its own: munged,
// slurmctld and slurmd without systemd. It ends with the test, and also when that is killed: a shell that waits for the end of
// a pipe ends the three.

import { needsPrograms } from "./programs.ts";

const DAEMONS = ["munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "sinfo"];
const KEEPER = `cd "$1"
munged --foreground --force --key-file="$1/munge.key" --socket="$1/munge/socket" \\
  --pid-file="$1/munged.pid" --seed-file="$1/munge.seed" >munged.log 2>&1 & munged=$!
slurmctld -D -c >slurmctld.out 2>&1 & controller=$!
slurmd -D >slurmd.out 2>&1 & node=$!
trap '' INT TERM HUP
cat >/dev/null
kill $node $controller $munged; wait`;
const LIMIT_MS = 30_000;

/** Why there can be no cluster here; null if there can be. */
export function noSlurm(): string | null {
  if (Deno.build.os !== "linux") return "Slurm's daemons are set up on Linux alone";
  if (Deno.uid() !== 0) return "needs root";
  return needsPrograms(...DAEMONS);
}

/** The cluster, under way. */
export class Slurm implements AsyncDisposable {
  readonly #env: Record<string, string>;
  readonly #keeper: Deno.ChildProcess;

  /** @param folder empty; stays when the cluster is gone */
  private constructor(readonly folder: string) {
    Deno.mkdirSync(`${folder}/munge`);
    Deno.writeFileSync(`${folder}/munge.key`, crypto.getRandomValues(new Uint8Array(128)), {
      mode: 0o600,
    });
    Deno.writeTextFileSync(`${folder}/slurm.conf`, settings(folder, freePort(), freePort()));
    this.#env = { SLURM_CONF: `${folder}/slurm.conf` };
    this.#keeper = new Deno.Command("sh", {
      args: ["-c", KEEPER, "slurm", folder],
      env: this.#env,
      stdin: "piped",
    }).spawn();
    this.#keeper.unref();
  }

  /** Starts one; waits until its node takes jobs. */
  static async start(folder: string): Promise<Slurm> {
    const slurm = new Slurm(folder);
    try {
      await slurm.until("the node is idle", async () => {
        const { stdout } = await slurm.run(["sinfo", "-h", "-o", "%T"]);
        return stdout.trim() === "idle";
      });
      return slurm;
    } catch (error) {
      await slurm[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs a command that talks to it. */
  async run(
    [program, ...args]: readonly string[],
    { cwd = this.folder, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const output = await new Deno.Command(program, { args, cwd, env: { ...this.#env, ...env } })
      .output();
    const [stdout, stderr] = [output.stdout, output.stderr]
      .map((bytes) => new TextDecoder().decode(bytes));
    return { code: output.code, stdout, stderr };
  }

  /** Waits until something is so. */
  async until(what: string, isSo: () => Promise<boolean>, limitMs = LIMIT_MS): Promise<void> {
    const end = performance.now() + limitMs;
    while (!await isSo()) {
      if (performance.now() > end) {
        throw new Error(`not within ${limitMs} ms: ${what}\n${this.#logs()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run(["scancel", "--full", "-u", "root"]);
    this.#keeper.ref();
    await this.#keeper.stdin.close();
    await this.#keeper.status;
  }

  #logs(): string {
    const names = ["munged.log", "slurmctld.out", "slurmctld.log", "slurmd.out", "slurmd.log"];
    return names.flatMap((name) => {
      try {
        return `${name}: ${Deno.readTextFileSync(`${this.folder}/${name}`).slice(-2000)}`;
      } catch {
        return [];
      }
    }).join("\n");
  }
}

/** `cred_expire` is also how many seconds a job that is queued again waits: 120 by default, 5 at least. */
function settings(folder: string, controllerPort: number, nodePort: number): string {
  const [host] = Deno.hostname().split(".");
  return `ClusterName=ferry
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=2,batch_sched_delay=1
SlurmdParameters=config_overrides
ReturnToService=2
JobRequeue=1
KillWait=5
NodeName=${host} NodeAddr=127.0.0.1 CPUs=8 State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
