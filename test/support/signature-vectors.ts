/* Fields with their signatures under one API key: what our code and the sandbox both must give. */

export const KEY = '192006250b4c09247ec02edce69f6a2d';

/** pay.weixin.qq.com/doc/v2/merchant/4011985891. */
export const OFFICIAL = {
  appid: 'wxd930ea5d5a258f4f',
  mch_id: '10000100',
  device_info: '1000',
  body: 'test',
  nonce_str: 'ibuaiVcKdpRxkhJA',
};

export const OFFICIAL_MD5 = '9A0A8659F005D6984697E2CA0A9CF3B7';
export const OFFICIAL_HMAC_SHA256 =
  '6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6';

/** Chinese texts, and a field that is empty. */
export const RED_PACKET = {
  nonce_str: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  mch_billno: '10000098201411111234567890',
  mch_id: '10000098',
  wxappid: 'wx8888888888888888',
  send_name: '天虹百货',
  re_openid: 'oxTWIuGaIt6gTKsQRLau2M0yL16E',
  total_amount: '1000',
  total_num: '1',
  wishing: '感谢您参加猜灯谜活动，祝您元宵节快乐！',
  client_ip: '192.168.0.1',
  act_name: '猜灯谜抢红包活动',
  remark: '猜越多得越多，快来抢！',
  scene_id: 'PRODUCT_2',
  risk_info: '',
};

export const RED_PACKET_MD5 = '004407BF2FAEBA79F19A877F83E306DA';

/** Of wx.requestPayment: capitals come before small letters. */
export const PAYMENT = {
  appId: 'wxd930ea5d5a258f4f',
  timeStamp: '1490840662',
  nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  package: 'prepay_id=wx2017033010242291fcfe0db70013231072',
  signType: 'MD5',
};

export const PAYMENT_MD5 = 'A3C4993E71916E54AE93F5D2B1E888AF';

/** Of wx.sendBizRedPacket: the package before it is encoded, and what is signed once it is. */
export const PASS =
  'sendid=242e8abd163d300019b2cae74ba8e8c06e3f0e51ab84d16b3c80decd22a5b672&ver=8' +
  '&sign=4110d649a5aef52dd6b95654ddf91ca7&mchid=11475856&spid=10000098';

export const OPENING = {
  appId: 'wx8888888888888888',
  timeStamp: '1514363815',
  nonceStr: 'Ww213sdad',
  package: encodeURIComponent(PASS),
};

/** In lower case, unlike all others. */
export const OPENING_MD5 = '8986d97f4b780f30872e6cc97256eae9';
