/** The one merchant of every world, and the accounts under which it knows players. */
export const MCH_ID = '1900000109';
export const OFFICIAL_APPID = 'wx0000000000000000';
export const MINI_APPID = 'wx1111111111111111';
