/// The names on a way from a name back to itself, or nil where there is none.
///
/// - Parameter graph: The names that each name depends on.
public func cycle(from start: String, in graph: [String: [String]]) -> [String]? {
    var stack = [[start]]
    var visited: Set<String> = []
    while let way = stack.popLast() {
        for next in graph[way[way.count - 1]] ?? [] {
            if next == start { return way }
            if visited.insert(next).inserted { stack.append(way + [next]) }
        }
    }
    return nil
}
