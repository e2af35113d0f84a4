// SweepModel
