#!/bin/bash
# One run on the nodes of a Slurm job: Ray starts on all of them, the run on the first.
# sbatch --nodes=8 docs/scaling/slurm.sh
#SBATCH --job-name=saturate
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=8
#SBATCH --cpus-per-task=64
#SBATCH --exclusive
#SBATCH --time=24:00:00
#SBATCH --signal=B:TERM@120
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=saturate-%j.log
set -euo pipefail
trap 'scontrol requeue "$SLURM_JOB_ID"' TERM # its time is over: the next try goes on

# On every node: a Python with lm-saturate[ray,vllm] of the same releases.
source "$HOME/saturate/bin/activate"
export RAY_USAGE_STATS_ENABLED=0

head=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
port=$((20000 + SLURM_JOB_ID % 20000)) # two jobs may share a node
# The folder is on a disk that outlives the job: a requeued job goes on from its last stage.
srun --kill-on-bad-exit=1 ray symmetric-run \
  --address "$head:$port" --min-nodes "$SLURM_JOB_NUM_NODES" -- \
  saturate --benchmark gsm8k --model Qwen/Qwen2.5-7B-Instruct --lora \
  --engine ray --worker-engine vllm --ray-address "$head:$port" \
  --train-workers $((8 * SLURM_JOB_NUM_NODES)) --batch-size $((64 * SLURM_JOB_NUM_NODES)) \
  --out "$HOME/runs/qwen-7b" &
wait
