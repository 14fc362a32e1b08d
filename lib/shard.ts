// A shard: the part of a run that one of several processes does, which may be on several machines. Every entry belongs
// to exactly one of them (lib/plan/shard_owner.ts says to which).

/** Which of how many. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  /** How many shards there are in all. */
  readonly count: number;
}

/** More than any array of jobs has. */
const MOST_SHARDS = 1_000_000;

/** What a shard is told apart by, for messages. */
export function shardText({ index, count }: Shard): string {
  return `shard ${index} of ${count}`;
}

/**
 * Reads `3/8`.
 *
 * @throws {RangeError} saying what is wrong
 */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  if (match === null) {
    throw new RangeError(`'${text}' is no shard: I/N is the number of one and how many there are`);
  }
  return checked({ index: Number(match[1]), count: Number(match[2]) });
}

/** Whether a value is a shard. */
export function isShard(value: unknown): value is Shard {
  const { index, count } = Object(value);
  return Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count &&
    count <= MOST_SHARDS;
}

function checked(shard: Shard): Shard {
  const { index, count } = shard;
  if (isShard(shard)) return shard;
  if (count < 1) throw new RangeError("there must be at least one shard");
  if (count > MOST_SHARDS) throw new RangeError(`there are at most ${MOST_SHARDS} shards`);
  throw new RangeError(`shards are numbered from 1 to ${count}, so that there is no ${index}`);
}

/** Gives the value of a variable of the environment; null if it has none. */
type Variables = (name: string) => string | null;

/**
 * The shard that a task of a Slurm job array or of an Indexed Job of Kubernetes is.
 *
 * @throws {RangeError} saying what is missing or wrong
 */
export function shardOfTask(variable: Variables): Shard {
  if (variable("SLURM_ARRAY_TASK_ID") !== null) return shardOfSlurm(variable);
  const index = numberIn(variable, "JOB_COMPLETION_INDEX");
  if (index === null) {
    throw new RangeError(
      "neither SLURM_ARRAY_TASK_ID (a Slurm job array) nor JOB_COMPLETION_INDEX (an Indexed Job of Kubernetes) is set",
    );
  }
  const count = numberIn(variable, "FERRY_SHARDS");
  if (count === null) {
    throw new RangeError("FERRY_SHARDS is not set: it is the number of completions of the job");
  }
  if (index >= count) {
    throw new RangeError(`JOB_COMPLETION_INDEX is ${index}, and FERRY_SHARDS only ${count}`);
  }
  return checked({ index: index + 1, count });
}

/** The task ids of an array may begin anywhere, and be several apart. */
function shardOfSlurm(variable: Variables): Shard {
  const id = numberIn(variable, "SLURM_ARRAY_TASK_ID")!;
  const [first, count] = ["SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT"].map((name) => {
    const value = numberIn(variable, name);
    if (value === null) throw new RangeError(`${name} is not set, though SLURM_ARRAY_TASK_ID is`);
    return value;
  });
  const step = numberIn(variable, "SLURM_ARRAY_TASK_STEP") || 1;
  const last = numberIn(variable, "SLURM_ARRAY_TASK_MAX") ?? first + (count - 1) * step;
  const before = (id - first) / step;
  if (last - first !== (count - 1) * step || !Number.isInteger(before) || id > last || before < 0) {
    throw new RangeError(
      "the task ids of the Slurm array are not evenly spaced: only those of --array=FIRST-LAST or FIRST-LAST:STEP number shards",
    );
  }
  return checked({ index: before + 1, count });
}

function numberIn(variable: Variables, name: string): number | null {
  const text = variable(name);
  if (text === null || text === "") return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`${name} is '${text}', which is no number`);
}
