#!/usr/bin/env bash
# Runs ferry as a Slurm job array: each task does one shard, on any node that sees both paths. What is preempted, or loses its
# node, is queued again and goes on where it was.
#
#   sbatch --array=1-64 scripts/cluster/slurm.sh mirror [OPTIONS] SRC DST
#   SHARDS=64 scripts/cluster/slurm.sh verify [OPTIONS] SRC DST    submits itself, and says how to report
#   ferry report ferry-JOB_*.json                                  when all have ended; JOB is the array's number
#   scontrol requeue JOB_SHARD                                     does one shard again (a new array of it alone does all of SRC)
#
# FERRY is the command that runs ferry, "ferry" if it is not set: FERRY='deno task --config /opt/ferry/deno.json ferry'.
# Each shard prints into ferry-JOB_SHARD.json, and its messages into ferry-JOB_SHARD.log, where sbatch was called.

#SBATCH --job-name=ferry
#SBATCH --array=1-8
#SBATCH --ntasks=1
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=ferry-%A_%a.json
#SBATCH --error=ferry-%A_%a.log

set -euo pipefail

if (($# < 3)); then
  echo "usage: sbatch --array=1-N $0 mirror|copy|verify [OPTIONS] SRC DST" >&2
  exit 2
fi
read -ra ferry <<<"${FERRY:-ferry}"
report="${ferry[*]} report ferry-${SLURM_ARRAY_JOB_ID:-JOB}_*.json"

if [[ -z ${SLURM_ARRAY_TASK_ID:-} ]]; then
  job=$(sbatch --parsable --array="1-${SHARDS:-8}" "$0" "$@")
  echo "submitted job ${job%%;*}; when it has ended: ${report/JOB/${job%%;*}}"
  exit
fi
echo "shard $SLURM_ARRAY_TASK_ID on ${SLURMD_NODENAME:-this node}; when all have ended: $report" >&2
# The task is ferry itself, so that Slurm's signals reach it, and it cleans up before it is queued again.
exec "${ferry[@]}" "$1" --json --no-history --shard auto "${@:2}"
