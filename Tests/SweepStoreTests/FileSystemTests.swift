import Foundation
import SweepStore
import TestSupport
import Testing

@Suite struct FileSystemTests {
    private let local = """
        overlay / overlay rw,relatime 0 0
        proc /proc proc rw 0 0
        /dev/nvme0n1p2 /home ext4 rw 0 0

        """

    @Test(arguments: [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "lustre", "gpfs", "beegfs", "ceph", "9p", "afs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.ceph-fuse", "fuse.juicefs", "fuse.rclone",
    ])
    func `what other machines write to is recognised`(type: String) {
        let mounts = local + "server:/data /home/ann/data \(type) rw,vers=4.2 0 0\n"
        let there = FileSystem(of: "/home/ann/data/titrate.sqlite", mounts: mounts)
        #expect(there?.type == type)
        #expect(there?.isShared == true)
        #expect(FileSystem(of: "/home/ann/database.sqlite", mounts: mounts)?.isShared == false)
    }

    @Test(arguments: ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "fuse", "f2fs"])
    func `what one machine has alone is well`(type: String) {
        let there = FileSystem(of: "/mnt/a.sqlite", mounts: "/dev/sdb1 /mnt \(type) rw 0 0\n")
        #expect(there?.type == type)
        #expect(there?.isShared == false)
    }

    @Test func `the nearest mount counts, and of two on one point the later`() {
        let mounts =
            local + """
                systemd-1 /net autofs rw 0 0
                server:/ /net nfs4 rw 0 0
                tmpfs /net/scratch tmpfs rw 0 0

                """
        #expect(FileSystem(of: "/net/a.sqlite", mounts: mounts)?.type == "nfs4")
        #expect(FileSystem(of: "/net/scratch/a.sqlite", mounts: mounts)?.type == "tmpfs")
        #expect(FileSystem(of: "/net/scratches/a.sqlite", mounts: mounts)?.type == "nfs4")
        #expect(FileSystem(of: "/a.sqlite", mounts: mounts)?.type == "overlay")
    }

    @Test func `a mount point with a blank is found`() {
        let mounts = local + "//pc/d /mnt/my\\040files cifs rw 0 0\n"
        #expect(FileSystem(of: "/mnt/my files/a.sqlite", mounts: mounts)?.type == "cifs")
    }

    @Test(arguments: ["", "\n \n", "one two\n", "server:/ /elsewhere nfs rw 0 0\n"])
    func `a table that does not have the path tells nothing`(mounts: String) {
        #expect(FileSystem(of: "/home/a.sqlite", mounts: mounts) == nil)
    }

    @Test(.enabled(if: FileManager.default.isReadableFile(atPath: "/proc/self/mounts")))
    func `this machine's own table has the type that findmnt says`() throws {
        let folder = try TemporaryFolder()
        let path = StoreFiles(folder.file("a.sqlite").path).database
        let table = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
        let there = try #require(FileSystem(of: path, mounts: table))
        let findmnt = try run(
            URL(filePath: "/usr/bin/findmnt"), ["-n", "-o", "FSTYPE", "-T", folder.url.path])
        #expect(!there.isShared)
        if findmnt.status == 0 { #expect(findmnt.output == there.type + "\n") }
    }
}
