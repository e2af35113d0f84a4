// Tests of TrialRunner.
