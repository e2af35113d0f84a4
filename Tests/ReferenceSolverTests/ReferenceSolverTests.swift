// Tests of ReferenceSolver.
