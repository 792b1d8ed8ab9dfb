/** Everything a simulation draws; the same seed, the same draws. */
export interface Seeded {
  /** A fraction in [0, 1). */
  fraction(): number;
  /** A whole number in [least, most]. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  bytes(length: number): Uint8Array;
  /** An independent stream, so that one actor's draws do not shift another's. */
  fork(name: string): Seeded;
}

/** xoshiro128**, seeded by splitmix; plenty for simulation, never used for anything real. */
export function seeded(seed: number | string): Seeded {
  let [a, b, c, d] = spread(typeof seed === 'number' ? `seed ${seed}` : seed);

  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
  const fraction = () => next() / 2 ** 32;

  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    chance: (probability) => fraction() < probability,
    pick: (choices) => choices[Math.floor(fraction() * choices.length)]!,
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff),
    fork: (name) => seeded(`${seed}/${name}`),
  };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** FNV-1a into splitmix32: four well-mixed words from any text. */
function spread(text: string): [number, number, number, number] {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  const word = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return [word(), word(), word(), word()];
}
