import sdk from 'wx-server-sdk';

/** What the fixtures use of the SDK. Its own declarations still describe callbacks and void. */
interface Sdk {
  readonly DYNAMIC_CURRENT_ENV: unknown;
  init(config: { readonly env: unknown }): void;
  getWXContext(): Readonly<Record<string, unknown>>;
  database(config: { readonly throwOnNotFound: boolean }): Database;
  callFunction(call: { readonly name: string; readonly data: object }): Promise<unknown>;
  uploadFile(file: { cloudPath: string; fileContent: Buffer }): Promise<{ fileID: string }>;
  downloadFile(file: { readonly fileID: string }): Promise<{ fileContent: Buffer }>;
  getTempFileURL(files: { fileList: string[] }): Promise<{ fileList: readonly object[] }>;
  deleteFile(files: { fileList: string[] }): Promise<{ fileList: readonly object[] }>;
  getOpenData(ids: { readonly list: readonly string[] }): Promise<unknown>;
  ai(): unknown;
  readonly openapi: Readonly<Record<string, Record<string, (params: object) => Promise<unknown>>>>;
}

interface Database {
  readonly command: {
    gt(value: number): unknown;
    inc(value: number): unknown;
    readonly aggregate: { sum(path: string): unknown };
  };
  serverDate(): unknown;
  collection(name: string): {
    add(doc: { readonly data: object }): Promise<unknown>;
    where(query: object): { update(change: { readonly data: object }): Promise<unknown> };
    doc(id: string): { get(): Promise<{ data: unknown }> };
    aggregate(): { group(stage: object): { end(): Promise<{ list: readonly unknown[] }> } };
  };
}

export const cloud = sdk as unknown as Sdk;

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
