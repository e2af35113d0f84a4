// Tests of SweepPlanner.
