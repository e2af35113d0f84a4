/// A picture that can be read without seeing it: by its title, description and table.
public struct Figure: Hashable, Sendable {
    /// Lower-case letters, digits and hyphens; the name of its file and its anchor in a document.
    public var id: String
    public var title: String
    /// What the picture shows and how to read it, in a sentence or two.
    public var description: String
    public var drawing: Drawing
    /// The numbers behind the picture.
    public var table: Table
    /// The SQL that gives them from a store, where one does.
    public var query: String?

    public init(
        id: String, title: String, description: String, drawing: Drawing, table: Table,
        query: String? = nil
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.drawing = drawing
        self.table = table
        self.query = query
    }

    /// The picture as a file of its own.
    public var svg: String {
        drawing.svg(id: id, title: title, description: description, isStandalone: true)
    }
}
