import type { OpenPacket } from '../shared/contract/cashier';
import type { PacketView } from '../shared/contract/packet';
import type { PhoneCall } from '../shared/contract/phone-calls';
import type { PaymentStep } from '../shared/payment';
import { askUntilSettled } from './ask-again';
import type { CallResult, PhoneCode, PhoneFailure } from './call-result';
import type { PageEnd } from './page-end';

/** What the opening stands on: the cloud and WeChat's page. */
export interface OpeningSteps {
  openPacket(claimId: string): Promise<CallResult<OpenPacket>>;
  showPacketPage(call: PhoneCall): Promise<PageEnd>;
  checkPacket(claimId: string): Promise<CallResult<PacketView>>;
  wait?(ms: number): Promise<void>;
}

/** Where an opening stands: WeChat's page is on its way, or it was closed and the cloud is asked. */
export type OpeningPhase = 'opening' | 'confirming';

export interface Opening {
  /** The packet as it was last heard of; null when the cloud never answered. */
  readonly packet: PacketView | null;
  /** Why the packet could not be opened here; null when it was, or the player thought better of it. */
  readonly failure: PhoneFailure | null;
}

const OVER: readonly PaymentStep[] = ['RECEIVED', 'RETURNED', 'HELD', 'CANCELLED', 'SETTLED'];

/** Somebody else is just sending it: there is something to open in a moment. */
const ON_ITS_WAY: readonly PaymentStep[] = ['SENDING', 'UNKNOWN'];

/** What the player should hear about WeChat's page itself, unless the money came all the same. */
const PAGE_FAILURES: Readonly<Partial<Record<PageEnd, PhoneCode>>> = {
  'too-old': 'WECHAT_TOO_OLD',
  'other-account': 'OTHER_WECHAT_ACCOUNT',
  failed: 'WECHAT_REFUSED',
};

/**
 * Hands one packet over: asks the cloud for it, shows WeChat's page, and asks the cloud what came of
 * it. Safe to repeat at any point; the bill stays the same.
 */
export async function openWith(
  steps: OpeningSteps,
  claimId: string,
  onPhase: (phase: OpeningPhase) => void,
): Promise<Opening> {
  onPhase('opening');
  const opened = await askUntilSettled(
    () => steps.openPacket(claimId),
    ({ packet, phoneCall }) => phoneCall !== null || !ON_ITS_WAY.includes(packet.payment.step),
    steps.wait,
  );
  if (!opened.ok) return { packet: null, failure: opened.failure };
  const { packet, phoneCall } = opened.value;
  if (!phoneCall) return { packet, failure: null };

  const end = await steps.showPacketPage(phoneCall);
  onPhase('confirming');
  const ask = () => steps.checkPacket(claimId);
  // Only a page that was closed in the ordinary way promises news; the others are looked at once.
  const checked = end === 'closed' ? await askUntilSettled(ask, isOver, steps.wait) : await ask();
  const code = PAGE_FAILURES[end];
  if (!checked.ok) return { packet, failure: code ? { code } : checked.failure };
  return { packet: checked.value, failure: code && !isOver(checked.value) ? { code } : null };
}

function isOver({ payment }: PacketView): boolean {
  return OVER.includes(payment.step);
}
