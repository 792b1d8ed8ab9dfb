import type { PayoutOrder } from '../../../../ports/payout-gateway';
import { cutToCharacters } from '../../texts';

export interface TransferMerchant {
  readonly mchId: string;
  /** The mini program's: recipients are openids under it. */
  readonly appid: string;
  readonly notifyUrl: string;
}

/** 现金营销, https://pay.weixin.qq.com/doc/v3/merchant/4013774588. */
const SCENE_CASH_MARKETING = '1000';

const CHARACTERS_MOST = { transfer_remark: 32, info_content: 32 } as const;

/**
 * The body of 发起转账, page 4012716434. A repeat must say exactly the same, so everything here
 * follows from the order and from settings: whoever changes WECHATPAY_NOTIFY_URL while bills are
 * open lets their repeats be refused. user_name is for 2,000 yuan and more.
 */
export function transferBody(order: PayoutOrder, merchant: TransferMerchant): string {
  return JSON.stringify({
    appid: merchant.appid,
    out_bill_no: order.billNo,
    transfer_scene_id: SCENE_CASH_MARKETING,
    openid: order.recipientId,
    transfer_amount: order.amountFen,
    transfer_remark: cutToCharacters(order.greeting, CHARACTERS_MOST.transfer_remark),
    notify_url: merchant.notifyUrl,
    user_recv_perception: '活动奖励',
    // Of scene 1000: exactly these two, under these names.
    transfer_scene_report_infos: [
      {
        info_type: '活动名称',
        info_content: cutToCharacters(order.campaignTitle, CHARACTERS_MOST.info_content),
      },
      { info_type: '奖励说明', info_content: '游戏红包奖励' },
    ],
    user_recv_style: { type: 'RED_PACKET' },
  });
}
