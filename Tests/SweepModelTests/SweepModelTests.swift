// Tests of SweepModel.
