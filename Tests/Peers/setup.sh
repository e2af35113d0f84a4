#!/usr/bin/env bash
# Makes a virtual environment with JAX, PyTorch for the CPU, DeepXDE and Optuna, and says how to use it.
# usage: setup.sh [FOLDER]     about 2 GB of disk and some minutes
set -euo pipefail
folder=${1:-$HOME/.cache/titrate-peers}
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
pip() { "$folder/bin/pip" install --quiet --only-binary=:all: "$@"; }
pip jax==0.10.2 optuna==5.0.0 numpy psutil
pip torch==2.13.0+cpu || echo "no CPU wheel of PyTorch here: it and DeepXDE are left out" >&2
"$folder/bin/python" -c 'import torch' 2>/dev/null && "$folder/bin/pip" install --quiet deepxde==1.15.0
echo "PEERS_PYTHON=$folder/bin/python"
