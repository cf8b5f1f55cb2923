/**
 * The deviate that Student's t leaves 2.5 % above: what 1.96 is for large samples. `freedom` is positive and
 * need not be whole.
 */
export function studentDeviate(freedom: number): number {
  let [low, high] = [0, LARGEST];
  // Halving forty times more than a double has digits for; the tail shrinks as the deviate grows.
  while (high - low > high * Number.EPSILON * 4) {
    const middle = (low + high) / 2;
    if (upperTail(middle, freedom) > TAIL) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const TAIL = 0.025;

/** Beyond the deviate of half a degree of freedom, which is the least that is asked for. */
const LARGEST = 1_000;

function upperTail(deviate: number, freedom: number): number {
  const x = freedom / (freedom + deviate * deviate);
  return incompleteBeta(x, freedom / 2, 1 / 2) / 2;
}

/** The regularised incomplete beta function, by its continued fraction where that converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return (front * betaFraction(x, a, b)) / a;
}

/** Lentz's evaluation of the continued fraction, 26.5.8 in Abramowitz and Stegun. */
function betaFraction(x: number, a: number, b: number): number {
  let numerator = 1;
  let denominator = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = denominator;
  for (let step = 1; step <= MOST_STEPS; step++) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    const before = value;
    for (const part of [even, odd]) {
      denominator = 1 / nonZero(1 + part * denominator);
      numerator = nonZero(1 + part / numerator);
      value *= denominator * numerator;
    }
    if (Math.abs(value - before) <= Number.EPSILON * Math.abs(value)) break;
  }
  return value;
}

const MOST_STEPS = 10_000;

function nonZero(value: number): number {
  return Math.abs(value) < Number.MIN_VALUE * 2 ** 60 ? Number.MIN_VALUE * 2 ** 60 : value;
}

/** Stirling's series, from where it is exact to a double's digits; smaller arguments are brought there. */
function logGamma(x: number): number {
  let [shift, at] = [0, x];
  for (; at < 15; at++) shift += Math.log(at);
  const square = 1 / (at * at);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}
