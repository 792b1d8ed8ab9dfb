import { formatYuan } from '../../miniprogram/shared/fen';
import { ACCOUNTS, type AuditReportRecord } from '../../server/domain/records';

/** The table a person reads; every difference with what it is about. */
export function printableAudit(title: string, report: AuditReportRecord): string {
  const { accounts, fundedFen, differences, differenceCount } = report;
  const row = (name: string, fen: number) => `  ${name.padEnd(18)}${formatYuan(fen).padStart(14)}`;
  const parts = ACCOUNTS.map((account) => formatYuan(accounts[account]));
  const unlisted = differenceCount - differences.length;
  return [
    `${title} (${report.campaignId})`,
    `  ${report.claims} claims audited, ${report.taking} being completed`,
    `  ${report.billsAsked} bills asked at the provider, ${report.billsUnanswered} without an answer`,
    '',
    '  account                     yuan',
    row('funded', fundedFen),
    ...ACCOUNTS.map((account) => row(account, accounts[account])),
    '',
    `  ${formatYuan(fundedFen)} = ${parts.join(' + ')}, from the postings alone`,
    '',
    differenceCount === 0
      ? '  no difference: pool, postings, bills and provider agree to the fen'
      : `  ${differenceCount} DIFFERENCES, together ${formatYuan(report.differenceFen)}`,
    ...differences.map(
      ({ kind, about, amountFen, detail }) =>
        `  ${kind.padEnd(10)}${formatYuan(amountFen).padStart(10)}  ${about}: ${detail}`,
    ),
    ...(unlisted > 0 ? [`  and ${unlisted} more`] : []),
  ].join('\n');
}
