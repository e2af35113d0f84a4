/// Where the row of every register is, as the kernels read it.
///
/// The rows' memory belongs to ``TapeRows``.
final class RowTable {
    let rows: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>

    init(_ pointers: [UnsafeMutablePointer<Double>]) {
        rows = .allocate(capacity: max(pointers.count, 1))
        for (index, pointer) in pointers.enumerated() {
            (rows + index).initialize(to: pointer)
        }
    }

    deinit { rows.deallocate() }

    /// The row of a register.
    @inline(__always)
    subscript(register: Int) -> Row { Row(rows[register].unsafelyUnwrapped) }
}
