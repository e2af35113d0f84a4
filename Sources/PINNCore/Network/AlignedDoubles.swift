/// Zeroed memory for doubles that begins at a cache line and lives as long as this object.
final class AlignedDoubles {
    let base: UnsafeMutablePointer<Double>
    let count: Int

    init(count: Int) {
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: 64)
        base = memory.initializeMemory(as: Double.self, repeating: 0, count: max(count, 1))
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }
}
