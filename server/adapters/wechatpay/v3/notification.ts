import * as v from 'valibot';
import type { OpenTransferNotice, RefusedNotice } from '../../../ports/payment-notices';
import type { SecurityAlert } from '../../../ports/payout-gateway';
import { TransferBill, transferAnswer } from '../channels/transfer-bills/bill';
import { type Environment, matching, mchIdOf, platformKeySourceOf } from '../settings';
import type { GatewayTools } from '../tools';
import { forgeryOf } from './authenticity';
import { unseal } from './decrypt';
import { readJson } from './json';
import { platformKeyLoader } from './platform-keys';

const TEXT = v.pipe(v.string(), v.maxLength(1_024));

/** The outside of every v3 notice; inside `ciphertext` is what it is about. */
const Envelope = v.object({
  event_type: TEXT,
  resource_type: v.literal('encrypt-resource'),
  resource: v.object({
    original_type: TEXT,
    algorithm: v.literal('AEAD_AES_256_GCM'),
    ciphertext: v.string(),
    associated_data: v.nullish(TEXT, ''),
    nonce: TEXT,
  }),
});

/**
 * Opens what WeChat Pay reports about transfers (page 4012712115). Verified first, decrypted second.
 * The first of these that applies refuses it: PLATFORM_KEY_UNREADABLE, the codes of `Forgery`,
 * TOO_LARGE, NOT_UTF8, NOT_JSON, STRANGE_NOTICE, OTHER_EVENT, UNDECIPHERABLE, OTHER_MERCHANT.
 *
 * Throws when the environment cannot be meant.
 */
export function transferNoticeOpener(
  env: Environment,
  tools: Pick<GatewayTools, 'files' | 'clock'>,
): OpenTransferNotice {
  const mchId = mchIdOf(env);
  const apiV3Key = matching(env, 'WECHATPAY_API_V3_KEY', /^[0-9A-Za-z]{32}$/);
  const platformKeys = platformKeyLoader({ ...tools, source: platformKeySourceOf(env) });

  return async (raw) => {
    const loaded = await platformKeys.load();
    if (!loaded.ok) return refused(loaded.fault);
    const message = { headers: lowerCase(raw.headers), body: raw.body };
    const forgery = forgeryOf(message, loaded.keys, tools.clock());
    if (forgery === 'SIGNATURE_SERIAL_UNKNOWN') platformKeys.doubt();
    if (forgery) return refused(forgery, forgery === 'SIGNATURE_PROBE' ? null : 'bad-signature');

    const reading = readJson(raw.body);
    if (!reading.ok) return refused(reading.reason);
    const envelope = v.safeParse(Envelope, reading.value);
    if (!envelope.success) return refused('STRANGE_NOTICE');
    const { event_type: event, resource } = envelope.output;
    if (event !== 'MCHTRANSFER.BILL.FINISHED' || resource.original_type !== 'mch_payment') {
      return refused('OTHER_EVENT');
    }
    const sealed = { ...resource, associatedData: resource.associated_data };
    const text = unseal(sealed, apiV3Key);
    // The signature was right, so either the key is another one, or somebody is very close.
    if (text === null) return refused('UNDECIPHERABLE', 'bad-signature');
    return noticeIn(text, mchId, tools.clock());
  };
}

function noticeIn(text: string, mchId: string, nowMs: number) {
  const reading = readJson(Buffer.from(text));
  const bill = v.safeParse(TransferBill, reading.ok ? reading.value : null);
  if (!bill.success) return refused('STRANGE_NOTICE');
  const { mch_id, out_bill_no: billNo, transfer_amount: amountFen, openid } = bill.output;
  if (mch_id !== mchId) return refused('OTHER_MERCHANT', 'mismatch');
  const answer = transferAnswer(bill.output, nowMs);
  return { kind: 'notice', billNo, amountFen, recipientId: openid || null, answer } as const;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(entries);
}

function refused(code: string, alert: SecurityAlert | null = null): RefusedNotice {
  return { kind: 'refused', code, ...(alert && { alert }) };
}
