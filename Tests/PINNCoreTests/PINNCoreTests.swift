// Tests of PINNCore.
