"""What sets the emulated nodes of a cluster apart from the machine they are on; needs root.

A network of their own, whose cables can be pulled, and a view of a folder that is out of date, as
NFS gives it.
"""
import json
import os
import random
import shutil
import subprocess

HERE = "127.0.0.1"


def ip(*words):
    return subprocess.run(["ip", *words], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


class Isolation:
    """How the nodes of one cluster are set apart, kept in its folder."""

    def __init__(self, folder):
        self.file = os.path.join(folder, "isolation.json")
        try:
            with open(self.file) as file:
                self.values = json.load(file)
        except FileNotFoundError:
            self.values = {}

    def choose(self, has_networks, shared, seconds):
        self.values = {"shared": shared, "seconds": seconds}
        if has_networks:
            self.values["subnet"] = f"10.{random.randint(100, 250)}.{random.randint(1, 250)}"
            self.values["name"] = f"ti{random.randrange(16 ** 5):05x}"
        with open(self.file, "w") as file:
            json.dump(self.values, file)

    @property
    def subnet(self):
        return self.values.get("subnet")

    @property
    def controller_address(self):
        return f"{self.subnet}.1" if self.subnet else HERE

    def address(self, node):
        """Of nodes n1 to n60: each has a cable, and four addresses for its ends."""
        return f"{self.subnet}.{4 * int(node[1:]) + 2}" if self.subnet else HERE

    def cable(self, node):
        return f"{self.values['name']}{node}"

    # Networks

    def connect(self, nodes):
        if not self.subnet:
            return
        ip("addr", "add", f"{self.controller_address}/32", "dev", "lo")
        for node in nodes:
            cable, near = self.cable(node), f"{self.subnet}.{4 * int(node[1:]) + 1}"
            done = [
                ip("netns", "add", cable),
                ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", cable),
                ip("addr", "add", f"{near}/30", "dev", cable), ip("link", "set", cable, "up"),
                ip("-n", cable, "addr", "add", f"{self.address(node)}/30", "dev", "eth0"),
                ip("-n", cable, "link", "set", "eth0", "up"),
                ip("-n", cable, "link", "set", "lo", "up"),
                ip("-n", cable, "route", "add", "default", "via", near)]
            if not all(done):
                raise OSError(f"the node {node} gets no network")

    def set_cable(self, node, state):
        """Pulls a node's cable (`down`), or puts it back (`up`)."""
        if not self.subnet or not ip("link", "set", self.cable(node), state):
            raise OSError(f"the node {node} has no cable")
        if state == "up":
            near = f"{self.subnet}.{4 * int(node[1:]) + 1}"
            ip("-n", self.cable(node), "route", "replace", "default", "via", near)

    def disconnect(self, nodes):
        if not self.subnet:
            return
        for node in nodes:
            ip("netns", "del", self.cable(node))
            ip("link", "del", self.cable(node))
        ip("addr", "del", f"{self.controller_address}/32", "dev", "lo")

    # A node's daemon

    def command(self, node, words):
        """The words that run a node's daemon where it is set apart."""
        shared, seconds = self.values.get("shared"), self.values.get("seconds")
        if shared:
            view = " -o ".join(
                ["bindfs"] + [f"{what}_timeout={seconds}" for what in ["attr", "entry", "negative"]])
            script = f'{view} "$0" "$0" && exec "$@"'
            # Not `ip netns exec`: it would hide mounts of the machine.
            words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, shared,
                     *words]
        if self.subnet:
            words = ["nsenter", f"--net=/run/netns/{self.cable(node)}", *words]
        return words

    def is_view(self, process):
        """Whether it keeps the view of a node."""
        shared = self.values.get("shared")
        return bool(shared) and process.command.startswith("bindfs ") and shared in process.command

    @staticmethod
    def missing():
        """Programs that are not here; all of them where the user is not root."""
        programs = ["ip", "nsenter", "unshare", "bindfs"]
        return programs if os.getuid() else [name for name in programs if not shutil.which(name)]
