// ProblemFile
