// ProblemModel
