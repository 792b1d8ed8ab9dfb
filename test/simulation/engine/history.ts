/** Everything that happened, in order, as a fingerprint and its last lines. */
export interface History {
  tell(line: string): void;
  /** The same for the same seed; 16 hex digits over every line. */
  fingerprint(): string;
  /** The newest lines, oldest first. */
  tail(): readonly string[];
}

const TAIL_MOST = 400;

export function newHistory(): History {
  // Two FNV-1a streams with different offsets; a comparison, not a secret.
  let a = 0x811c9dc5;
  let b = 0x050c5d1f;
  const ring: string[] = [];
  let count = 0;

  return {
    tell(line) {
      for (let i = 0; i < line.length; i += 1) {
        const unit = line.charCodeAt(i);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul(b ^ unit, 0x01000193) + 1;
      }
      a = Math.imul(a ^ 10, 0x01000193);
      ring[count % TAIL_MOST] = line;
      count += 1;
    },
    fingerprint: () => hex(a) + hex(b),
    tail: () => [...ring.slice(count % TAIL_MOST), ...ring.slice(0, count % TAIL_MOST)],
  };
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
