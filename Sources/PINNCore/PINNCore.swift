// PINNCore
