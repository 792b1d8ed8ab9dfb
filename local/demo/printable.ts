import type { DemoReport } from './report';

const ROWS: readonly (readonly [label: string, key: string])[] = [
  ['funded', 'fundedFen'],
  ['unallocated', 'unallocatedFen'],
  ['owed', 'owedFen'],
  ['in flight', 'inFlightFen'],
  ['sent', 'sentFen'],
  ['received', 'receivedFen'],
  ['returned', 'returnedFen'],
  ['settled', 'settledFen'],
];

/** The table a person reads, ending with the conservation line. */
export function printableReport(report: DemoReport): string {
  const { provider, conservation } = report;
  const fen = (key: string) => conservation[key] ?? Number.NaN;
  const rows = ROWS.map(([label, key]) => `  ${label.padEnd(14)}${yuan(fen(key)).padStart(14)}`);
  const parts = ROWS.slice(1).map(([, key]) => yuan(fen(key)));
  return [
    `${report.title} (${report.campaignId}), paid by ${report.channel}`,
    `  ${report.players} players, ${report.packets} packets, ${report.claims} claims by ${report.winners} winners`,
    `  most packets of one player: ${report.mostPacketsOfOnePlayer} (limit ${report.packetsPerPlayer})`,
    `  payments in the provider's record: ${report.bills}, together ${yuan(report.billsFen)},` +
      ` of which ${yuan(provider.receivedFen)} received and ${yuan(provider.returnedFen)} returned`,
    '',
    '  account              yuan',
    ...rows,
    '',
    `  ${yuan(fen('fundedFen'))} = ${parts.join(' + ')}   difference ${yuan(fen('differenceFen'))}`,
    ...report.faults.map((fault) => `  FAULT: ${fault}`),
  ].join('\n');
}

/** The local world shares no code with the product, so it formats its own yuan. */
function yuan(amountFen: number): string {
  return (amountFen / 100).toFixed(2);
}
