import Glibc

/// Tells at once when a file in some folders has changed, where the system can tell.
///
/// Changes made on other machines are not told, so whoever waits for it waits a bounded time.
package final class FolderWatch {
    /// A file that can be read when something has changed.
    package let descriptor: Int32
    private var watched: [String: Int32] = [:]

    package init() { descriptor = inotify_init1(Int32(O_CLOEXEC | O_NONBLOCK)) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Longest wait that still notices changes soon: milliseconds.
    package var patience: Int { descriptor >= 0 ? 250 : 10 }

    package func watch(_ folder: String) {
        let watch = inotify_add_watch(descriptor, folder, UInt32(IN_MODIFY | IN_DELETE))
        if watch >= 0 { watched[folder] = watch }
    }

    package func forget(_ folder: String) {
        if let watch = watched.removeValue(forKey: folder) { inotify_rm_watch(descriptor, watch) }
    }

    /// Takes note of what has been told so far.
    package func drain() {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }
}
