extension Schema {
    /// What schema 6 changes in the tables.
    ///
    /// `member.stage` says why a trial is in its sweep: 0, the plan has it; 1, its configuration
    /// was among the best and got further replicates; 2, it confirms a choice that was made
    /// without it. `sweep.data_sets` is one more than the largest replicate of its trials.
    static let changesOfVersion6 = """
        ALTER TABLE member ADD COLUMN stage INTEGER NOT NULL DEFAULT 0
            CHECK (stage IN (0, 1, 2));
        ALTER TABLE sweep ADD COLUMN data_sets INTEGER NOT NULL DEFAULT 0;
        UPDATE sweep SET data_sets = replicates;
        """
}
