import Digest
import Expressions

extension Problem {
    /// SHA-256, in hexadecimal, of all that a trial's numbers can depend on.
    ///
    /// Name, title and units do not enter, nor white space in expressions. Of measured data the
    /// hash of the file enters, not its path.
    public var digest: String { SHA256.hex(of: canonicalText) }

    /// The text that ``digest`` is the hash of: a line an item, each with all its fields.
    ///
    /// A change of this text changes the identity of every trial.
    package var canonicalText: String {
        var lines = ["problem 1", "time \(time.start) \(time.end)", "holdout \(holdout)"]
        lines += constants.map { "constant \($0.name) \($0.value)" }
        lines += inputs.map { "input \($0.name) \($0.value.canonicalText)" }
        lines += unknowns.map(\.canonicalText)
        lines += states.map(\.canonicalText)
        lines += doses.map(\.canonicalText)
        lines += observables.map { "observable \($0.name) \($0.value.canonicalText)" }
        lines.append(data.canonicalText)
        lines += errors?.canonicalLines(data.observed) ?? []
        return lines.map { $0 + "\n" }.joined()
    }
}

extension DataSource {
    /// How many rows the data have.
    public var rowCount: Int {
        switch self {
        case .measured(let data): data.times.count
        case .synthetic(let data):
            switch data.design {
            case .equalTimes(let points): points
            case .cells(let table): table.times.count
            }
        }
    }

    /// Names of the observables that have data, in the order of the columns.
    public var observed: [String] {
        switch self {
        case .synthetic(let data): data.observed
        case .measured(let data): data.observed
        }
    }

    fileprivate var canonicalText: String {
        let columns = observed.joined(separator: " ")
        return switch self {
        case .synthetic(let data):
            "synthetic \(data.design.canonicalText) \(data.noise.canonicalText) \(columns)"
        case .measured(let data): "measured \(data.fileHash) \(columns)"
        }
    }
}

extension SyntheticData.Design {
    fileprivate var canonicalText: String {
        switch self {
        case .equalTimes(let points): "\(points)"
        case .cells(let table): "like \(table.fileHash)"
        }
    }
}

extension SyntheticData.Noise {
    fileprivate var canonicalText: String {
        switch self {
        case .relativeToMax(let fraction): "\(fraction)"
        case .models(let models):
            models.map { "additive \($0.additive) proportional \($0.proportional)" }
                .joined(separator: " ")
        }
    }
}

extension MeasurementErrors {
    fileprivate func canonicalLines(_ observed: [String]) -> [String] {
        observed.indices.map { column in
            "error \(observed[column]) additive \(models[column].additive)"
                + " proportional \(models[column].proportional) limit \(text(limits[column]))"
        }
    }
}

extension Unknown {
    fileprivate var canonicalText: String {
        let limits = bounds.map { "\($0.lowerBound) \($0.upperBound)" } ?? "none"
        return "unknown \(name) truth \(text(truth)) guess \(guess) bounds \(limits)"
    }
}

extension State {
    fileprivate var canonicalText: String {
        "state \(name) initial \(initial.canonicalText) rate \(rate.canonicalText)"
            + " scale \(text(scale)) rate_scale \(text(rateScale))"
    }
}

extension Dose {
    fileprivate var canonicalText: String {
        "dose \(into) amount \(amount.canonicalText) duration \(text(duration)) start \(start)"
            + " every \(text(every)) count \(count) per \(per?.canonicalText ?? "none")"
    }
}

extension Expression {
    /// The text without white space, which nowhere separates two words of the language.
    fileprivate var canonicalText: String { text.filter { !$0.isWhitespace } }
}

/// The shortest text that reads back as the same number; `none` for no number.
private func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "none" }
