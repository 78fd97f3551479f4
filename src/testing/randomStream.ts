/** Random numbers that are the same in every run: each call gives the next one. */
export interface RandomStream {
  /** Even from 0 (included) to 1 (excluded). */
  uniform(): number;
  /** Normal, mean 0 and standard deviation 1; always takes two even numbers. */
  normal(): number;
  /** A whole number from 0 (included) to `below` (excluded). */
  below(below: number): number;
}

/**
 * A stream of random numbers from a seed, by the generator sfc32 of PractRand. Streams of different seeds have nothing to do with
 * one another, so give each thing that is drawn a stream of its own: `randomStream("42/CORN/spot")`.
 *
 * @example
 * const random = randomStream(42);
 * random.uniform(); // the same in every run
 */
export function randomStream(seed: number | string): RandomStream {
  let [a, b, c, counter] = hash(String(seed));
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 15; warmUp++) next();
  const uniform = (): number => next() / 2 ** 32;
  return {
    uniform,
    normal: () => {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    },
    below: (below) => Math.floor(uniform() * below),
  };
}

/** Four 32-bit numbers out of a text: four FNV-1a hashes with different starts, their bits mixed as in MurmurHash3. */
function hash(text: string): [number, number, number, number] {
  const one = (start: number): number => {
    let state = start;
    for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 16_777_619);
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    return (state ^ (state >>> 16)) | 0;
  };
  return [one(0x811c9dc5), one(0x9e3779b9), one(0x243f6a88), one(0xb7e15162)];
}
