import forge from 'node-forge';
import type { KeyedCertificate } from './certificates';

/** AES-256: what Node reads today. */
export function packP12(pair: KeyedCertificate, passphrase: string): Buffer {
  return derBytes(pfxWithAes(pair, passphrase));
}

/**
 * The shape in which merchants download apiclient_cert.p12: the key under 3DES, the certificate
 * under 40-bit RC2. OpenSSL 3, and so Node 17 and later, refuses RC2 as unsupported.
 */
export function packLegacyP12(pair: KeyedCertificate, passphrase: string): Buffer {
  const pfx = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(pair.privateKeyPem),
    forge.pki.certificateFromPem(pair.certificatePem),
    passphrase,
    { algorithm: '3des', useMac: false },
  );
  const [version, authSafe] = children(pfx);
  const contents = children(forge.asn1.fromDer(octets(authSafe)));
  const rewritten = sequence(contents.map((content) => encryptCertificates(content, passphrase)));
  const safeBytes = forge.asn1.toDer(rewritten).getBytes();
  return derBytes(sequence([version, dataContent(safeBytes), macData(safeBytes, passphrase)]));
}

const { asn1 } = forge;
const ITERATIONS = 2048;
const RC2_40_CBC = '1.2.840.113549.1.12.1.6'; // pbeWithSHAAnd40BitRC2-CBC
const CERT_BAG = forge.asn1.oidToDer(forge.pki.oids.certBag!).getBytes();

type Asn1 = forge.asn1.Asn1;

function pfxWithAes(pair: KeyedCertificate, passphrase: string): Asn1 {
  return forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(pair.privateKeyPem),
    forge.pki.certificateFromPem(pair.certificatePem),
    passphrase,
    { algorithm: 'aes256' },
  );
}

/** forge leaves certificates in the clear; the key is encrypted inside its own bag already. */
function encryptCertificates(content: Asn1, passphrase: string): Asn1 {
  const plain = octets(content);
  if (!plain.includes(CERT_BAG)) return content;

  const salt = forge.random.getBytesSync(8);
  const key = forge.pkcs12.generateKey(passphrase, createBuffer(salt), 1, ITERATIONS, 5);
  const iv = forge.pkcs12.generateKey(passphrase, createBuffer(salt), 2, ITERATIONS, 8);
  const cipher = forge.rc2.createEncryptionCipher(key.getBytes(), 40);
  cipher.start(iv.getBytes(), createBuffer(''));
  cipher.update(createBuffer(plain));
  cipher.finish();

  const algorithm = sequence([oid(RC2_40_CBC), sequence([octetString(salt), integer(ITERATIONS)])]);
  const encrypted = asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, false, cipher.output.getBytes());
  const contentInfo = sequence([oid(forge.pki.oids.data!), algorithm, encrypted]);
  return sequence([
    oid(forge.pki.oids.encryptedData!),
    explicit(sequence([integer(0), contentInfo])),
  ]);
}

function macData(safeBytes: string, passphrase: string): Asn1 {
  const sha1 = forge.md.sha1.create();
  const salt = forge.random.getBytesSync(8);
  const key = forge.pkcs12.generateKey(passphrase, createBuffer(salt), 3, ITERATIONS, 20, sha1);
  const mac = forge.hmac.create();
  mac.start('sha1', key);
  mac.update(safeBytes);
  const algorithm = sequence([
    oid(forge.pki.oids.sha1!),
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.NULL, false, ''),
  ]);
  return sequence([
    sequence([algorithm, octetString(mac.getMac().getBytes())]),
    octetString(salt),
    integer(ITERATIONS),
  ]);
}

function dataContent(bytes: string): Asn1 {
  return sequence([oid(forge.pki.oids.data!), explicit(octetString(bytes))]);
}

/** The bytes inside ContentInfo { data, [0] OCTET STRING }. */
function octets(content: Asn1 | undefined): string {
  const [, wrapped] = children(content);
  const [octetsNode] = children(wrapped);
  if (typeof octetsNode?.value !== 'string') throw new Error('forge packed an unexpected p12');
  return octetsNode.value;
}

function children(node: Asn1 | undefined): Asn1[] {
  if (!Array.isArray(node?.value)) throw new Error('forge packed an unexpected p12');
  return node.value;
}

function sequence(values: (Asn1 | undefined)[]): Asn1 {
  const present = values.filter((value): value is Asn1 => value !== undefined);
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, present);
}

function explicit(value: Asn1): Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, [value]);
}

function octetString(bytes: string): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, bytes);
}

function oid(dotted: string): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(dotted).getBytes());
}

function integer(value: number): Asn1 {
  return asn1.create(
    asn1.Class.UNIVERSAL,
    asn1.Type.INTEGER,
    false,
    asn1.integerToDer(value).getBytes(),
  );
}

function createBuffer(bytes: string): forge.util.ByteStringBuffer {
  return forge.util.createBuffer(bytes);
}

function derBytes(node: Asn1): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'binary');
}
