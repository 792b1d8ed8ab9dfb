/** The deployment's settings by the names an operator knows them by. docs/payments.md lists them. */
const NAMES: Readonly<Record<string, string>> = {
  WECHATPAY_MCH_ID: '商户号',
  WECHATPAY_API_KEY: '接口密钥（v2）',
  WECHATPAY_API_V3_KEY: '接口密钥（v3）',
  WECHATPAY_PUBLIC_KEY_ID: '微信支付公钥的编号',
  WECHATPAY_PUBLIC_KEY_FILE_ID: '微信支付公钥文件',
  WECHATPAY_NOTIFY_URL: '接收支付结果的网址',
  WECHATPAY_MINI_APPID: '小程序的应用编号',
  WECHATPAY_WXAPPID: '公众号的应用编号',
  WECHATPAY_CERTIFICATE_FILE_ID: '商户证书文件',
  WECHATPAY_CERT_PEM_FILE_ID: '商户证书文件',
  WECHATPAY_KEY_PEM_FILE_ID: '商户私钥文件',
  OFFICIAL_ACCOUNT_SECRET: '公众号密钥',
  IDENTITY_LINK_URL: '关联公众号的网址',
};

/** A setting in words; its own name where there are none, because somebody will have to look it up. */
export function settingName(setting: string): string {
  return NAMES[setting] ?? setting;
}
