// Tests of SweepStore.
