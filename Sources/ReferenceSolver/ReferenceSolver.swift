// ReferenceSolver
