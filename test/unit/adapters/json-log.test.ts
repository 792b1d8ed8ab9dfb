import { jsonLog } from '../../../server/adapters/system/json-log';

const OPENID = 'oxTWIuGaIt6gTKsQRLau2M0yL16E';
const API_KEY = '192006250b4c09247ec02edce69f6a2d';

function logged(fields: Record<string, string | number | boolean | null>): string {
  const lines: string[] = [];
  jsonLog(
    () => Date.UTC(2026, 10, 21, 4),
    (line) => lines.push(line),
  ).warn('something.happened', fields);
  return lines.join('');
}

describe('the log', () => {
  it('writes one line of JSON', () => {
    const line = logged({ claimId: 'c1', amountFen: 188, reason: null });
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      at: '2026-11-21T04:00:00.000Z',
      level: 'warn',
      event: 'something.happened',
      claimId: 'c1',
      amountFen: 188,
      reason: null,
    });
  });

  it('withholds fields that nobody has allowed', () => {
    expect(logged({ apiKey: 'secret', answer: '福' })).not.toMatch(/secret|福/);
  });

  it.each([
    ['an openid in its field', { openid: OPENID }],
    ['an openid inside a message', { message: `player ${OPENID} is unknown` }],
    ['a key', { message: `signed with ${API_KEY}` }],
    ['a signature', { detail: 'C380BEC2BFD727A4B6845133519F3AD6' }],
    [
      'a private key',
      { message: '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----' },
    ],
  ])('never shows %s', (_title, fields) => {
    const line = logged(fields);
    expect(line).not.toMatch(/xTWIuGaIt|192006250b|C380BEC2|MIIEvQ/);
  });

  it('shows bill numbers and both ends of an openid', () => {
    const line = logged({ billNo: '1900000109202611210123456789', openid: OPENID });
    expect(line).toContain('1900000109202611210123456789');
    expect(line).toContain('oxTW…L16E');
  });

  it('cuts what is too long', () => {
    expect(logged({ message: '长'.repeat(5_000) }).length).toBeLessThan(1_000);
  });

  it('never stops anybody when it cannot be written (F-75)', () => {
    const log = jsonLog(
      () => 0,
      () => {
        throw new Error('no space left');
      },
    );
    expect(() => log.alert('payout.paused')).not.toThrow();
  });
});
