// TrialRunner
