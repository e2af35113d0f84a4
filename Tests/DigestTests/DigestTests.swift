// Tests of Digest.
