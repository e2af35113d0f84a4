import ArgumentParser

/// A format that a report is written in.
enum ReportFormat: String, CaseIterable {
    case markdown, csv, html, latex
}

/// Formats as they are typed: names joined by commas.
struct ReportFormats: ExpressibleByArgument {
    /// What a folder gets by default: Markdown for a repository, CSV for other programs, and the
    /// page that is read. LaTeX is for those who write a paper.
    static let usual = ReportFormats([.markdown, .csv, .html])

    let formats: [ReportFormat]

    init(_ formats: [ReportFormat]) { self.formats = formats }

    init?(argument: String) {
        var formats: [ReportFormat] = []
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let format = ReportFormat(rawValue: String(word)) else { return nil }
            if !formats.contains(format) { formats.append(format) }
        }
        self.init(formats)
    }

    var defaultValueDescription: String { formats.map(\.rawValue).joined(separator: ",") }

    static var allValueStrings: [String] { ReportFormat.allCases.map(\.rawValue) }
}
