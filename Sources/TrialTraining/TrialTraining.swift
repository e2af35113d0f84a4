// TrialTraining
