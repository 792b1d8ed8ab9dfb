import type { CertificateSource } from '../credentials';
import {
  appidOf,
  baseUrlOf,
  certificateNames,
  certificateOf,
  type Environment,
  matching,
  mchIdOf,
  notifyUrlOf,
  unset,
} from '../settings';

/** Who takes money in: orders are the mini program's alone, whatever the payout channels are. */
export interface OrderMerchant {
  readonly mchId: string;
  /** The mini program's. */
  readonly appid: string;
  /** The v2 key. */
  readonly apiKey: string;
  /** The address that `spbill_create_ip` asks for; nobody checks it. */
  readonly clientIp: string;
}

export interface OrderSettings {
  readonly merchant: OrderMerchant;
  readonly certificate: CertificateSource;
  readonly baseUrl: string;
  readonly orderNotifyUrl: string;
  readonly refundNotifyUrl: string;
}

const LOCAL_ADDRESS = '127.0.0.1';

/** Names of the settings that paying in needs and that are not set. */
export function missingForOrders(env: Environment): readonly string[] {
  return unset(env, [
    'WECHATPAY_MCH_ID',
    'WECHATPAY_API_KEY',
    'WECHATPAY_MINI_APPID',
    ...certificateNames(env),
    'WECHATPAY_NOTIFY_URL',
  ]);
}

/** Throws when a value cannot be meant. */
export function orderSettingsOf(env: Environment): OrderSettings {
  return {
    merchant: orderMerchantOf(env),
    certificate: certificateOf(env),
    baseUrl: baseUrlOf(env),
    orderNotifyUrl: notifyUrlOf(env, '/order'),
    refundNotifyUrl: notifyUrlOf(env, '/refund'),
  };
}

export function orderMerchantOf(env: Environment): OrderMerchant {
  return {
    mchId: mchIdOf(env),
    appid: appidOf(env, 'WECHATPAY_MINI_APPID'),
    apiKey: matching(env, 'WECHATPAY_API_KEY', /^[0-9A-Za-z]{32}$/),
    clientIp: env['WECHATPAY_CLIENT_IP'] || LOCAL_ADDRESS,
  };
}
