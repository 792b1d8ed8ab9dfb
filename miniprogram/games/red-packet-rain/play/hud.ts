import { type RainDeal, rainPackets } from '../../../shared/games/red-packet-rain';

export interface Hud {
  readonly secondsLeft: number;
  readonly hits: number;
  /** What the next hits are for. */
  readonly goal: string;
}

export function hudOf(
  deal: Pick<RainDeal, 'roundMs' | 'hitsPerPacket' | 'packetsPerRound'>,
  hits: number,
  elapsedMs: number,
): Hud {
  const leftMs = Math.min(Math.max(deal.roundMs - elapsedMs, 0), deal.roundMs);
  return { secondsLeft: Math.ceil(leftMs / 1000), hits, goal: goalOf(deal, hits) };
}

function goalOf(deal: Pick<RainDeal, 'hitsPerPacket' | 'packetsPerRound'>, hits: number): string {
  const earned = rainPackets(hits, deal);
  if (earned >= deal.packetsPerRound) return `${earned} 个红包到手，已经拿满`;
  const missing = (earned + 1) * deal.hitsPerPacket - hits;
  return earned === 0
    ? `再中 ${missing} 个拆红包`
    : `${earned} 个红包到手，再中 ${missing} 个加一个`;
}
