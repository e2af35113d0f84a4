extension TimeWindow {
    /// start + i·(end − start)/count for i = 1…count; the last one is the end to the bit.
    public func times(_ count: Int) -> [Double] {
        guard count > 0 else { return [] }
        return (1..<count).map { start + Double($0) * (end - start) / Double(count) } + [end]
    }
}
