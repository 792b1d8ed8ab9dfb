import { moveClaim } from '../../../server/domain/claim-steps';
import { csvCell, EXPORT_HEAD, exportRow } from '../../../server/domain/export-rows';
import { NEVER_MS } from '../../../server/domain/records';
import { NOON_MS, owedClaim } from '../../support/payout-world';

const BILL_NO = '1900000109202611215278936666';
const owed = {
  ...owedClaim('claim-1', NOON_MS, { amountFen: 105 }),
  openid: 'o-secret-openid',
  recipientId: 'o-secret-official',
};
const sending = moveClaim(owed, 'SENDING', {
  atMs: NOON_MS + 1_000,
  cause: BILL_NO,
  billNo: BILL_NO,
  sending: true,
  dueAtMs: NOON_MS,
}).after;
const sent = moveClaim(sending, 'SENT', {
  atMs: NOON_MS + 2_000,
  cause: `${BILL_NO} SUCCESS`,
  evidence: 'send-answer',
  dueAtMs: NOON_MS,
}).after;
const received = moveClaim(sent, 'RECEIVED', {
  atMs: NOON_MS + 61_000,
  cause: `${BILL_NO} RECEIVED`,
  evidence: 'query-answer',
  dueAtMs: NEVER_MS,
}).after;

describe('a row of the list of claims', () => {
  it('says when, who, how much, where the money is, and by which bill', () => {
    expect(exportRow(received, NOON_MS + 100_000)).toBe(
      `2026-11-21 12:00:00,claim-1,1.05,已到账,\`${BILL_NO},2026-11-21 12:00:02,2026-11-21 12:01:01,,年会红包雨\r\n`,
    );
  });

  it('tells a claim as it stood at the instant of the list, whatever has happened since', () => {
    for (const [asOfMs, then] of [
      [NOON_MS, owed],
      [NOON_MS + 1_500, sending],
      [NOON_MS + 60_000, sent],
    ] as const) {
      expect(exportRow(received, asOfMs)).toBe(exportRow(then, asOfMs));
    }
  });

  it('has as many cells as the head has columns, and no openid', () => {
    const row = exportRow(received, NOON_MS + 100_000);
    expect(row.split(',')).toHaveLength(EXPORT_HEAD.split(',').length);
    expect(row).not.toContain(owed.openid);
  });

  it('begins with the mark by which Excel knows UTF-8', () => {
    expect([...Buffer.from(EXPORT_HEAD).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });
});

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+86', "'+86"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['年会,晚宴', '"年会,晚宴"'],
    ['一行\n两行', '"一行\n两行"'],
    ['说"好"', '"说""好"""'],
    ['年会红包雨', '年会红包雨'],
    ['1.05', '1.05'],
    ['', ''],
  ])('of %j is %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});
