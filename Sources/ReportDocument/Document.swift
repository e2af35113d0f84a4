/// A report as a value: what it says, and nothing about how a format writes it.
///
/// It begins with the answer and goes on in sections. `markdown(figures:)` and the other renderers
/// write the same bytes for the same document.
public struct Document: Hashable, Sendable {
    public var title: String
    /// What a reader should know who reads no further, below the title.
    public var answer: [Block]
    public var sections: [Section]

    public init(title: String, answer: [Block] = [], sections: [Section] = []) {
        self.title = title
        self.answer = answer
        self.sections = sections
    }

    /// All figures, in the order of the document.
    public var figures: [Figure] {
        (answer + sections.flatMap(\.blocks)).compactMap { block in
            if case .figure(let figure) = block { figure } else { nil }
        }
    }
}

/// A part of a document with a heading of its own.
///
/// A section with a paragraph, a table and a figure:
///
///     var table = Table(caption: "What each optimizer gives.", columns: [
///         .init("optimizer"), .init("median error", .right),
///     ])
///     table.append([.init(code: "adam"), .init("3.2 %", value: 0.032, mark: .best)])
///     let section = Section("Optimizers", [
///         .paragraph("\(strong: "Adam leads") by a factor of \(factor)."),
///         .table(table),
///         .figure(Figure(id: "optimizers", title: "Error by optimizer", description: "…",
///             drawing: chart.drawing, table: table)),
///     ])
public struct Section: Hashable, Sendable {
    public var title: String
    public var blocks: [Block]

    public init(_ title: String, _ blocks: [Block]) {
        self.title = title
        self.blocks = blocks
    }
}

/// A piece of a section.
public enum Block: Hashable, Sendable {
    case paragraph(Text)
    /// Lines that somebody else said.
    case quotation([Text])
    case list([Text])
    case table(Table)
    case figure(Figure)
    /// Lines to be typed or copied as they stand, without a line break at the end.
    case code(String, language: String)

    /// How a store is asked for numbers, as a command a query.
    public static func queries(_ queries: [String]) -> Block {
        .code(queries.map(SQLCommand.line).joined(separator: "\n"), language: "sh")
    }
}
