// Tests of ProblemModel.
