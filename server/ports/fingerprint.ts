/** SHA-256 in lower-case hex of bytes given in hex; published so that a later reveal can be checked. */
export type Fingerprint = (hex: string) => string;
