// Tests of TrialTraining.
