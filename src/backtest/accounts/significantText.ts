/**
 * A number with so many significant digits in its shortest form, as printf's %.4g: ties to the even digit, no zeros at
 * the end, an exponent of at least two digits below 10^-4 and from 10^digits.
 *
 * @example
 * significantText(0.00001234); // "1.234e-05"
 */
export function significantText(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [whole, power] = rounded(Math.abs(value), digits);
  if (power < -4 || power >= digits) {
    const exponent = String(Math.abs(power)).padStart(2, "0");
    return `${sign}${point(whole, 1)}e${power < 0 ? "-" : "+"}${exponent}`;
  }
  return sign + (power < 0 ? point("0".repeat(-power) + whole, 1) : point(whole, power + 1));
}

/** The digits of a number, and the power of ten of the first. */
function rounded(value: number, digits: number): readonly [digits: string, power: number] {
  const read = (text: string): readonly [string, number] => {
    const [mantissa = "", exponent = ""] = text.split("e");
    return [mantissa.replace(".", ""), Number(exponent)];
  };
  const [exact, power] = read(value.toExponential(100));
  const kept = exact.slice(0, digits);
  // JavaScript rounds a tie up where printf rounds it to even.
  if (/^50*$/.test(exact.slice(digits)) && Number(kept.at(-1)) % 2 === 0) return [kept, power];
  return read(value.toExponential(digits - 1));
}

/** Digits with a decimal point after the first `before`, without zeros at the end. */
function point(digits: string, before: number): string {
  const decimals = digits.slice(before).replace(/0+$/, "");
  return digits.slice(0, before) + (decimals === "" ? "" : `.${decimals}`);
}
