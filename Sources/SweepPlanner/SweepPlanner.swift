// SweepPlanner
