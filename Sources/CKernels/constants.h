// What the elementary functions are made of, in both precisions. Polynomials interpolate at Chebyshev
// nodes (60 digits, rounded); their own error is below half a unit in the last place.

#define COEFFICIENTS static const real

#if KERNEL_SINGLE

#define MANTISSA_BITS 23
/// 1.5 times two to the mantissa's bits.
#define ROUNDING 0x1.8p23f
#define LN2 0x1.62e430p-1f
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#define INVERSE_LN2 0x1.715476p0f
#define EXP_MOST 88.5f
#define EXP_LEAST -87.0f
#define TANH_IS_ONE 10.0f
#define SINE_LARGE 0x1p13f
#define TWO_OVER_PI 0x1.45f306p-1f
#define HALF_PI_HIGH 0x1.92p0f
#define HALF_PI_MIDDLE 0x1.fb4p-12f
#define HALF_PI_LOW 0x1.4442d2p-24f
#define NORMAL_MOST 13.0f
#define HALF_MANTISSA 0xfff
/// exp of what cutting off half of the bits leaves of an exponent.
COEFFICIENTS EXP_REST[] = {1, 1, 0.5f, 0x1.555556p-3f, 0x1.555556p-5f};
COEFFICIENTS EXP_EVEN[] = {0.5f, 0x1.555516p-5f, 0x1.6d1606p-10f};
COEFFICIENTS EXP_ODD[] = {0x1.5554d8p-3f, 0x1.12106cp-7f};
COEFFICIENTS ATANH[] = {0x1.555556p-2f, 0x1.9999ecp-3f, 0x1.245c3ap-3f, 0x1.ddd0bep-4f};
COEFFICIENTS SINE[] = {-0x1.555552p-3f, 0x1.110bf6p-7f, -0x1.9aae86p-13f};
COEFFICIENTS COSINE[] = {0x1.555556p-5f, -0x1.6c16c0p-10f, 0x1.a01598p-16f, -0x1.251636p-22f};
/// (1 + NORMAL_SLOPE y) exp(y^2 / 2) erfc(y / sqrt 2) / 2, level at 0, by (y - 4) / (y + 4).
#define NORMAL_SLOPE 0x1.98p-1f
#define NORMAL_CENTRE 4
COEFFICIENTS NORMAL[] = {0x1.94d534p-2f,  -0x1.c9693ap-4f, 0x1.2a5b46p-5f,  0x1.0d857cp-7f,
                         -0x1.3da6bep-6f, 0x1.9be648p-7f,  -0x1.fd32ccp-9f, -0x1.c8a032p-14f,
                         0x1.0ef4fcp-11f, -0x1.00666ap-14f, -0x1.d8dba4p-15f};

#else

#define MANTISSA_BITS 52
/// 1.5 times two to the mantissa's bits.
#define ROUNDING 0x1.8p52
#define LN2 0x1.62e42fefa39efp-1
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define INVERSE_LN2 0x1.71547652b82fep0
#define EXP_MOST 709.0
#define EXP_LEAST -708.0
#define TANH_IS_ONE 20.0
#define SINE_LARGE 0x1p20
#define TWO_OVER_PI 0x1.45f306dc9c883p-1
#define HALF_PI_HIGH 0x1.921fb544p0
#define HALF_PI_MIDDLE 0x1.0b4611a6p-34
#define HALF_PI_LOW 0x1.3198a2e037073p-69
#define NORMAL_MOST 37.5
#define HALF_MANTISSA 0x7ffffff
/// exp of what cutting off half of the bits leaves of an exponent.
COEFFICIENTS EXP_REST[] = {1, 1, 0.5};
COEFFICIENTS EXP_EVEN[] = {0.5,
                           0x1.5555555555556p-5,
                           0x1.6c16c16c162d4p-10,
                           0x1.a01a01a6d889cp-16,
                           0x1.27e4db646b17ep-22,
                           0x1.1f730349868cep-29};
COEFFICIENTS EXP_ODD[] = {0x1.5555555555557p-3, 0x1.11111111100dcp-7, 0x1.a01a01abe7fe1p-13,
                          0x1.71de0231960ebp-19, 0x1.af4de97ca4194p-26};
/// (atanh(s) - s) / s^3 by s^2.
COEFFICIENTS ATANH[] = {0x1.5555555555555p-2, 0x1.9999999999a38p-3, 0x1.2492492476c42p-3,
                        0x1.c71c720168526p-4, 0x1.745cf8fe328f9p-4, 0x1.3b1c36b445cebp-4,
                        0x1.0fbe71ad855c9p-4, 0x1.0c05166ec4148p-4};
COEFFICIENTS SINE[] = {-0x1.5555555555555p-3, 0x1.1111111110bb1p-7,  -0x1.a01a019e8357dp-13,
                       0x1.71de37961e4c6p-19, -0x1.ae600a926c89ap-26, 0x1.5e0af186af739p-33};
COEFFICIENTS COSINE[] = {0x1.5555555555555p-5, -0x1.6c16c16c16966p-10, 0x1.a01a019f4e867p-16,
                         -0x1.27e4fa17a41b4p-22, 0x1.1eeb68b109173p-29, -0x1.907d7aebd5e3dp-37};
/// (1 + NORMAL_SLOPE y) exp(y^2 / 2) erfc(y / sqrt 2) / 2, level at 0, by (y - 5) / (y + 5).
#define NORMAL_SLOPE 0x1.98p-1
#define NORMAL_CENTRE 5
COEFFICIENTS NORMAL[] = {
        0x1.88989c2544936p-2,   -0x1.a22eeef834078p-4,  0x1.8bb46a5e7a7cep-5,
        -0x1.152e815fb158ap-7,  -0x1.72dbdaea501c0p-7,  0x1.e4ddc3629fa9ap-7,
        -0x1.504887f635edbp-7,  0x1.34f012c1ed513p-8,   -0x1.526f25d60eaefp-10,
        0x1.18e25005402edp-15,  0x1.16f84c17b11b6p-13,  -0x1.64b6d15c8c3d4p-15,
        -0x1.b6a8e410c4783p-18, 0x1.d341f764b6a2bp-18,  -0x1.9ccacc3977629p-23,
        -0x1.0afa90add73eap-20, 0x1.eef8d7424851ep-24,  0x1.43cb76410017cp-23,
        -0x1.553f208faafb5p-26, -0x1.a6a49a43cc604p-26, 0x1.6a7534099771ep-31,
        0x1.b4b841ab0e4d8p-29,  0x1.45d6e34973c1bp-31};

#endif
