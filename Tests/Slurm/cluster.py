#!/usr/bin/env python3
"""A real Slurm cluster of several emulated nodes on this one machine, for tests.

    cluster.py up DIR [--nodes N] [--cpus C] [--tuned]    prints the path of its slurm.conf
                      [--networks] [--shared FOLDER --stale SECONDS] [--owner PID]
    cluster.py crash DIR NODE                             the node dies, with all that runs on it
    cluster.py revive DIR NODE
    cluster.py split DIR NODE, cluster.py join DIR NODE   pulls its cable, and puts it back
    cluster.py kill-controller DIR
    cluster.py start-controller DIR
    cluster.py processes DIR                              a line for each that belongs to it
    cluster.py down DIR                                   leaves no process, whatever happened

Needs the Debian packages slurmctld, slurmd, slurm-client and munge, and no root: the daemons and
the jobs belong to whoever brings it up. It speaks on the loopback alone, through ports, sockets and
keys of its own, so that several may be up at once.

With --owner it goes down, with all that uses it, when that process is gone, however it ended.

With --networks each node has a network of its own, and with --shared its view of that folder is
out of date by so many seconds; both need root.

Nodes are called n1, n2, ... Partitions: `main` (the default), `spare` (the others take its nodes),
`urgent` (takes nodes from `spare`), `brief` (a minute at most).
"""
import argparse
import os
import pwd
import random
import select
import signal
import socket
import subprocess
import sys
import time

from isolation import Isolation

TEMPLATE = """\
ClusterName=titrate
SlurmctldHost={host}({address})
SlurmctldPort={controller_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=5
CredType=cred/munge
MpiDefault=none
SwitchType=switch/none
TaskPlugin=task/none
ProctrackType=proctrack/linuxproc
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/nodes/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
SlurmctldTimeout=10
SlurmdTimeout=5
MessageTimeout=4
BatchStartTimeout=2
KillWait=2
MinJobAge=300
ReturnToService=2
JobRequeue=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SlurmdParameters=config_overrides
DefMemPerCPU=16
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SchedulerType=sched/backfill
SchedulerParameters={scheduler}
"""
NODE = ("NodeName={name} NodeHostname={host} NodeAddr={address} Port={port} CPUs={cpus} "
        "RealMemory=8000 State=UNKNOWN\n")
PARTITIONS = """\
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE PriorityTier=10 PreemptMode=OFF State=UP
PartitionName=spare Nodes=ALL MaxTime=INFINITE PriorityTier=1 PreemptMode=REQUEUE GraceTime=1 State=UP
PartitionName=urgent Nodes=ALL MaxTime=INFINITE PriorityTier=100 PreemptMode=OFF State=UP
PartitionName=brief Nodes=ALL MaxTime=1 PriorityTier=10 PreemptMode=OFF State=UP
"""
PATIENT = "batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1"
# As a site would for many short jobs: each submission and each end is followed by a scheduling.
TUNED = "batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1,sched_max_job_start=1000"


def free_ports(count):
    """Ports that nobody has now; another may take one before its daemon does."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


class Process:
    """A process as /proc shows it."""

    def __init__(self, pid):
        self.pid = pid
        self.command = read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace")
        self.environment = read(f"/proc/{pid}/environ").split(b"\0")
        fields = read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        self.state = fields[0].decode() if fields else "X"
        self.parent = int(fields[1]) if fields else 0

    def has(self, name, value):
        return f"{name}={value}".encode() in self.environment

    @staticmethod
    def all():
        found = (Process(int(name)) for name in os.listdir("/proc") if name.isdigit())
        return {each.pid: each for each in found if each.state not in "XZ"}


def with_descendants(chosen, everybody):
    """Processes and all that come from them."""
    chosen = set(chosen)
    while True:
        more = {p.pid for p in everybody.values() if p.parent in chosen} - chosen
        if not more:
            return chosen - {os.getpid()}
        chosen |= more


def end(pids, number=signal.SIGKILL):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


class Cluster:
    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.conf = self.path("slurm.conf")
        self.isolation = Isolation(self.folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def slurm(self, *words, seconds=20):
        """What one of Slurm's commands says; nothing where it fails."""
        try:
            done = subprocess.run(words, env=self.environment, text=True, timeout=seconds,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout if done.returncode == 0 else ""

    @property
    def environment(self):
        sbin = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        return {**os.environ, "PATH": sbin, "SLURM_CONF": self.conf}

    @property
    def nodes(self):
        lines = read(self.conf).decode().splitlines()
        return [line.split()[0][len("NodeName="):] for line in lines if line.startswith("NodeName=")]

    # Up

    def up(self, nodes, cpus, scheduler, isolation=(False, None, None), owner=None):
        os.makedirs(self.folder, exist_ok=True)
        for _ in range(3):
            if owner is not None:
                self.start_watch(owner)
            self.isolation.choose(*isolation)
            self.write_configuration(nodes, cpus, scheduler)
            self.isolation.connect(self.nodes)
            self.daemon("munged", "--force", "--num-threads=2",
                        *(f"--{name}={self.path('munge', file)}" for name, file in [
                            ("key-file", "key"), ("socket", "socket"), ("pid-file", "pid"),
                            ("log-file", "log"), ("seed-file", "seed")]))
            self.start_controller()
            for node in self.nodes:
                self.revive(node)
            if wait_until(lambda: self.idle_nodes() == nodes, 10):
                return
            self.down()
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".log"):
                sys.stderr.write(f"--- {name}\n" + read(self.path(name)).decode()[-2000:])
        sys.exit("the cluster does not come up")

    def write_configuration(self, nodes, cpus, scheduler):
        for name in ["state", "munge"] + [f"nodes/n{i}" for i in range(1, nodes + 1)]:
            os.makedirs(self.path(name), exist_ok=True)
        # munge's clients must be able to reach the socket, and nobody else may write here.
        os.chmod(self.folder, 0o755)
        os.chmod(self.path("munge"), 0o755)
        ports = free_ports(nodes + 1)
        host = socket.gethostname().split(".")[0]
        with open(self.conf, "w") as file:
            file.write(TEMPLATE.format(
                host=host, controller_port=ports[0], folder=self.folder, scheduler=scheduler,
                user=pwd.getpwuid(os.getuid()).pw_name,
                address=self.isolation.controller_address))
            for i, port in enumerate(ports[1:], start=1):
                file.write(NODE.format(
                    name=f"n{i}", host=host, port=port, cpus=cpus,
                    address=self.isolation.address(f"n{i}")))
            file.write(PARTITIONS)
        key = os.open(self.path("munge", "key"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(key, random.SystemRandom().randbytes(32))
        os.close(key)

    def daemon(self, *words):
        """Starts what goes into the background by itself."""
        subprocess.run(words, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    # The owner's end

    def start_watch(self, owner):
        """Lets a process of its own see to it that the cluster ends with its owner."""
        living = [os.pidfd_open(pid) for pid in (owner, os.getpid())]
        subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), "watch", self.folder, *map(str, living)],
            cwd="/", start_new_session=True, pass_fds=living, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for file in living:
            os.close(file)

    def watch(self, owner, maker):
        """Waits for the owner's end, and takes all down, once what brings it up has ended too."""
        for file in (owner, maker):
            select.select([file], [], [])
        # First those that would submit new jobs; another that was just being started is next.
        while users := self.users():
            end(each.pid for each in users)
            time.sleep(0.02)
        self.down()

    def is_watch(self, process):
        return f"cluster.py watch {self.folder} " in process.command

    def start_controller(self):
        self.daemon("slurmctld", "-f", self.conf)

    def revive(self, node):
        words = ["slurmd", "-f", self.conf, "-N", node]
        self.daemon(*self.isolation.command(node, words))

    def idle_nodes(self):
        return len(self.slurm("sinfo", "-h", "-N", "-p", "main", "-t", "idle", "-o", "%N").split())

    # Faults

    def pid(self, name):
        text = read(self.path(name)).strip()
        return [int(text)] if text.isdigit() else []

    def crash(self, node):
        """Kills a node's daemon, its jobs, and whatever came from them, as a power cut would."""
        daemon = self.pid(f"{node}.pid")
        end(daemon, signal.SIGSTOP)
        for _ in range(2):
            everybody = Process.all()
            tasks = [p.pid for p in everybody.values()
                     if p.has("SLURMD_NODENAME", node) and p.has("SLURM_CONF", self.conf)]
            steps = {everybody[pid].parent for pid in tasks if everybody[pid].parent in everybody
                     and everybody[everybody[pid].parent].command.startswith("slurmstepd")}
            end(with_descendants(steps | set(tasks) | set(daemon), everybody))

    def kill_controller(self):
        end(self.pid("slurmctld.pid"))

    # Down

    def processes(self):
        """All that belongs to this cluster: daemons, steps, jobs, and what came from them."""
        everybody = Process.all()
        mine = [p.pid for p in everybody.values() if self.owns(p)]
        return [everybody[pid] for pid in sorted(with_descendants(mine, everybody))]

    def owns(self, process):
        return (process.has("SLURM_CONF", self.conf) and self.is_daemon_or_job(process)
                or self.isolation.is_view(process) or self.is_watch(process)
                or process.command.startswith(("munged ", "/usr/sbin/munged "))
                and self.folder + "/" in process.command)

    def users(self):
        """What was started to give this cluster commands."""
        return [p for p in Process.all().values()
                if p.has("SLURM_CONF", self.conf) and not self.owns(p) and p.pid != os.getpid()]

    @staticmethod
    def is_daemon_or_job(process):
        """A command that somebody gives this cluster is neither."""
        return (process.command.startswith("slurm") or "/slurm" in process.command.split(" ")[0]
                or any(line.startswith(b"SLURM_JOB_ID=") for line in process.environment))

    def down(self):
        if self.pid("slurmctld.pid"):
            self.slurm("scancel", "--me", "--full", "--signal=KILL", seconds=5)
            self.slurm("scancel", "--me", seconds=5)
        wait_until(lambda: not self.jobs_run(), 3)
        # A stopped daemon would not hear of it; none has anything to save.
        while True:
            left = self.processes()
            if not left:
                return self.isolation.disconnect(self.nodes)
            end(each.pid for each in left)
            time.sleep(0.02)

    def jobs_run(self):
        return any(p.command.startswith("slurmstepd") for p in self.processes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ["up", "crash", "revive", "split", "join", "kill-controller", "start-controller",
                 "processes", "watch", "down"]:
        command = commands.add_parser(name)
        command.add_argument("folder")
        if name in ("crash", "revive", "split", "join"):
            command.add_argument("node")
        if name == "up":
            command.add_argument("--nodes", type=int, default=4)
            command.add_argument("--cpus", type=int, default=2)
            command.add_argument("--tuned", action="store_true")
            command.add_argument("--networks", action="store_true")
            command.add_argument("--shared")
            command.add_argument("--stale", type=float)
            command.add_argument("--owner", type=int)
        if name == "watch":
            command.add_argument("files", type=int, nargs=2)
    given = parser.parse_args()
    cluster = Cluster(given.folder)
    if given.command == "up":
        cluster.up(given.nodes, given.cpus, TUNED if given.tuned else PATIENT,
                   (given.networks, given.shared, given.stale), given.owner)
        print(cluster.conf)
    elif given.command == "crash":
        cluster.crash(given.node)
    elif given.command == "revive":
        cluster.revive(given.node)
    elif given.command in ("split", "join"):
        cluster.isolation.set_cable(given.node, "down" if given.command == "split" else "up")
    elif given.command == "kill-controller":
        cluster.kill_controller()
    elif given.command == "start-controller":
        cluster.start_controller()
    elif given.command == "watch":
        cluster.watch(*given.files)
    elif given.command == "processes":
        for process in cluster.processes():
            print(process.pid, process.command)
    else:
        cluster.down()


if __name__ == "__main__":
    main()
