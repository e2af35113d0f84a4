"""A Slurm without a cluster: its jobs are processes here, and it says odd things when it is told to.

The folder that FAKE_SLURM names is all there is of it:

    calls                  a line for each call: the command and its arguments
    jobs/ID                a job as JSON; the elements of an array have ids of their own
    sbatch, squeue, scancel    what the next calls do, a name a line; `*` after it means for ever

Told nothing, it does what Slurm does. The texts are recorded from Slurm 22.05, or from its sources.
"""
import fcntl
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time

FOLDER = os.environ.get("FAKE_SLURM", "")
# From asking a job to end to killing it.
KILL_WAIT = 1.0
UNREACHABLE = "Unable to contact slurm controller (connect failure)"
REFUSALS = {
    "unreachable": UNREACHABLE,
    "timeout": "Socket timed out on send/recv operation",
    "partition": "Invalid partition name specified",
    "account": "Invalid account or account/partition combination specified",
    "limits": "Requested time limit is invalid (missing or exceeds some limit)",
    "qos": "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
}
HELD = {"held": "JobHeldAdmin", "launch-failed": "launch failed requeued held",
        "time-limit": "PartitionTimeLimit"}
STATES = {"unknown-state": ("REVOKED_BY_MOONLIGHT", "None"), "node-fail": ("NODE_FAIL", "NodeDown")}
GARBLED = "srun: lua: welcome to the cluster\n|||\n12|x\n7|7|0|RUNNING\n\x00\xff|a|b|c|d|e|f\n"


def path(*names):
    return os.path.join(FOLDER, *names)


class Locked:
    """One at a time deals with the folder."""

    def __enter__(self):
        self.file = open(path("lock"), "w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self.file.close()


def oddity(command):
    """What this call is to do, and no later one unless a star follows."""
    try:
        with open(path(command)) as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return None
    if not lines:
        return None
    name, _, star = lines[0].partition(" ")
    if star != "*":
        write(path(command), "\n".join(lines[1:]))
    return name


def write(target, text):
    temporary = f"{target}.{os.getpid()}.part"
    with open(temporary, "w") as file:
        file.write(text)
    os.rename(temporary, target)


def jobs():
    names = (name for name in os.listdir(path("jobs")) if name.isdigit())
    found = []
    for name in names:
        with open(path("jobs", name)) as file:
            found.append(json.load(file))
    return sorted(found, key=lambda job: job["id"])


def save(job):
    write(path("jobs", str(job["key"])), json.dumps(job))


def change(key, **values):
    with Locked():
        with open(path("jobs", str(key))) as file:
            job = json.load(file)
        job.update(values)
        save(job)


def call(command):
    """Notes a call, and tells what it is to do."""
    os.makedirs(path("jobs"), exist_ok=True)
    with Locked():
        with open(path("calls"), "a") as file:
            file.write(shlex.join([command] + sys.argv[1:]) + "\n")
        return oddity(command)


# sbatch

def options(script):
    """The long options of the script's #SBATCH lines, and of the command line before it."""
    found = {}
    with open(script) as file:
        lines = [line[len("#SBATCH"):].strip() for line in file if line.startswith("#SBATCH ")]
    for line in lines + sys.argv[1:-1]:
        match = re.match(r"--([a-z-]+)(?:[= ](.*))?$", line)
        if match:
            found[match[1]] = match[2] or ""
    return found


def indices(text):
    """An array's: `0-3,7%2` is 0, 1, 2, 3, 7."""
    for part in text.partition("%")[0].split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def next_id(count, again):
    """The first of so many new ids; the last ones once more where the controller has lost count."""
    with Locked():
        try:
            with open(path("next")) as file:
                first = int(file.read())
        except FileNotFoundError:
            first = 1
        if again:
            first = max(1, first - count)
        write(path("next"), str(first + count))
        return first


def sbatch():
    odd = call("sbatch")
    if odd == "hang":
        time.sleep(600)
    if odd in REFUSALS and odd != "timeout":
        if odd == "partition":
            print("sbatch: error: invalid partition specified: nosuch", file=sys.stderr)
        if odd == "qos":
            print("sbatch: error: QOSMaxSubmitJobPerUserLimit", file=sys.stderr)
        sys.exit(f"sbatch: error: Batch job submission failed: {REFUSALS[odd]}")
    script = os.path.abspath(sys.argv[-1])
    given = options(script)
    elements = list(indices(given.get("array", "0")))
    first = next_id(len(elements), again=odd == "same-ids")
    keys = []
    for place, index in enumerate(elements):
        job = {
            "id": first + place, "array": first, "index": index, "name": given["job-name"],
            "state": "PENDING", "reason": HELD.get(odd, "None"), "node": "", "pid": 0,
            "key": time.time_ns(), "script": script, "options": given,
            "environment": dict(os.environ), "asked": None}
        keys.append(str(job["key"]))
        with Locked():
            save(job)
    if odd not in HELD:
        words = [sys.executable, os.path.abspath(__file__), "keep", odd or "well"] + keys
        subprocess.Popen(words, start_new_session=True, stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if odd == "timeout":
        # The job is there all the same.
        sys.exit(f"sbatch: error: Batch job submission failed: {REFUSALS[odd]}")
    if odd == "talkative":
        print("This cluster is down on Tuesdays.")
    print(f"{first};titrate" if odd == "named-cluster" else first)


# The node

class Element:
    """A job under way, and what becomes of it."""

    def __init__(self, key, starts):
        self.key = key
        with open(path("jobs", key)) as file:
            self.job = json.load(file)
        # How often it is still to be started, and when it is to be killed.
        self.starts = starts
        self.kill_at = None
        self.process = None
        self.start()

    def start(self):
        self.starts -= 1
        if self.state()["asked"]:
            change(self.key, state="CANCELLED")
            return
        job, given = self.job, self.job["options"]
        cpus = given.get("cpus-per-task", "1")
        environment = {
            **job["environment"], "SLURM_JOB_ID": str(job["id"]), "SLURM_JOBID": str(job["id"]),
            "SLURM_ARRAY_JOB_ID": str(job["array"]), "SLURM_ARRAY_TASK_ID": str(job["index"]),
            "SLURM_JOB_NAME": job["name"], "SLURM_JOB_PARTITION": given.get("partition", "main"),
            "SLURM_CPUS_PER_TASK": cpus, "SLURM_CPUS_ON_NODE": cpus, "SLURM_JOB_NUM_NODES": "1",
            "SLURM_NODELIST": "f1", "SLURM_JOB_NODELIST": "f1", "SLURMD_NODENAME": "f1",
            "SLURM_SUBMIT_DIR": os.getcwd()}
        output = given.get("output", "/dev/null").replace("%a", str(job["index"]))
        output = output.replace("%A", str(job["array"])).replace("%j", str(job["id"]))
        with open(output, "a") as file:
            self.process = subprocess.Popen(
                [job["script"]] if os.access(job["script"], os.X_OK)
                else ["/bin/bash", job["script"]],
                env=environment, start_new_session=True, stdin=subprocess.DEVNULL, stdout=file,
                stderr=file)
        change(self.key, state="RUNNING", node="f1", pid=self.process.pid)

    def state(self):
        with Locked():
            with open(path("jobs", self.key)) as file:
                return json.load(file)

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def goes_on(self):
        """Follows it; whether there is more to follow."""
        if self.process is None:
            return False
        code = self.process.poll()
        asked = self.state()["asked"]
        if code is None:
            if asked and self.kill_at is None:
                self.signal(signal.SIGCONT)
                self.signal(signal.SIGTERM)
                self.kill_at = time.monotonic() + KILL_WAIT
            if self.kill_at and time.monotonic() > self.kill_at:
                self.signal(signal.SIGKILL)
            return True
        if self.starts > 0 and not asked:
            change(self.key, state="PENDING", reason="BeginTime", node="", pid=0)
            time.sleep(0.2)
            self.start()
            self.kill_at = None
            return True
        state = "CANCELLED" if asked else "COMPLETED" if code == 0 else "FAILED"
        change(self.key, state=state, pid=0,
               reason="NonZeroExitCode" if state == "FAILED" else "None")
        return False


def keep(odd, keys):
    """Runs the elements of a submission to their ends."""
    elements = [Element(key, 2 if odd == "requeued" else 1) for key in keys]
    if odd == "doubled":
        elements += [Element(key, 1) for key in keys]
    begun = time.monotonic()
    while elements:
        if odd == "requeued" and time.monotonic() - begun > 0.7:
            for element in elements:
                element.signal(signal.SIGKILL)
            odd = "well"
        elements = [element for element in elements if element.goes_on()]
        time.sleep(0.03)


# squeue, scancel

def chosen(arguments):
    """Jobs that a command's options and ids mean."""
    found, ids, name = jobs(), [], None
    words = iter(arguments)
    for word in words:
        if word in ("-n", "--name", "--jobname"):
            name = next(words)
        elif word.startswith(("--name=", "--jobname=")):
            name = word.partition("=")[2]
        elif word in ("-u", "-t", "-o", "-s", "--user", "--states", "--format", "--signal"):
            next(words)
        elif re.match(r"\d", word):
            ids.append(word)
    if name is not None:
        found = [job for job in found if job["name"] == name]
    if ids:
        found = [job for job in found if {
            str(job["id"]), str(job["array"]), f"{job['array']}_{job['index']}"} & set(ids)]
    return found if ids or name is not None else []


def squeue():
    odd = call("squeue")
    if odd == "hang":
        time.sleep(600)
    if odd == "fail":
        sys.exit(f"slurm_load_jobs error: {UNREACHABLE}")
    if odd == "garbled":
        return sys.stdout.write(GARBLED)
    if odd == "empty":
        return None
    with Locked():
        found = chosen(sys.argv[1:])
    for job in found:
        state, reason = STATES.get(odd, (job["state"], job["reason"]))
        line = [job["id"], job["array"], job["index"], state, reason, job["node"]]
        if odd == "old-twins":
            print("|".join(map(str, line[:3] + ["COMPLETED", "None", "f9"])))
        print("|".join(map(str, line)))
    return None


def scancel():
    odd = call("scancel")
    if odd == "fail":
        sys.exit(f"scancel: error: {UNREACHABLE}")
    number = [re.sub("^(--signal=|-s)", "", word) for word in sys.argv[1:]
              if word.startswith(("--signal=", "-s"))]
    with Locked():
        for job in chosen(sys.argv[1:]):
            if number and job["pid"]:
                os.killpg(job["pid"], getattr(signal, "SIG" + number[0].removeprefix("SIG")))
            elif not number and job["state"] in ("PENDING", "RUNNING"):
                job["asked"] = "cancel"
                if job["reason"] in HELD.values():
                    job["state"] = "CANCELLED"
                save(job)


if __name__ == "__main__":
    keep(sys.argv[2], sys.argv[3:])
