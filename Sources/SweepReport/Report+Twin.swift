import ReportDocument
import Statistics
import SweepModel

/// What became of the same configurations on the twin of a sweep, whose truth is known.
public struct TwinResults: Sendable {
    /// The name of the twin's sweep.
    public let sweep: String
    /// Best first; those that are ranked.
    let configurations: [ConfigurationSummary]

    /// - Parameter report: That of the twin.
    public init(_ report: Report) {
        sweep = report.sweep.name
        configurations = report.configurations.filter { $0.rank != nil }
    }
}

extension Report {
    /// Which configuration the twin says is to be trusted; nil without a twin.
    var twinSection: Section? {
        guard let twin, let best = twin.configurations.first, best.score?.isFinite == true else {
            return nil
        }
        let results = Dictionary(
            uniqueKeysWithValues: twin.configurations.map { ($0.configuration.id, $0) })
        let pairs = configurations.compactMap { here in
            here.rank == nil ? nil : results[here.configuration.id].map { (here: here, there: $0) }
        }
        var table = Table(
            caption: "The configurations on the data and on their twin.",
            columns: [
                .init("rank", .right), .init("configuration"),
                .init("median \(yardstick.noun)", .right), .init("rank on the twin", .right),
                .init("median recovery error on the twin", .right),
            ])
        for pair in pairs.prefix(shownRanks) {
            let isBest = pair.there.configuration == best.configuration
            table.append([
                "\(pair.here.rank!)", .init(code: pair.here.configuration.id.text),
                cell(pair.here.score), "\(pair.there.rank!)",
                .init(
                    Text(Yardstick.recoveryError.text(pair.there.score)), value: pair.there.score,
                    mark: isBest ? .best : nil),
            ])
        }
        return Section(
            "Which configuration to trust",
            [.paragraph(trust(best, pairs)), .table(table), .paragraph(twinLegend(twin))])
    }

    private func trust(
        _ best: ConfigurationSummary,
        _ pairs: [(here: ConfigurationSummary, there: ConfigurationSummary)]
    ) -> Text {
        let phrase = settings.phrase(best.configuration.settings)
        let name = phrase.isEmpty ? "" : " (\(phrase))"
        let error = Yardstick.recoveryError.text
        let claim: Text = """
            On the twin, where the truth is known, configuration \
            \(code: best.configuration.id)\(name) recovers it best, with a median recovery error \
            of \(error(best.score)).
            """
        let first = pairs.first.map { pair -> String in
            pair.here.configuration == best.configuration
                ? " It ranks first on the data, too."
                : " The one that ranks first on the data has \(error(pair.there.score)) there."
        }
        let correlation = rankCorrelation(
            pairs.map { $0.here.score! }, pairs.map { $0.there.score! })
        let agreement = correlation.map {
            " The two rankings have a rank correlation of \(Figures.significant($0, digits: 2))."
        }
        return "\(strong: claim)\(first ?? "")\(agreement ?? "")"
    }

    private func twinLegend(_ twin: TwinResults) -> Text {
        """
        The twin, \(code: twin.sweep), has data of the same times and columns, made from the best \
        estimates with as much noise as the data have around them. What recovers those from such \
        data is to be trusted with the real ones; an error there that is large for all says that the \
        data do not determine the unknowns. \(code: "titrate report \(twin.sweep)") tells more.
        """
    }
}
