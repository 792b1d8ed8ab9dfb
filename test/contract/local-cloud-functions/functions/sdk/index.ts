import { cloud } from '../../cloud';

const attempt = async (work: Promise<unknown>) => {
  try {
    return await work;
  } catch (error) {
    const { errCode, code, errMsg } = error as { errCode?: number; code?: string; errMsg?: string };
    return { errCode, code, errMsg };
  }
};

/** Uses every part of the SDK that the product uses, so that a bundle without it is found out. */
export async function main({ use, input }: { use: string; input: Record<string, string> }) {
  switch (use) {
    case 'database': {
      const db = cloud.database({ throwOnNotFound: false });
      const notes = db.collection('notes');
      const id = input['id']!;
      await notes.add({ data: { _id: id, left: 1, at: db.serverDate() } });
      const where = { _id: id, left: db.command.gt(0) };
      const change = { data: { left: db.command.inc(-1) } };
      const first = await notes.where(where).update(change);
      const second = await notes.where(where).update(change);
      const { data } = await notes.doc(id).get();
      const { list } = await notes
        .aggregate()
        .group({ _id: null, left: db.command.aggregate.sum('$left') })
        .end();
      return { updates: [first, second], data, list };
    }
    case 'function':
      return attempt(cloud.callFunction({ name: input['name']!, data: { via: 'sdk' } }));
    case 'storage': {
      const fileContent = Buffer.from(input['text']!);
      const { fileID } = await cloud.uploadFile({ cloudPath: input['path']!, fileContent });
      const downloaded = await cloud.downloadFile({ fileID });
      const { fileList } = await cloud.getTempFileURL({ fileList: [fileID] });
      const deleted = await cloud.deleteFile({ fileList: [fileID] });
      return {
        fileID,
        downloaded: downloaded.fileContent.toString(),
        temporary: fileList,
        deleted: deleted.fileList,
        afterwards: await attempt(cloud.downloadFile({ fileID })),
      };
    }
    case 'download': {
      const { fileContent } = await cloud.downloadFile({ fileID: input['fileID']! });
      return fileContent.toString();
    }
    case 'openapi':
      return {
        text: await attempt(
          cloud.openapi['security']!['msgSecCheck']!({
            openid: input['openid'],
            scene: 2,
            version: 2,
            content: input['content'],
          }),
        ),
        risk: await attempt(
          cloud.openapi['riskControl']!['getUserRiskRank']!({ openid: input['openid'], scene: 1 }),
        ),
        message: await attempt(
          cloud.openapi['subscribeMessage']!['send']!({
            touser: input['openid'],
            templateId: 'T1',
          }),
        ),
        undeclared: await attempt(cloud.openapi['wxacode']!['getUnlimited']!({ scene: 'a' })),
      };
    case 'open-data':
      return cloud.getOpenData({ list: [input['cloudId']!] });
    case 'left-out-part':
      return cloud.ai();
    default:
      throw new Error(`unknown use: ${use}`);
  }
}
