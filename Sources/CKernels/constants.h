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
COEFFICIENTS EXP_EVEN[] = {0.5f, 0x1.555516p-5f, 0x1.6d1606p-10f};
COEFFICIENTS EXP_ODD[] = {0x1.5554d8p-3f, 0x1.12106cp-7f};
COEFFICIENTS ATANH[] = {0x1.555556p-2f, 0x1.9999ecp-3f, 0x1.245c3ap-3f, 0x1.ddd0bep-4f};
COEFFICIENTS SINE[] = {-0x1.555552p-3f, 0x1.110bf6p-7f, -0x1.9aae86p-13f};
COEFFICIENTS COSINE[] = {0x1.555556p-5f, -0x1.6c16c0p-10f, 0x1.a01598p-16f, -0x1.251636p-22f};
/// (1 + 2 y) exp(y^2 / 2) erfc(y / sqrt 2) / 2 by u = (y - 5) / (y + 5).
COEFFICIENTS NORMAL[] = {0x1.b135a4p-1f,  -0x1.44c9c8p-5f, -0x1.ba6f1ep-5f, 0x1.9d3cc6p-4f,
                         -0x1.9c4bb0p-4f, 0x1.28f0f4p-4f,  -0x1.421a02p-5f, 0x1.f835e2p-7f,
                         -0x1.e00132p-9f, -0x1.ad0952p-14f, 0x1.456d42p-11f, 0x1.0d722ep-14f};

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
/// (1 + 2 y) exp(y^2 / 2) erfc(y / sqrt 2) / 2 by u = (y - 5) / (y + 5).
COEFFICIENTS NORMAL[] = {
        0x1.b135a378924a6p-1,   -0x1.44c9cd8f5795dp-5,  -0x1.ba6f247fb887cp-5,
        0x1.9d3d58860cf4ap-4,   -0x1.9c4af953d72dcp-4,  0x1.28e8fee38ec28p-4,
        -0x1.42359ad01fbc4p-5,  0x1.f96034e1c519fp-7,   -0x1.d426361ffe3bbp-9,
        -0x1.f1d62343b81cep-14, 0x1.bdbecc8257c66p-12,  -0x1.c5ba92d461be8p-14,
        -0x1.bb8afc0cc2c07p-16, 0x1.455a4212d5ac1p-16,  0x1.2034edba78f2cp-21,
        -0x1.805767c4f69dcp-19, 0x1.730e134f83786p-23,  0x1.d5c8bb1e04507p-22,
        -0x1.1d6a921789c94p-25, -0x1.2deb4b2751601p-24, -0x1.2f5fe356ea728p-30,
        0x1.2f14209572be6p-27,  0x1.f7e4a10333258p-30};

#endif
