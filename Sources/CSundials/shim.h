#ifndef CSUNDIALS_SHIM_H
#define CSUNDIALS_SHIM_H
#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#endif
