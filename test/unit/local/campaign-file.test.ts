import { readFileSync } from 'node:fs';
import { readCampaignFile } from '../../../local/demo/campaign-file';

const GOOD = readFileSync('examples/spring-festival.json', 'utf8');

function refusalOf(text: string): string {
  const reading = readCampaignFile(text);
  return reading.ok ? 'accepted' : `${reading.line}: ${reading.reason}`;
}

describe('a campaign file', () => {
  it('is read when it is right, for every example that ships', () => {
    expect(refusalOf(GOOD)).toBe('accepted');
    expect(refusalOf(readFileSync('examples/lantern-riddles.json', 'utf8'))).toBe('accepted');
  });

  it('pays by transfers from the merchant’s balance unless it says otherwise', () => {
    const silent = GOOD.replace(/,\s*"channel".*$/s, '\n}\n');
    expect(readCampaignFile(silent)).toMatchObject({
      ok: true,
      campaign: { channel: 'transfer-bills', funding: 'merchant-balance' },
    });
    const other = GOOD.replace('"transfer-bills"', '"cheque"');
    expect(refusalOf(other)).toMatch(/^26: channel must be/);
  });

  it('is refused with the line of the value that has the wrong type', () => {
    const text = GOOD.replace('"packetCount": 100', '"packetCount": "many"');
    expect(refusalOf(text)).toBe('18: split.packetCount must be a whole number, not "many"');
  });

  it('is refused with the line of a field that does not exist', () => {
    const text = GOOD.replace('"minFen": 100,', '"minFen": 100,\n    "payTwice": true,');
    expect(refusalOf(text)).toBe('20: split.payTwice is not a field of a campaign');
  });

  it('is refused with the line of the thing from which a field is missing', () => {
    const text = GOOD.replace('"minFen": 100,', '');
    expect(refusalOf(text)).toBe('15: split.minFen is missing');
  });

  it('is refused with the line at which it stops being JSON', () => {
    const text = GOOD.replace('"packetCount": 100,', '"packetCount": 100');
    expect(refusalOf(text)).toBe('19: not JSON: CommaExpected');
  });

  it('can say on which line a field stands that the cloud refuses later', () => {
    const reading = readCampaignFile(GOOD);
    expect(reading.ok && reading.lineOf('split.maxFen')).toBe(20);
  });
});
