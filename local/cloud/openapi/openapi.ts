import type { Caller } from '../functions/runner';
import { decodeRequest, encodeAnswer, encodeOpenData, encodeRefusal } from './messages';

export interface OpenapiCall {
  readonly atMs: number;
  readonly apiName: string;
  /** Null for a call from outside any function, for example from a test of an adapter. */
  readonly function: string | null;
  /** As they travel: snake_case. */
  readonly params: Record<string, unknown>;
  /** False when the platform refused the call before the API saw it. */
  readonly answered: boolean;
}

export type OpenapiAnswer = object | ((params: Record<string, unknown>) => object);

export interface Openapi {
  /** Replaces what an API answers, in the wire's snake_case; `errcode` other than 0 is an error. */
  answer(apiName: string, answer: OpenapiAnswer): void;
  /** Oldest first. Parameters are kept as sent, openids included: this list stays in memory. */
  calls(apiName?: string): readonly OpenapiCall[];
}

export interface OpenapiEndpoint extends Openapi {
  /** Answers `wx.openApi`. */
  handle(fields: ReadonlyMap<string, Buffer>): Promise<{ contentType: string; body: Buffer }>;
  /** What a CloudID stands for, or the error the function receives in its place. */
  openData(cloudId: string): object;
}

const NOT_FOUND = -604100;
const NO_PERMISSION = -604101;

/** Script this one to decide what CloudIDs stand for: `({ cloud_id }) => data`. */
const OPEN_DATA_API = 'cloudbase.getOpenData';

/** What the APIs of this product answer until a test or a person says otherwise. */
const DEFAULT_ANSWERS: readonly (readonly [string, OpenapiAnswer])[] = [
  [
    'security.msgSecCheck',
    {
      errcode: 0,
      errmsg: 'ok',
      result: { suggest: 'pass', label: 100 },
      detail: [],
      trace_id: 'local',
    },
  ],
  ['riskControl.getUserRiskRank', { errcode: 0, errmsg: 'ok', risk_rank: 0, unoin_id: 1 }],
  ['subscribeMessage.send', { errcode: 0, errmsg: 'ok' }],
];

export function openapiEndpoint(
  callerOf: (token: string) => Caller | null,
  nowMs: () => number,
): OpenapiEndpoint {
  const answers = new Map(DEFAULT_ANSWERS);
  const calls: OpenapiCall[] = [];

  function answerOf(apiName: string, params: Record<string, unknown>): object | null {
    const answer = answers.get(apiName);
    if (answer === undefined) return null;
    return typeof answer === 'function' ? answer(params) : answer;
  }

  function openData(cloudId: string): object {
    const data = answerOf(OPEN_DATA_API, { cloud_id: cloudId });
    // The number and the text of an expired or foreign CloudID are not confirmed.
    if (data === null) return { cloudID: cloudId, errCode: -601006, errMsg: 'cloudID is invalid' };
    return { cloudID: cloudId, data };
  }

  function reply(apiName: string, caller: Caller | null, params: Record<string, unknown>): Buffer {
    const refused = caller !== null && !caller.fn.openapi.has(apiName);
    const answer = refused ? null : answerOf(apiName, params);
    calls.push({
      atMs: nowMs(),
      apiName,
      function: caller?.fn.name ?? null,
      params,
      answered: answer !== null,
    });
    if (refused) return encodeRefusal(NO_PERMISSION);
    return answer === null ? encodeRefusal(NOT_FOUND) : encodeAnswer(answer);
  }

  return {
    answer: (apiName, answer) => void answers.set(apiName, answer),
    calls: (apiName) => calls.filter((call) => apiName === undefined || call.apiName === apiName),
    openData,
    async handle(fields) {
      const text = (name: string) => fields.get(name)?.toString('utf8') ?? '';
      if (text('action') !== 'wx.openApi') return failure(`${text('action')} is not emulated`);
      const request = decodeRequest(fields.get('requestData') ?? Buffer.alloc(0));
      if (request.kind === 'open-data') {
        const items = request.cloudIds.map((cloudId) => ({
          cloudId,
          json: JSON.stringify(openData(cloudId)),
        }));
        return protobuf(encodeOpenData(items));
      }
      const caller = callerOf(text('wxCloudApiToken'));
      return protobuf(reply(text('apiName'), caller, request.params));
    },
  };
}

function protobuf(body: Buffer): { contentType: string; body: Buffer } {
  return { contentType: 'application/octet-stream', body };
}

/** The SDK reads this exact content type as an error of the cloud itself. */
function failure(message: string): { contentType: string; body: Buffer } {
  const error = { requestId: 'local', code: 'INVALID_PARAM', message };
  return {
    contentType: 'application/json; charset=utf-8',
    body: Buffer.from(JSON.stringify(error)),
  };
}
