import type { CallResult } from '../../../miniprogram/services/call-result';
import { type OpeningSteps, openWith } from '../../../miniprogram/services/packet-opening';
import { type PageEnd, pageEnd } from '../../../miniprogram/services/page-end';
import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import type { PhoneCall } from '../../../miniprogram/shared/contract/phone-calls';
import type { PaymentStep } from '../../../miniprogram/shared/payment';
import { packetView } from '../../support/views/packet';

const CALL: PhoneCall = { kind: 'merchant-transfer', mchId: '1', appId: 'wx1', package: 'a' };
const LOST: CallResult<never> = { ok: false, failure: { code: 'NETWORK' } };

const packet = (step: PaymentStep) => packetView({ payment: { step } });

const known = (step: PaymentStep): CallResult<PacketView> => ({ ok: true, value: packet(step) });

/** A phone on which WeChat's page ends like this, and the cloud answers this, one after another. */
function phone(end: PageEnd, ...answers: readonly CallResult<PacketView>[]) {
  const waits: number[] = [];
  let asked = 0;
  const steps: OpeningSteps = {
    openPacket: async () => ({ ok: true, value: { packet: packet('SENT'), phoneCall: CALL } }),
    showPacketPage: async () => end,
    checkPacket: async () => answers[Math.min(asked++, answers.length - 1)] ?? LOST,
    wait: async (ms) => {
      waits.push(ms);
    },
  };
  return { steps, waits };
}

const take = (steps: OpeningSteps) => openWith(steps, 'p1', () => {});

describe('taking a packet', () => {
  it('believes the cloud, not the page', async () => {
    const { steps } = phone('closed', known('SENT'), known('SENT'), known('RECEIVED'));
    const { packet: taken, failure } = await take(steps);
    expect(taken?.payment.step).toBe('RECEIVED');
    expect(failure).toBeNull();
  });

  it('asks with growing pauses, and gives up with what it last heard', async () => {
    const { steps, waits } = phone('closed', known('SENT'));
    expect((await take(steps)).packet?.payment.step).toBe('SENT');
    expect(waits.length).toBeGreaterThanOrEqual(3);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    expect(waits.reduce((sum, ms) => sum + ms)).toBeLessThan(15_000);
  });

  it('asks through a broken connection', async () => {
    const { steps } = phone('closed', LOST, LOST, known('RECEIVED'));
    expect((await take(steps)).packet?.payment.step).toBe('RECEIVED');
  });

  it('keeps an answer that a broken connection follows', async () => {
    const { steps } = phone('closed', known('SENT'), LOST);
    const { packet: taken, failure } = await take(steps);
    expect(taken?.payment.step).toBe('SENT');
    expect(failure).toBeNull();
  });

  it('says that nothing is known when no answer came', async () => {
    const { steps } = phone('closed', LOST);
    expect((await take(steps)).failure?.code).toBe('NETWORK');
  });

  it('does not keep a player waiting who left the page', async () => {
    const { steps, waits } = phone('cancelled', known('SENT'));
    expect((await take(steps)).failure).toBeNull();
    expect(waits).toEqual([]);
  });

  it.each([
    ['too-old', 'WECHAT_TOO_OLD'],
    ['other-account', 'OTHER_WECHAT_ACCOUNT'],
    ['failed', 'WECHAT_REFUSED'],
  ] as const)('names why WeChat showed no page: %s', async (end, code) => {
    const { steps } = phone(end, known('SENT'));
    expect((await take(steps)).failure?.code).toBe(code);
  });

  it('calls nothing a failure once the money has arrived', async () => {
    const { steps } = phone('failed', known('RECEIVED'));
    expect((await take(steps)).failure).toBeNull();
  });

  it('waits for a packet that is being sent just then', async () => {
    const { steps, waits } = phone('closed', known('RECEIVED'));
    const { openPacket } = steps;
    let asked = 0;
    const sending = { ok: true, value: { packet: packet('SENDING'), phoneCall: null } } as const;
    const opening = await take({
      ...steps,
      openPacket: async (claimId) => {
        asked += 1;
        return asked < 3 ? sending : openPacket(claimId);
      },
    });
    expect(opening.packet?.payment.step).toBe('RECEIVED');
    expect(waits).toHaveLength(2);
  });

  it('shows no page when there is nothing to open', async () => {
    const { steps } = phone('failed', known('OWED'));
    const nothing = { ok: true, value: { packet: packet('UNKNOWN'), phoneCall: null } } as const;
    const opening = await take({ ...steps, openPacket: async () => nothing });
    expect(opening).toEqual({ packet: packet('UNKNOWN'), failure: null });
  });

  it('passes a refusal on', async () => {
    const { steps } = phone('closed');
    const refused = { ok: false, failure: { code: 'SCAN_TO_OPEN' } } as const;
    const opening = await take({ ...steps, openPacket: async () => refused });
    expect(opening).toEqual({ packet: null, failure: { code: 'SCAN_TO_OPEN' } });
  });
});

describe('the end of a page', () => {
  it.each([
    ['requestMerchantTransfer:ok', 'closed'],
    ['requestMerchantTransfer:fail cancel', 'cancelled'],
    ['requestMerchantTransfer:fail 你的微信号与商家指定的微信号不一致', 'other-account'],
    ['sendBizRedPacket:ok', 'closed'],
    ['sendBizRedPacket:cancel', 'cancelled'],
    ['sendBizRedPacket:fail scene 1001 not support', 'failed'],
    ['requestPayment:fail cancel', 'cancelled'],
    ['', 'failed'],
  ])('"%s" means %s', (errMsg, end) => {
    expect(pageEnd(errMsg)).toBe(end);
  });
});
