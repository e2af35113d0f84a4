// Tests of SweepReport.
