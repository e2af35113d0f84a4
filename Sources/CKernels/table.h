// The kernels of one instruction set but those of single precision, which the including file
// declares as `single_precision`.

#define KERNEL_SINGLE 0
#include "network.h"
#include "tape.h"
#include "rows.h"
#include "descent.h"
#include "jacobian.h"
#include "symmetric.h"

static const kernel_network network = NETWORK;

static const kernel_table table = {
    &network,          &single_precision, run_tape,       adam,          network_jacobian,
    gram_matrix,       cholesky,          cholesky_solve, row_products,  row_sum,
    rank_two_update,   scale_row,         subtract_products, product_sum, misfit_squares};
