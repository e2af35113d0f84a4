internal import Documents

extension SourceText {
    /// The comment at the head of the file, without its marks, a line a line.
    var leadingComment: String {
        var comment: [String] = []
        for line in lines {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if trimmed.isEmpty && comment.isEmpty { continue }
            guard trimmed.first == "#" else { break }
            let text = trimmed.drop { $0 == "#" }
            comment.append(String(text.first == " " ? text.dropFirst() : text))
        }
        return comment.joined(separator: "\n")
    }
}
