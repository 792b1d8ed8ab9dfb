import { parse, type Type } from 'protobufjs';

/**
 * The protobuf messages of `wx.openApi`, with the field numbers that wx-server-sdk encodes. Declared
 * here and not borrowed from the SDK, so that the stand-in reads the wire and not the SDK's memory.
 */
const { root } = parse(
  `syntax = "proto3";
  message KeyValuePair { string key = 1; bytes value = 2; string contenttype = 3; string filename = 4; }
  message OpenApiData { repeated KeyValuePair pairs = 1; }
  message SvrkitApiData { string api_name = 1; bytes req_data = 2; }
  message CommApiData { int32 api_type = 1; OpenApiData openapi_data = 2; SvrkitApiData svrkit_data = 4; }
  message CommOpenApiResp {
    bytes resp_data = 1; string content_type = 2; int32 error_code = 3; int32 http_code = 4;
    int32 svrkit_error_code = 6;
  }
  message ApiGetOpenDataByCloudIdReq { repeated string cloudid_list = 2; }
  message OpenData { string cloud_id = 1; string json = 2; }
  message ApiGetOpenDataByCloudIdResp { repeated OpenData data_list = 1; }`,
);

const type = (name: string): Type => root.lookupType(name);
const CommApiData = type('CommApiData');
const CommOpenApiResp = type('CommOpenApiResp');
const OpenDataReq = type('ApiGetOpenDataByCloudIdReq');
const OpenDataResp = type('ApiGetOpenDataByCloudIdResp');

interface KeyValuePair {
  readonly key: string;
  readonly value: Buffer;
  readonly contenttype: string;
}

const OPEN_DATA_API = 'ApiGetOpenDataByCloudId';

export type OpenapiRequest =
  | { readonly kind: 'api'; readonly params: Record<string, unknown> }
  | { readonly kind: 'open-data'; readonly cloudIds: readonly string[] };

/** @throws when the bytes are not the message that the SDK sends. */
export function decodeRequest(bytes: Buffer): OpenapiRequest {
  const message = CommApiData.toObject(CommApiData.decode(bytes), { defaults: true }) as {
    openapiData: { pairs: KeyValuePair[] } | null;
    svrkitData: { apiName: string; reqData: Buffer } | null;
  };
  if (message.svrkitData?.apiName === OPEN_DATA_API) {
    const { cloudidList } = OpenDataReq.toObject(OpenDataReq.decode(message.svrkitData.reqData), {
      arrays: true,
    }) as { cloudidList: string[] };
    return { kind: 'open-data', cloudIds: cloudidList };
  }
  const pairs = message.openapiData?.pairs ?? [];
  return { kind: 'api', params: Object.fromEntries(pairs.map((pair) => [pair.key, value(pair)])) };
}

/** The SDK writes every parameter as JSON, and files as bytes with a content type. */
function value({ value: bytes, contenttype }: KeyValuePair): unknown {
  return contenttype === ''
    ? JSON.parse(bytes.toString('utf8'))
    : { contentType: contenttype, bytes };
}

export function encodeAnswer(answer: object): Buffer {
  return encode(CommOpenApiResp, {
    respData: Buffer.from(JSON.stringify(answer)),
    contentType: 'application/json; encoding=utf-8',
    httpCode: 200,
  });
}

/** A refusal by the platform itself, for example -604101: this function may not call this API. */
export function encodeRefusal(errorCode: number): Buffer {
  return encode(CommOpenApiResp, { errorCode, httpCode: 200 });
}

export function encodeOpenData(items: readonly { cloudId: string; json: string }[]): Buffer {
  return encode(CommOpenApiResp, { respData: encode(OpenDataResp, { dataList: items }) });
}

function encode(messageType: Type, fields: object): Buffer {
  return Buffer.from(messageType.encode(messageType.create(fields)).finish());
}
