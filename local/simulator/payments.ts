/** What the phone's page and its server say to each other about WeChat Pay. Types only. */

export type PaymentCall = 'requestPayment' | 'requestMerchantTransfer' | 'sendBizRedPacket';

/** What the mini program hands to WeChat, and how it was opened. */
export interface PaymentRequest {
  readonly call: PaymentCall;
  readonly params: Readonly<Record<string, string>>;
  readonly scene: number;
}

/** What WeChat shows the player. */
export type PaymentPage =
  | {
      readonly kind: 'order';
      readonly payee: string;
      readonly goods: string;
      readonly amountFen: number;
    }
  | {
      readonly kind: 'transfer';
      readonly payer: string;
      readonly remark: string;
      readonly amountFen: number;
      readonly received: boolean;
    }
  | {
      readonly kind: 'red-packet';
      readonly sender: string;
      readonly wishing: string;
      readonly amountFen: number;
      readonly received: boolean;
    };

export type PaymentAnswer =
  | { readonly ok: true; readonly page: PaymentPage }
  /** The errMsg of the fail callback. */
  | { readonly ok: false; readonly errMsg: string };

/** WeChat Pay as the phone meets it. */
export interface Payments {
  /** Judges a call and says what opens. */
  open(phoneId: string, request: PaymentRequest): PaymentAnswer;
  /** The player agrees there: pays, takes the money, opens the packet. Judged again. */
  agree(phoneId: string, request: PaymentRequest): PaymentAnswer;
}
