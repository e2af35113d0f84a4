// Tests of Titrate.
