import type { InvokeReply, LocalCloud } from '../../../local/cloud';
import { patientWorld } from '../../../local/demo/patience';
import type { World } from '../../../local/world/world';

const BROKEN: InvokeReply = { ok: false, errCode: -504002, errMsg: 'the function ended' };
const FINE: InvokeReply = { ok: true, result: 'fine' };

/** A world whose timer breaks so many times. */
function worldThatBreaks(times: number): World {
  let left = times;
  const runTimer = async () => {
    left -= 1;
    return left >= 0 ? BROKEN : FINE;
  };
  return { cloud: { runTimer } as unknown as LocalCloud } as World;
}

describe('a patient caller', () => {
  it('calls again what broke, and says so', async () => {
    const lines: string[] = [];
    const { cloud } = patientWorld(worldThatBreaks(2), (line) => lines.push(line));
    expect(await cloud.runTimer('payout-sender')).toEqual(FINE);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('payout-sender broke');
  });

  it('gives up on what breaks every time', async () => {
    const { cloud } = patientWorld(worldThatBreaks(3), () => {});
    expect(await cloud.runTimer('payout-sender')).toEqual(BROKEN);
  });
});
