import type { PaymentAnswer, PaymentPage, PaymentRequest, Payments } from '../simulator';
import type { PhoneVerdict, Sandbox } from '../wechatpay';
import type { World } from './world';

/** 商户简称: what the player reads on WeChat's pages. A red packet names its own sender. */
const MERCHANT_NAME = '红包派对';

/**
 * The phones' WeChat Pay: the sandbox judges what a mini program hands in, the player's tap becomes
 * the step of the bill. Only `agree` changes anything; leaving a page leaves the bill as it is.
 */
export function phonePayments({
  sandbox,
  identityOf,
}: Pick<World, 'sandbox' | 'identityOf'>): Payments {
  const judge = (phoneId: string, request: PaymentRequest) =>
    verdictOf(sandbox, identityOf(phoneId).openid, request);

  return {
    open(phoneId, request) {
      const verdict = judge(phoneId, request);
      return verdict.ok ? shown(sandbox, request, verdict.no) : verdict;
    },
    agree(phoneId, request) {
      const verdict = judge(phoneId, request);
      if (!verdict.ok) return verdict;
      const { done } = stepOf(sandbox, request, verdict.no);
      if (!done) return { ok: false, errMsg: `${request.call}:fail 单据已关闭` };
      return shown(sandbox, request, verdict.no);
    },
  };
}

function verdictOf(
  { phone }: Sandbox,
  openid: string,
  { call, params, scene }: PaymentRequest,
): PhoneVerdict {
  const text = (name: string) => params[name] ?? '';
  if (call === 'requestMerchantTransfer') {
    const handedIn = { mchId: text('mchId'), appId: text('appId'), package: text('package') };
    return phone.requestMerchantTransfer(handedIn, openid);
  }
  const signed = {
    timeStamp: text('timeStamp'),
    nonceStr: text('nonceStr'),
    package: text('package'),
    signType: text('signType'),
    paySign: text('paySign'),
  };
  return call === 'requestPayment'
    ? phone.requestPayment(signed, openid)
    : phone.sendBizRedPacket(signed, openid, scene);
}

function stepOf(sandbox: Sandbox, { call }: PaymentRequest, no: string): { done: boolean } {
  if (call === 'requestPayment') return sandbox.orders.pay(no);
  if (call === 'requestMerchantTransfer') return sandbox.transfers.confirm(no);
  return sandbox.open(no);
}

function shown(sandbox: Sandbox, { call }: PaymentRequest, no: string): PaymentAnswer {
  const page =
    call === 'requestPayment'
      ? orderPage(sandbox, no)
      : call === 'requestMerchantTransfer'
        ? transferPage(sandbox, no)
        : packetPage(sandbox, no);
  if (!page) throw new Error(`${call} was allowed for ${no}, which the sandbox does not know`);
  return { ok: true, page };
}

function orderPage(sandbox: Sandbox, no: string): PaymentPage | null {
  const order = sandbox.orders.order(no);
  return (
    order && {
      kind: 'order',
      payee: MERCHANT_NAME,
      goods: order.body,
      amountFen: order.totalFen,
    }
  );
}

/** `user_recv_style` decides whether it looks like a page or like a red packet. */
function transferPage(sandbox: Sandbox, no: string): PaymentPage | null {
  const transfer = sandbox.transfers.bill(no);
  if (!transfer) return null;
  const { amountFen, remark, state, style } = transfer;
  const received = state === 'TRANSFERING' || state === 'SUCCESS';
  return style === 'RED_PACKET'
    ? { kind: 'red-packet', sender: MERCHANT_NAME, wishing: remark, amountFen, received }
    : { kind: 'transfer', payer: MERCHANT_NAME, remark, amountFen, received };
}

function packetPage(sandbox: Sandbox, no: string): PaymentPage | null {
  const bill = sandbox.bill(no);
  return (
    bill && {
      kind: 'red-packet',
      sender: bill.sendName,
      wishing: bill.wishing,
      amountFen: bill.amountFen,
      received: bill.status === 'RECEIVED',
    }
  );
}
