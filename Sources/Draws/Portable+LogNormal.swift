extension Portable {
    /// log Φ(z) and its slope φ(z)/Φ(z), where Φ is the standard normal distribution function; to
    /// about 1 part in 10¹⁴, without underflow on either side.
    ///
    /// Between −2 and 2 by the series Φ = ½ + φ (z + z³/3 + z⁵/(3·5) + …), beyond by Laplace's
    /// continued fraction of the tail (Abramowitz & Stegun 26.2.11 and 26.2.14).
    public static func logNormal(below z: Double) -> (value: Double, slope: Double) {
        if z <= -2 {
            let ratio = millsRatio(-z)
            return (log(ratio) - z * z / 2 - halfLogOfTwoPi, 1 / ratio)
        }
        let density = exp(-z * z / 2 - halfLogOfTwoPi)
        if z < 2 {
            let probability = 0.5 + density * series(z)
            return (log(probability), density / probability)
        }
        let above = density * millsRatio(z)
        return (logOfOneMinus(above), density / (1 - above))
    }

    /// The root of the deviance of "below": √(−2 log Φ(z)) and its slope.
    ///
    /// Its square is to a value that is only known to lie below a limit what the square of
    /// (prediction − value)/sd is to a measured one, with z = (limit − prediction)/sd: the M3
    /// likelihood of Beal, "Ways to fit a PK model with some data below the quantification limit",
    /// J. Pharmacokinet. Pharmacodyn. 28 (2001).
    public static func rootDeviance(below z: Double) -> (value: Double, slope: Double) {
        let probability = logNormal(below: z)
        let root = (-2 * probability.value).squareRoot()
        return (root, root == 0 ? 0 : -probability.slope / root)
    }

    /// log √(2π).
    private static let halfLogOfTwoPi = 0.91893853320467274178

    /// z + z³/3 + z⁵/(3·5) + …
    private static func series(_ z: Double) -> Double {
        var term = z
        var sum = z
        for factor in stride(from: 3.0, through: 81, by: 2) {
            term *= z * z / factor
            sum += term
        }
        return sum
    }

    /// (1 − Φ(x))/φ(x) = 1/(x + 1/(x + 2/(x + 3/(x + …)))), for x from 2 on.
    private static func millsRatio(_ x: Double) -> Double {
        1 / stride(from: 120.0, through: 1, by: -1).reduce(x) { rest, level in x + level / rest }
    }

    /// log(1 − x) for x below 0.03.
    private static func logOfOneMinus(_ x: Double) -> Double {
        // −x (1 + x/2 + x²/3 + …)
        -x * stride(from: 13.0, through: 1, by: -1).reduce(0) { $0 * x + 1 / $1 }
    }
}
