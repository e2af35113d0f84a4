// TrialProtocol
