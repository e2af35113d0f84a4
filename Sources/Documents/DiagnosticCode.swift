extension Diagnostic {
    /// The kinds of fault. The words are stable: programs may rely on them.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // The file itself.
        case missingFile = "missing-file"
        case unreadableFile = "unreadable-file"
        case fileTooLarge = "file-too-large"
        case invalidUTF8 = "invalid-utf8"
        case controlCharacter = "control-character"
        case emptyFile = "empty-file"

        // YAML.
        case syntax
        case severalDocuments = "several-documents"
        case duplicateKey = "duplicate-key"
        case keyNotText = "key-not-text"
        case tag
        case tooManyNodes = "too-many-nodes"
        case nestedTooDeep = "nested-too-deep"

        // Keys and values.
        case unknownKey = "unknown-key"
        case missingKey = "missing-key"
        case unsupportedKey = "unsupported-key"
        case conflictingKeys = "conflicting-keys"
        case wrongType = "wrong-type"
        case outOfRange = "out-of-range"
        case notFinite = "not-finite"
        case unknownWord = "unknown-word"
        case emptyValue = "empty-value"
        case emptyList = "empty-list"
        case duplicateValue = "duplicate-value"
        case invalidName = "invalid-name"
        case invalidUnit = "invalid-unit"

        // Expressions and conditions.
        case expression
        case unknownName = "unknown-name"
        case conditionType = "condition-type"
        case cycle

        // Sweeps.
        case unknownSetting = "unknown-setting"
        case unsupportedMethod = "unsupported-method"
        case unsupportedDistribution = "unsupported-distribution"
        case continuousInGrid = "continuous-in-grid"
        case probabilitiesInGrid = "probabilities-in-grid"
        case probabilityCount = "probability-count"
        case probabilitySum = "probability-sum"
        case emptyRange = "empty-range"
        case distributionType = "distribution-type"
        case runCapMissing = "run-cap-missing"
        case runCapInGrid = "run-cap-in-grid"
        case gridTooLarge = "grid-too-large"
        case duplicateConfiguration = "duplicate-configuration"
        case unsatisfiable

        // Problems.
        case duplicateName = "duplicate-name"
        case reservedName = "reserved-name"
        case misplacedName = "misplaced-name"
        case outsideWindow = "outside-window"
        case outsideBounds = "outside-bounds"
        case missingTruth = "missing-truth"
        case unusedUnknown = "unused-unknown"
        case unsolvable

        // Tables.
        case raggedRow = "ragged-row"
        case unclosedQuote = "unclosed-quote"
        case unknownColumn = "unknown-column"
        case missingColumn = "missing-column"
        case duplicateColumn = "duplicate-column"
        case emptyColumn = "empty-column"
        case emptyTable = "empty-table"
        case notANumber = "not-a-number"
        case belowLimit = "below-limit"
        case timeOrder = "time-order"
    }
}
