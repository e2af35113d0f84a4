"""Where the programs are that are measured, and what keeps them on one core."""
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def bench_program():
    """The built titrate-bench, which knows the data and the start parameters."""
    return os.environ.get("TITRATE_BENCH", os.path.join(HERE, "../../.build/release/titrate-bench"))


def set_one_thread():
    """Before a numerical library is imported."""
    for name in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"]:
        os.environ[name] = "1"
    os.environ["DDE_BACKEND"] = "pytorch"
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["XLA_FLAGS"] = (
        "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")


def machine():
    """The processor, its cores and the instructions in use, in words."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if "model name" in line), "?")
    path = subprocess.run([bench_program(), "path"], capture_output=True, text=True).stdout.strip()
    return f"{model}, {os.cpu_count()} cores, instructions {path}"
