/**
 * The chance that Student's t with so many degrees of freedom lies as far from 0 as `t`, or further, on either side: the
 * regularised incomplete beta function I_x(ν/2, ½) at x = ν / (ν + t²). NaN below 1 degree of freedom.
 *
 * @example
 * twoSidedPValue(2.228138851964939, 10); // 0.05
 */
export function twoSidedPValue(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom >= 1)) return Number.NaN;
  const a = degreesOfFreedom / 2;
  const ratio = (t * t) / degreesOfFreedom;
  if (!Number.isFinite(ratio)) return 0;
  const x = 1 / (1 + ratio);
  const rest = ratio / (1 + ratio);
  // x^a (1 − x)^½ / B(a, ½)
  const front = (Math.exp(-a * Math.log1p(ratio)) * Math.sqrt(rest) * gammaRatio(a)) / Math.sqrt(Math.PI);
  return x < (a + 1) / (a + 2.5)
    ? (front * betaFraction(x, a, 0.5)) / a
    : 1 - (front * betaFraction(rest, 0.5, a)) / 0.5;
}

/** Γ(a + ½) / Γ(a): the asymptotic series from 30 on, below that by recurrence. */
function gammaRatio(a: number): number {
  let factor = 1;
  let at = a;
  for (; at < 30; at++) factor *= at / (at + 0.5);
  const r = 1 / at;
  const series =
    1 +
    r *
      (-1 / 8 +
        r * (1 / 128 + r * (5 / 1024 + r * (-21 / 32768 + r * (-399 / 262144 + (r * 869) / 4194304)))));
  return factor * Math.sqrt(at) * series;
}

/** The continued fraction of the incomplete beta function, by Lentz's method; it converges fast for x < (a+1)/(a+b+2). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const nonZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return fraction;
}
