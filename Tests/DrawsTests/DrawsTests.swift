// Tests of Draws.
