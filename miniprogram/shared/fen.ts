/** Money is a whole number of fen everywhere; yuan exist only in the last step before a person reads them. */
const FEN_PER_YUAN = 100;

/** '1.05' for 105: for files, fields and terminals. Display only: never parse the result back into an amount. */
export function formatYuan(amountFen: number): string {
  if (!Number.isSafeInteger(amountFen)) throw new RangeError(`not whole fen: ${amountFen}`);
  const sign = amountFen < 0 ? '-' : '';
  const absoluteFen = Math.abs(amountFen);
  const yuan = Math.floor(absoluteFen / FEN_PER_YUAN);
  const fen = String(absoluteFen % FEN_PER_YUAN).padStart(2, '0');
  return `${sign}${yuan}.${fen}`;
}

/** '1,234,567.89' for 123456789: for what people read on a screen, where many digits are counted wrong. */
export function readableYuan(amountFen: number): string {
  const [yuan = '', fen] = formatYuan(amountFen).split('.');
  return `${yuan.replace(/\B(?=(?:\d{3})+$)/g, ',')}.${fen}`;
}

/**
 * Fen for what a person typed as yuan ('12', '12.3', '¥12.30'), or null when it is not a plain
 * amount with at most two decimals. Never rounds: '1.005' is refused.
 */
export function parseYuan(text: string): number | null {
  const match = /^¥?(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  const fen = (match[2] ?? '').padEnd(2, '0');
  return Number(match[1]) * FEN_PER_YUAN + Number(fen);
}
