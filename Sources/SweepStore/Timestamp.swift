import Glibc

/// Milliseconds since 1970 as ISO 8601 in UTC, as the views write them:
/// `2026-01-01T10:00:00.000Z`.
func timestamp(_ milliseconds: Int) -> String {
    var seconds = time_t(milliseconds / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = [
        (Int(parts.tm_year) + 1900, 4), (Int(parts.tm_mon) + 1, 2), (Int(parts.tm_mday), 2),
    ]
    .map { padded($0.0, $0.1) }.joined(separator: "-")
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec]
        .map { padded(Int($0), 2) }.joined(separator: ":")
    return "\(date)T\(clock).\(padded(milliseconds % 1000, 3))Z"
}
