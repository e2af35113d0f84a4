// SweepStore
